"""Which events were handled and which are missing, by the rules of docs/events.md. It reads no queue and sends nothing."""
import sys
import time
import uuid

# What is kept between runs. «missing»: numbers, and since when; «former»: the last epoch before those that we have to ask about;
# «answers»: the numbers of answers to commands of ours; «again»: some of these hold no more, so commands are to be sent again.
BEGINNING = {"ids": [], "epoch": "", "begin": 0, "last": 0, "missing": {}, "former": None, "asked": None}
COMMANDS = {"answers": {}, "again": False}


class Following:
    def __init__(self, state, patience):
        self.state, self.patience = BEGINNING | {"missing": {}} | COMMANDS | state, patience

    def take(self, event):
        """Counts an event by its number, and returns whether it is to be handled: once by its id, at once and in any order."""
        state, number = self.state, int(event.get("sequence", 0))
        self.count(event, number)
        if event["tijdperk"] < state["epoch"] and number >= state["begin"]:
            return False  # undone, also when it comes only now
        if event["id"] in state["ids"]:
            return False
        state["ids"] = (state["ids"] + [event["id"]])[-10_000:]
        return True

    def count(self, event, number):
        state, epoch = self.state, event["tijdperk"]
        told = number or event["data"]["laatste"]  # a «stand» has no number of its own, and says how far we were told
        if epoch > state["epoch"]:
            # The first time we begin with what there is.
            self.begin(epoch, int(event["tijdperkbegin"]) if state["epoch"] else number or told + 1)
        if epoch == state["epoch"]:
            self.miss(range(state["last"] + 1, told + 1))
            state["last"] = max(state["last"], told)
        if epoch == state["epoch"] or number < state["begin"]:  # from there on, a former epoch's number is another event's
            state["missing"].pop(str(number), None)

    def begin(self, epoch, number):
        """Counts on from the number with which an epoch begins. What the one before still owed is missing."""
        state = self.state
        if state["epoch"]:
            print(f"undone since number {number}: commands are sent again, read the cases", file=sys.stderr)
            state["former"] = state["former"] or state["epoch"]
            self.undo(range(number, sys.maxsize))
            self.miss(range(state["last"] + 1, number))
        state["missing"] = {text: since for text, since in state["missing"].items() if int(text) < number}
        state.update(epoch=epoch, begin=number, last=number - 1)

    def settle(self, event, said):
        """Keeps the number of an answer to a command of ours, unless the same message can be answered otherwise later."""
        state, command, number = self.state, event["causationid"], int(event["sequence"])
        is_passing = said.get("herhaalbaar") or said.get("code") == "unknown-case"
        if is_passing or event["tijdperk"] != state["epoch"] and number >= state["begin"]:
            return
        # None is forgotten while its command is kept: that would be sent again, and after 30 days it is another command.
        state["answers"] = state["answers"] | {command: number}

    def undo(self, numbers):
        """Answers with these numbers do not hold any more: their commands are to be sent again, and all that have no answer."""
        self.state["answers"] = {one: at for one, at in self.state["answers"].items() if at not in numbers}
        self.state["again"] = self.state["again"] or bool(numbers)

    def miss(self, numbers):
        self.state["missing"] |= {str(number): time.time() for number in numbers}

    def question(self):
        """What is to be asked now, one at a time: the stand when an epoch began, or for the first numbers that stayed away."""
        state, late = self.state, time.time() - self.patience
        lost = {int(text) for text, since in state["missing"].items() if since < late}
        if state["asked"] and state["asked"]["at"] > late or not (lost or state["former"]):
            return None
        first = last = min(lost, default=0)
        while last + 1 in lost:
            last += 1
        address = "/v1/gebeurtenissen" + ("/stand" if state["former"] else f"?vanaf={first}&tot={last}")
        state["asked"] = {"id": str(uuid.uuid4()), "at": time.time(), "address": address, "first": first, "last": last}
        return state["asked"]

    def answered(self, question, said):
        """Takes what was answered to a question, and returns the events in it: to be taken as if they came now."""
        state, asked, content = self.state, self.state["asked"], said.get("inhoud", {})
        events = content.get("gebeurtenissen", [])
        if not asked or asked["id"] != question:
            return events
        if "tijdperken" in content:
            # What came under these numbers before an epoch of which we did not hear is undone.
            begins = [int(one["tijdperkbegin"]) for one in content["tijdperken"] if one["tijdperk"] > state["former"]]
            undone = range(min(begins, default=state["begin"]), state["begin"])
            self.undo(undone)
            self.miss(undone)
            state["former"] = None
        elif said["status"] == 200 or content.get("code") == "answer-too-large":
            # One event is too large only when it has an answer to a question, which can be asked anew.
            told = {int(event["sequence"]) for event in events}
            end = asked["last"] if said["status"] == 200 and content["volgende"] is None else max(told, default=asked["first"])
            gone = [number for number in map(int, state["missing"]) if asked["first"] <= number <= end and number not in told]
            for number in gone:
                del state["missing"][str(number)]
            if gone:
                print(f"not to be had any more, read the cases and ask anew what you asked: {gone}", file=sys.stderr)
        else:
            return events  # refused for now: it is asked again
        state["asked"] = None
        return events
