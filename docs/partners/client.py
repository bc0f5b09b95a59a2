#!/usr/bin/env python3
"""A small client of Casusregie over queues: it gives commands, reads events and answers, and asks for events that were lost.

An example to start from, with two libraries that Debian has (python3-pika, python3-jwcrypto); README.md has the rules. Its state is
in one folder: the keys, what the service's operator gave (access.json, service.json), the commands, and which events were handled.
The token of who gives commands comes from $TOKEN.

    client.py FOLDER keys                       makes the keys; give public.json to the operator
    client.py FOLDER thumbprint                 to which tokens of those who give commands must be bound
    client.py FOLDER send COMMAND.json [--case ID] [--revision N] [--after ID]
    client.py FOLDER ask ADDRESS                asks what is read under an address: the answer is an event; without $TOKEN the system asks
    client.py FOLDER again                      sends commands again: those of $TOKEN's holder without an answer that holds
    client.py FOLDER listen [--until ID] [--patience SECONDS]     handles events, and asks for those that stay away so long;
                                                after a restore of the service's database it sends commands again, as `again`;
                                                with --until it ends when that command is answered and no event is missing
"""
import argparse
import contextlib
import json
import os
import pathlib
import sys
import time
import uuid

import pika
from access import connection
from following import Following
from keys import Keys
from sent import Sent, holder


class Client:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.keys, self.sent, self.token = Keys(self.folder), Sent(self.folder), os.environ.get("TOKEN", "")
        self.connection = None

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    def connect(self):
        if self.connection:
            return
        self.access = self.read("access.json")
        self.connection = connection(self.folder, self.access)
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()  # from here on publishing fails when the broker does not take it

    def close(self):
        if self.connection:
            self.connection.close()

    # What we send

    def give(self, command, case=None, revision=None, after=None, identity=None):
        """Gives a command. Returns its id, once the broker has it."""
        identity, kind = identity or str(uuid.uuid4()), "opdracht.geven" if case else "opdracht.beginnen"
        stated = {"opdracht": command, "casus": case, "revisie": revision, "na": after}
        self.sent.keep(identity, kind, stated, case, self.token)
        self.send(kind, stated | {"persoon": self.token}, case, identity)
        return identity

    def give_again(self, answers):
        """Sends what has no answer that holds, under the same ids and in the same order: twice has one effect."""
        for one in self.sent.unanswered(answers):
            if one["by"] == holder(self.token):
                self.send(one["kind"], one["stated"] | {"persoon": self.token}, one["case"], one["id"])
            else:
                print(f"{one['id']} has to be sent again, with a token of who gave it: {one['by']}", file=sys.stderr)

    def send(self, kind, stated, subject=None, identity=None):
        """Sends a message: signed by us, and encrypted for the service."""
        self.connect()
        access, identity = self.access, identity or str(uuid.uuid4())
        statement = {"iss": access["organisation"], "aud": access["service"], "jti": identity, "iat": int(time.time())}
        statement |= {name: value for name, value in stated.items() if value is not None}
        event = {
            "specversion": "1.0",
            "id": identity,
            "source": f"urn:nld:oin:{access['organisation']}:systeem:voorbeeld",
            "type": f"nl.casusregie.{kind}",
            "datacontenttype": "application/jose",
            "data": self.keys.seal(statement, kind.split(".")[0] + "+jwt"),
        } | ({"subject": subject} if subject else {})
        properties = pika.BasicProperties(
            content_type="application/cloudevents+json", delivery_mode=2, message_id=identity, user_id=access["user"]
        )
        self.channel.basic_publish(access["exchange"], "", json.dumps(event).encode(), properties, mandatory=True)
        return identity

    # What comes

    def following(self, patience):
        known = self.folder / "handled.json"
        return Following(json.loads(known.read_text()) if known.exists() else {}, patience)

    def listen(self, handle, patience):
        """Handles each event once, as it comes, until `handle` returned True and none is missing. Asks for those that stay away."""
        self.connect()
        next(is_done for is_done in self.turns(handle, patience) if is_done)
        self.channel.cancel()
        self.close()

    def turns(self, handle, patience, wait=1):
        """The same, one message at a time, or none when none comes for so many seconds; says after each whether it is done."""
        known, done, following = self.folder / "handled.json", False, self.following(patience)
        self.channel.basic_qos(prefetch_count=100)
        for method, _, body in self.channel.consume(self.access["queue"], inactivity_timeout=wait):
            if method:
                taken = self.taken(json.loads(body), following)
                new = [event for event, is_new in taken if is_new]
                done = any([handle(event) for event in new]) or done
                for event in [event for event in new if event["type"].endswith(".opdracht.afgehandeld")]:
                    if self.sent.has(event["causationid"]):
                        following.settle(event, self.answer(event))
                known.with_suffix(".new").write_text(json.dumps(following.state))
                known.with_suffix(".new").replace(known)  # kept, as a whole, before it is acknowledged
                for event in [event for event, _ in taken if event.get("ontvangstbevestiging")]:
                    self.send("ontvangst.bevestigen", {"gebeurtenis": event["id"]})  # of a copy too: twice has one effect
                self.channel.basic_ack(method.delivery_tag)
            if following.state["again"]:
                self.give_again(following.state["answers"])
                following.state["again"] = False
            if question := following.question():
                self.send("vraag.stellen", {"vraag": {"adres": question["address"]}}, identity=question["id"])
            yield done and not following.state["missing"]

    def taken(self, event, following):
        """An event and all that are in it, when it answers our question for events; of each whether it is to be handled."""
        taken = [(event, following.take(event))]
        if event["type"].endswith(".vraag.beantwoord"):
            for one in following.answered(event["causationid"], self.answer(event)):
                taken += self.taken(one, following)
        return taken

    def answer(self, event):
        """What the service says to a message of ours."""
        said = self.keys.open(event["data"])
        if said["aud"] != self.access["organisation"] or said.get("opdracht", said.get("vraag")) != event["causationid"]:
            raise ValueError("this answers another message")
        return said["antwoord"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("keys")
    actions.add_parser("thumbprint")
    actions.add_parser("again")
    actions.add_parser("ask").add_argument("address")
    sending = actions.add_parser("send")
    sending.add_argument("command")
    sending.add_argument("--case")
    sending.add_argument("--revision", type=int)
    sending.add_argument("--after")
    listening = actions.add_parser("listen")
    listening.add_argument("--until")
    listening.add_argument("--patience", type=float, default=300)
    options = parser.parse_args()
    client = Client(options.folder)
    if options.action == "keys":
        client.keys.make()
    elif options.action == "thumbprint":
        print(client.keys.key("private.json", "sig").thumbprint())
    elif options.action == "listen":
        client.listen(shown(client, options.until), options.patience)
    else:
        if options.action == "send":
            command = json.loads(pathlib.Path(options.command).read_text())
            print(client.give(command, options.case, options.revision, options.after))
        elif options.action == "ask":
            print(client.send("vraag.stellen", {"vraag": {"adres": options.address}, "persoon": client.token or None}))
        else:
            client.give_again(client.following(0).state["answers"])
        client.close()


def shown(client, until):
    """Writes what an event says, and tells whether it is the answer that is waited for."""
    def handle(event):
        # Of an event there is only where to look; of one whose case or content is gone (nl.casusregie.vervallen) not even that.
        told = client.answer(event) if event.get("datacontenttype") == "application/jose" else event.get("dataref")
        command = event.get("causationid")
        print(json.dumps({"type": event["type"], "command": command, "says": told}, ensure_ascii=False), flush=True)
        return command is not None and command == until

    return handle


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):  # so `listen` is ended
        main()
