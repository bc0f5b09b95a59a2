"""The commands that were given: after a restore of the service's database nobody else knows of those that it undid (docs/events.md, «a
new epoch»). It reads no queue and sends nothing.

A command can have personal data in it: the folder is for you alone. Remove a file when no backup is left from before it, and not
within 30 days."""
import json
import time

from jwcrypto.common import base64url_decode


class Sent:
    def __init__(self, folder):
        self.folder = folder / "sent"

    def keep(self, identity, kind, stated, case, token):
        """Before it is sent: when we end in between, it has no answer. The token is not kept, only whose it is."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        command = {"at": time.time_ns(), "id": identity, "kind": kind, "stated": stated, "case": case, "by": holder(token)}
        new = self.folder / f"{identity}.new"
        new.write_text(json.dumps(command))
        new.replace(new.with_suffix(".json"))

    def has(self, identity):
        return (self.folder / f"{identity}.json").exists()

    def unanswered(self, answers):
        """Those without an answer that holds, in the order in which they were given."""
        sent = [json.loads(file.read_text()) for file in self.folder.glob("*.json")]
        return sorted((command for command in sent if command["id"] not in answers), key=lambda command: command["at"])


def holder(token):
    """Of an access token: a command is the same one only when the same person gives it."""
    parts = token.split(".")
    return json.loads(base64url_decode(parts[1])).get("sub") if len(parts) == 3 else None
