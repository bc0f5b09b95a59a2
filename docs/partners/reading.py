"""What is read over the queue, put together: page by page, and in parts where an answer is too large."""
import json
import sys


class Reading:
    def __init__(self, client):
        self.client, self.asked = client, {}

    def ask(self, address, then, gone=lambda: None, part=None, before=("", "")):
        """Asks what is at an address, and passes the content to `then` once it is there; or calls `gone`: it is not there for us (any more).
        `before`: the mark and the text of parts that came."""
        question = {"adres": address} | ({"deel": part} if part else {})
        identity = self.client.send("vraag.stellen", {"vraag": question, "persoon": self.client.token})
        self.asked[identity] = (address, then, gone, part, before)

    def ask_entries(self, address, then, before=()):
        """The same of a journal: all its entries."""
        def more(content):
            entries = (*before, *content["vermeldingen"])
            if content["volgende"]:
                self.ask_entries(content["volgende"], then, entries)
            else:
                then(entries)

        self.ask(address, more)

    def answered(self, event):
        """Takes an answer. One to a question of a former run is nobody's: that run's questions are asked anew."""
        if event["causationid"] not in self.asked:
            return
        address, then, gone, part, (mark, text) = self.asked.pop(event["causationid"])
        said = self.client.answer(event)
        content = said.get("inhoud", {})
        if content.get("code") == "answer-too-large" and content.get("delen"):
            self.ask(address, then, gone, 1)
        elif said["status"] in (404, 410):
            gone()
        elif said["status"] != 200:
            print(f"{address}: {said['status']} {content.get('code')}: {content.get('detail')}", file=sys.stderr)
        elif not part:
            then(content)
        elif part > 1 and said["afdruk"] != mark:
            self.ask(address, then, gone, 1)  # it changed meanwhile
        elif part < said["delen"]:
            self.ask(address, then, gone, part + 1, (said["afdruk"], text + said["tekst"]))
        else:
            then(json.loads(text + said["tekst"]))
