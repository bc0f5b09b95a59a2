#!/usr/bin/env python3
"""A small client of Casusregie over queues: it gives commands, reads events and answers, and asks for events that were lost.

An example to start from, with two libraries that Debian has (python3-pika, python3-jwcrypto); README.md has the rules. Its state is
in one folder: the keys, what the service's operator gave (access.json, service.json), and which events were handled.

    client.py FOLDER keys                       makes the keys; give public.json to the operator
    client.py FOLDER thumbprint                 to which tokens of those who give commands must be bound
    client.py FOLDER send COMMAND.json [--case ID] [--revision N] [--after ID]     the token comes from $TOKEN
    client.py FOLDER listen [--until ID] [--patience SECONDS]     handles events, and asks for those that stay away so long;
                                                with --until it ends when that command is answered and no event is missing
"""
import argparse
import json
import os
import pathlib
import ssl
import time
import uuid

import pika
from following import Following
from jwcrypto import jwe, jwk, jws


class Client:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    def make_keys(self):
        keys = [jwk.JWK.generate(kty="EC", crv="P-256", use=use, kid=f"{use}-{uuid.uuid4().hex[:8]}") for use in ("sig", "enc")]
        private = self.folder / "private.json"
        private.touch(mode=0o600)
        private.write_text(json.dumps({"keys": [key.export_private(as_dict=True) for key in keys]}))
        public = {"keys": [key.export_public(as_dict=True) for key in keys]}
        (self.folder / "public.json").write_text(json.dumps(public))

    def key(self, file, use, name=None):
        keys = [jwk.JWK(**key) for key in self.read(file)["keys"] if key["use"] == use and name in (None, key["kid"])]
        if not keys:
            raise ValueError(f"{file} has no such key, {use} {name or ''}: ask the operator when it is the service's")
        return keys[0]

    def connect(self):
        access = self.access = self.read("access.json")
        credentials, context = self.login()
        parameters = pika.ConnectionParameters(
            host=access["host"],
            port=access["port"],
            virtual_host=access["virtualHost"],
            credentials=credentials,
            ssl_options=pika.SSLOptions(context, access["host"]) if access["tls"] else None,
        )
        self.connection = pika.BlockingConnection(parameters)
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()  # from here on publishing fails when the broker does not take it

    def login(self):
        """How we log in, and whom we trust: the authorities in ca.pem when it is there, or else those that this machine knows."""
        authorities = self.folder / "ca.pem"
        context = ssl.create_default_context(cafile=authorities if authorities.exists() else None)
        if not self.access.get("certificate"):
            return pika.PlainCredentials(self.access["user"], self.access["password"]), context
        context.load_cert_chain(self.folder / "client.pem", self.folder / "client.key")
        return pika.credentials.ExternalCredentials(), context

    # What we send

    def give(self, command, case=None, revision=None, after=None, token=None, identity=None):
        """Gives a command. Sent again under the same id it has one effect. Returns the id, once the broker has it."""
        self.connect()
        stated = {"opdracht": command, "persoon": token, "casus": case, "revisie": revision, "na": after}
        identity = self.send("opdracht.geven" if case else "opdracht.beginnen", stated, case, identity)
        self.connection.close()
        return identity

    def send(self, kind, stated, subject=None, identity=None):
        """Sends a message: signed by us, and encrypted for the service."""
        access, identity = self.access, identity or str(uuid.uuid4())
        signing, sealing = self.key("private.json", "sig"), self.key("service.json", "enc")
        statement = {"iss": access["organisation"], "aud": access["service"], "jti": identity, "iat": int(time.time())}
        statement |= {name: value for name, value in stated.items() if value is not None}
        header = {"alg": "ES256", "typ": kind.split(".")[0] + "+jwt", "kid": signing["kid"]}
        signed = jws.JWS(json.dumps(statement).encode())
        signed.add_signature(signing, protected=json.dumps(header))
        header = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": sealing["kid"], "cty": "JWT"}
        sealed = jwe.JWE(signed.serialize(compact=True).encode(), protected=json.dumps(header), recipient=sealing)
        event = {
            "specversion": "1.0",
            "id": identity,
            "source": f"urn:nld:oin:{access['organisation']}:systeem:voorbeeld",
            "type": f"nl.casusregie.{kind}",
            "datacontenttype": "application/jose",
            "data": sealed.serialize(compact=True),
        } | ({"subject": subject} if subject else {})
        properties = pika.BasicProperties(
            content_type="application/cloudevents+json", delivery_mode=2, message_id=identity, user_id=access["user"]
        )
        self.channel.basic_publish(access["exchange"], "", json.dumps(event).encode(), properties, mandatory=True)
        return identity

    # What comes

    def listen(self, handle, patience):
        """Handles each event once, as it comes, until `handle` returned True and none is missing. Asks for those that stay away."""
        known, done = self.folder / "handled.json", False
        following = Following(json.loads(known.read_text()) if known.exists() else {}, patience)
        self.connect()
        self.channel.basic_qos(prefetch_count=100)
        for method, _, body in self.channel.consume(self.access["queue"], inactivity_timeout=1):
            if method:
                taken = self.taken(json.loads(body), following)
                done = any([handle(event) for event, is_new in taken if is_new]) or done
                known.with_suffix(".new").write_text(json.dumps(following.state))
                known.with_suffix(".new").replace(known)  # kept, as a whole, before it is acknowledged
                for event in [event for event, _ in taken if event.get("ontvangstbevestiging")]:
                    self.send("ontvangst.bevestigen", {"gebeurtenis": event["id"]})  # of a copy too: twice has one effect
                self.channel.basic_ack(method.delivery_tag)
            if question := following.question():
                self.send("vraag.stellen", {"vraag": {"adres": question["address"]}}, identity=question["id"])
            if done and not following.state["missing"]:
                break
        self.channel.cancel()
        self.connection.close()

    def taken(self, event, following):
        """An event and all that are in it, when it answers our question for events; of each whether it is to be handled."""
        taken = [(event, following.take(event))]
        if event["type"].endswith(".vraag.beantwoord"):
            for one in following.answered(event["causationid"], self.answer(event)):
                taken += self.taken(one, following)
        return taken

    def answer(self, event):
        """What the service says to a message of ours: opened with our key, and signed by the service's."""
        sealed = jwe.JWE()
        sealed.deserialize(event["data"])
        sealed.decrypt(self.key("private.json", "enc", sealed.jose_header["kid"]))  # after a rotation it may be for a former one
        signed = jws.JWS()
        signed.deserialize(sealed.payload.decode())
        if signed.jose_header.get("typ") != "antwoord+jwt":
            raise ValueError("this is no answer")
        signed.verify(self.key("service.json", "sig", signed.jose_header.get("kid")))
        said = json.loads(signed.payload)
        if said["aud"] != self.access["organisation"] or said.get("opdracht", said.get("vraag")) != event["causationid"]:
            raise ValueError("this answers another message")
        return said["antwoord"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("keys")
    actions.add_parser("thumbprint")
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
        client.make_keys()
    elif options.action == "thumbprint":
        print(client.key("private.json", "sig").thumbprint())
    elif options.action == "send":
        command = json.loads(pathlib.Path(options.command).read_text())
        print(client.give(command, options.case, options.revision, options.after, os.environ.get("TOKEN", "")))
    else:
        def handle(event):
            # Of an event there is only where to look; of one whose case or content is gone (nl.casusregie.vervallen) not even that.
            told = client.answer(event) if event.get("datacontenttype") == "application/jose" else event.get("dataref")
            command = event.get("causationid")
            print(json.dumps({"type": event["type"], "command": command, "says": told}, ensure_ascii=False), flush=True)
            return command is not None and command == options.until

        client.listen(handle, options.patience)


if __name__ == "__main__":
    main()
