#!/usr/bin/env python3
"""A small client of Casusregie over queues: it gives commands and reads events and answers.

An example to start from, with two libraries that Debian has (python3-pika, python3-jwcrypto); README.md has the rules. Its state is
in one folder: the keys, what the service's operator gave (access.json, service.json), and which events were handled.

    client.py FOLDER keys                       makes the keys; give public.json to the operator
    client.py FOLDER thumbprint                 to which tokens of those who give commands must be bound
    client.py FOLDER send COMMAND.json [--case ID] [--revision N] [--after ID]     the token comes from $TOKEN
    client.py FOLDER listen [--until ID]        handles events; with --until it ends at the answer to that command
"""
import argparse
import json
import os
import pathlib
import ssl
import sys
import time
import uuid

import pika
from jwcrypto import jwe, jwk, jws

CONTENT_TYPE = "application/cloudevents+json"


class Client:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    # Keys

    def make_keys(self):
        keys = [jwk.JWK.generate(kty="EC", crv="P-256", use=use, kid=f"{use}-{uuid.uuid4().hex[:8]}") for use in ("sig", "enc")]
        private = self.folder / "private.json"
        private.touch(mode=0o600)
        private.write_text(json.dumps({"keys": [key.export_private(as_dict=True) for key in keys]}))
        public = {"keys": [key.export_public(as_dict=True) for key in keys]}
        (self.folder / "public.json").write_text(json.dumps(public))

    def own(self, use, name=None):
        return next(jwk.JWK(**key) for key in self.read("private.json")["keys"] if key["use"] == use and name in (None, key["kid"]))

    def service_keys(self, use):
        return [jwk.JWK(**key) for key in self.read("service.json")["keys"] if key["use"] == use]

    def connect(self):
        access = self.read("access.json")
        parameters = pika.ConnectionParameters(
            host=access["host"],
            port=access["port"],
            virtual_host=access["virtualHost"],
            credentials=pika.PlainCredentials(access["user"], access["password"]),
            ssl_options=pika.SSLOptions(ssl.create_default_context(), access["host"]) if access["tls"] else None,
        )
        return access, pika.BlockingConnection(parameters)

    # Commands

    def send(self, command, case=None, revision=None, after=None, token=None, identity=None):
        """Gives a command. Sent again under the same id it has one effect. Returns the id, once the broker has it."""
        access, connection = self.connect()
        identity = identity or str(uuid.uuid4())
        oin, service = access["organisation"], access["service"]
        signing, sealing = self.own("sig"), self.service_keys("enc")[0]
        statement = {"iss": oin, "aud": service, "jti": identity, "iat": int(time.time()), "opdracht": command, "persoon": token}
        statement |= {name: value for name, value in (("casus", case), ("revisie", revision), ("na", after)) if value is not None}
        signed = jws.JWS(json.dumps(statement).encode())
        signed.add_signature(signing, protected=json.dumps({"alg": "ES256", "typ": "opdracht+jwt", "kid": signing.key_id}))
        sealed = jwe.JWE(
            signed.serialize(compact=True).encode(),
            protected=json.dumps({"alg": "ECDH-ES+A256KW", "enc": "A256GCM", "kid": sealing.key_id, "cty": "JWT"}),
            recipient=sealing,
        )
        event = {
            "specversion": "1.0",
            "id": identity,
            "source": f"urn:nld:oin:{oin}:systeem:voorbeeld",
            "type": f"nl.casusregie.opdracht.{'geven' if case else 'beginnen'}",
            "datacontenttype": "application/jose",
            "data": sealed.serialize(compact=True),
        }
        if case:
            event["subject"] = case
        channel = connection.channel()
        channel.confirm_delivery()  # from here on publishing fails when the broker does not take it
        channel.basic_publish(
            exchange=access["exchange"],
            routing_key="",
            body=json.dumps(event).encode(),
            properties=pika.BasicProperties(
                content_type=CONTENT_TYPE, delivery_mode=2, message_id=identity, user_id=access["user"]
            ),
            mandatory=True,
        )
        connection.close()
        return identity

    # Events

    def listen(self, handle):
        """Handles each event once, by its id, as it comes, until `handle` returns True. None is held back: see docs/events.md."""
        known = self.folder / "handled.json"
        state = json.loads(known.read_text()) if known.exists() else {"ids": [], "epoch": "", "last": 0, "missing": {}}
        access, connection = self.connect()
        channel = connection.channel()
        channel.basic_qos(prefetch_count=100)
        for method, _, body in channel.consume(access["queue"]):
            event, done = json.loads(body), False
            self.count(state, event)
            if event["id"] not in state["ids"]:
                done = handle(event)
                state["ids"] = (state["ids"] + [event["id"]])[-10_000:]
            known.with_suffix(".new").write_text(json.dumps(state))
            known.with_suffix(".new").replace(known)  # kept, as a whole, before it is acknowledged
            channel.basic_ack(method.delivery_tag)
            if done:
                break
        channel.cancel()
        connection.close()

    def count(self, state, event):
        """Notes numbers that are missing, within an epoch, and says which have been for five minutes."""
        number, epoch, missing = int(event.get("sequence") or event.get("data", {}).get("laatste", 0)), event["tijdperk"], state["missing"]
        end = number + ("sequence" not in event)  # a «stand» says how far we were told, and has no number of its own
        if epoch > state["epoch"]:
            # The first time we begin with what there is; later, what the former epoch still owed us is missing.
            begin = int(event["tijdperkbegin"]) if state["epoch"] else end
            owed = range(state["last"] + 1, begin) if state["epoch"] else []
            missing = {text: since for text, since in missing.items() if int(text) < begin} | {str(one): time.time() for one in owed}
            if state["epoch"]:
                print(f"undone since number {begin}: send again what was answered since, read the cases", file=sys.stderr)
            state["epoch"], state["begin"], state["last"] = epoch, begin, begin - 1
        if epoch == state["epoch"]:
            missing |= {str(between): time.time() for between in range(state["last"] + 1, end)}
            state["last"] = max(state["last"], number)
        if epoch == state["epoch"] or number < state.get("begin", 0):  # from there on, a former epoch's number is another event's
            missing.pop(event.get("sequence"), None)
        lost = [text for text, since in missing.items() if since < time.time() - 300]
        if lost:
            print(f"lost on their way, ask for them or read the cases again: {', '.join(lost)}", file=sys.stderr)
        state["missing"] = {text: missing[text] for text in missing if text not in lost}

    def answer(self, event):
        """What the service says to a command: opened with our key, and signed by the service's."""
        sealed = jwe.JWE()
        sealed.deserialize(event["data"])
        sealed.decrypt(self.own("enc", sealed.jose_header["kid"]))  # after a rotation it may be for a former one
        signed = jws.JWS()
        signed.deserialize(sealed.payload.decode())
        header = signed.jose_header
        if header.get("typ") != "antwoord+jwt":
            raise ValueError("this is no answer")
        if (key := next((key for key in self.service_keys("sig") if key.key_id == header.get("kid")), None)) is None:
            raise ValueError("the service signs with another key: ask its operator for service.json")
        signed.verify(key)
        said = json.loads(signed.payload)
        if said["aud"] != self.read("access.json")["organisation"] or said["opdracht"] != event["causationid"]:
            raise ValueError("this answers another command")
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
    options = parser.parse_args()
    client = Client(options.folder)
    if options.action == "keys":
        client.make_keys()
    elif options.action == "thumbprint":
        print(client.own("sig").thumbprint())
    elif options.action == "send":
        command = json.loads(pathlib.Path(options.command).read_text())
        print(client.send(command, options.case, options.revision, options.after, os.environ.get("TOKEN", "")))
    else:
        def handle(event):
            told = client.answer(event) if event["type"].endswith(".opdracht.afgehandeld") else event.get("dataref")
            print(json.dumps({"type": event["type"], "command": event.get("causationid"), "says": told}, ensure_ascii=False))
            sys.stdout.flush()
            return options.until is not None and event.get("causationid") == options.until

        client.listen(handle)


if __name__ == "__main__":
    main()
