#!/usr/bin/env python3
"""Takes over cases that another installation of Casusregie hands to us, into an installation of our own: README.md says how, «a case of
another installation». It is a partner of both, with a folder as that of client.py for each.

    handover.py MAPPING.json [--until COUNT] [--patience SECONDS]      with --until it ends when so many cases are taken over

Each step can be done again and has one effect: commands have ids that follow from the case and the part, messages are acknowledged when what
they ask for is done, and what was under way when we ended is done anew. No step is taken without a token of a person, in the file `token` of each folder.
"""
import argparse
import contextlib
import json
import pathlib
import sys
import uuid

from client import Client
from reading import Reading


class Handover:
    def __init__(self, file, patience):
        file, self.patience = pathlib.Path(file), patience
        self.mapping, self.kept = json.loads(file.read_text()), file.with_suffix(".state")
        self.sender, self.receiver = (Client(file.parent / self.mapping[name]) for name in ("from", "to"))
        self.reading = Reading(self.sender)
        # «looking»: cases of which we do not know yet whether they are handed to us; «taken»: what was handed, by case and part. No content.
        empty = {"looking": [], "taken": {}}
        self.state = empty | (json.loads(self.kept.read_text()) if self.kept.exists() else {})

    def keep(self):
        new = self.kept.with_suffix(".new")
        new.write_text(json.dumps(self.state))
        new.replace(self.kept)

    def run(self, until=None):
        self.resume()
        both = zip(
            self.sender.turns(self.hear_sender, self.patience, 0.1), self.receiver.turns(self.hear_receiver, self.patience, 0.1)
        )
        for _ in both:
            if until and sum(taken.get("reported", False) for taken in self.state["taken"].values()) >= until:
                return
            self.read_tokens()

    def resume(self):
        """Does anew what was under way when we ended."""
        self.read_tokens()
        for client in (self.sender, self.receiver):
            client.connect()
            client.give_again(client.following(0).state["answers"])
        for case in self.state["looking"]:
            self.ask(case)

    def read_tokens(self):
        for client in (self.sender, self.receiver):
            client.token = (client.folder / "token").read_text().strip()

    # The installation that hands over

    def hear_sender(self, event):
        """Handles an event of theirs."""
        if event["type"].endswith(".vraag.beantwoord"):
            self.reading.answered(event)
        elif event["type"].endswith(".opdracht.afgehandeld"):
            self.settle(event)
        elif event["type"].startswith("nl.casusregie.casus."):
            # It says to look at the case, and nothing more. When one came to nothing, the next looks again.
            self.start_looking(event["subject"])
            self.ask(event["subject"])

    def ask(self, case):
        address = f"/v1/casussen/{case}/mogelijkheden"
        self.reading.ask(address, lambda content: self.look(case, content["mogelijkheden"]), gone=lambda: self.stop_looking(case))

    def look(self, case, possible):
        """A case is handed to us when we can report that we have it."""
        handed = [one["onderdeel"] for one in possible if one["opdracht"] == self.mapping["report"]["opdracht"] and not one["belemmeringen"]]
        fresh = [part for part in handed if "begin" not in self.state["taken"].get(self.key(case, part), {})]
        if not fresh:
            self.stop_looking(case)
        for part in fresh:
            self.reading.ask_entries(f"/v1/casussen/{case}/journaal", lambda entries, part=part: self.begin(case, part, entries))

    def start_looking(self, case):
        if case not in self.state["looking"]:
            self.state["looking"].append(case)
            self.keep()

    def stop_looking(self, case):
        if case in self.state["looking"]:
            self.state["looking"].remove(case)
            self.keep()

    def settle(self, event):
        """Takes what they say to our report."""
        for key, taken in self.state["taken"].items():
            if "begun" not in taken or event["causationid"] != self.identity(key, taken, "report"):
                continue
            case, part = key.split("/")
            said, was_known = self.sender.answer(event), "reported" in taken
            taken["reported"] = said["uitkomst"] == "uitgevoerd"
            self.keep()
            if not taken["reported"]:
                print(f"{case}: begun with us as {taken['begun']}, but they refuse our report: {words(said)}", file=sys.stderr)
            elif not was_known:
                print(json.dumps({"taken over": case, "part": part or None, "as": taken["begun"]}), flush=True)

    # Our own installation

    def begin(self, case, part, entries):
        """Begins the case with us, with what the mapping takes from theirs."""
        key, begin = self.key(case, part), self.mapping["begin"]
        taken = self.state["taken"].setdefault(key, {"attempt": 1})
        fields = {name: value(source, entries) for name, source in begin["velden"].items()}
        command = begin | {"velden": {name: said for name, said in fields.items() if said is not None}}
        self.receiver.give(command, identity=self.identity(key, taken, "begin"))
        taken["begin"] = self.identity(key, taken, "begin")
        self.stop_looking(case)
        self.keep()

    def hear_receiver(self, event):
        """Handles an event of ours. When it says that a case is begun, we report that."""
        for key, taken in self.state["taken"].items():
            if event["type"].endswith(".opdracht.afgehandeld") and event["causationid"] == taken.get("begin"):
                said = self.receiver.answer(event)
                if said["uitkomst"] == "uitgevoerd":
                    self.report(key, taken, said["id"])
                else:
                    print(f"{key}: refused by our own installation: {words(said)}", file=sys.stderr)
                    if not said.get("herhaalbaar"):
                        # The next event about the case begins anew, and so does our next start: mended by then, or refused once more.
                        taken["attempt"] += 1
                        del taken["begin"]
                        self.start_looking(key.split("/")[0])
                self.keep()

    def report(self, key, taken, begun):
        """Tells them that the case is ours now, and how we call it."""
        case, part = key.split("/")
        taken["begun"] = begun
        fields = {name: begun if source == {"case": "id"} else source for name, source in self.mapping["report"]["velden"].items()}
        command = self.mapping["report"] | {"velden": fields} | ({"onderdeel": part} if part else {})
        self.sender.give(command, case, identity=self.identity(key, taken, "report"))

    @staticmethod
    def key(case, part):
        return f"{case}/{part or ''}"

    def identity(self, key, taken, step):
        """Of a command: the same whenever the same step is done again."""
        access = self.sender.access
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{access['service']} {access['queue']} {key} {taken['attempt']} {step}"))


def value(source, entries):
    """A field of the last entry with a name, or what stands in the mapping itself."""
    if not isinstance(source, dict):
        return source
    found = [entry["velden"] for entry in entries if entry["naam"]["sleutel"] == source["entry"] and entry["velden"]]
    return found[-1].get(source["field"]) if found else None


def words(said):
    return "; ".join(fault["melding"] for fault in said.get("fouten", [])) or said.get("detail") or said.get("code")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mapping")
    parser.add_argument("--until", type=int)
    parser.add_argument("--patience", type=float, default=300)
    options = parser.parse_args()
    Handover(options.mapping, options.patience).run(options.until)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
