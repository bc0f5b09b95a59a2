"""For scripts/schemathesis: puts what there is into most of the requests that are made up.

An id that is made up is one that nobody has, and a command that is made up one that no workflow has: then every answer is that
there is no such thing. So three requests of four get ids, numbers, keys and commands of the running service, and the rest of each
stays as it was made up. A fourth is left as it is.
"""

import datetime
import json
import os
import random
import urllib.error
import urllib.request

import schemathesis

SERVICE = os.environ["CASUSREGIE_SERVICE"]
TOKEN = os.environ["CASUSREGIE_TOKEN"]
chance = random.Random(int(os.environ["SCHEMATHESIS_SEED"]))


def ask(path, body=None):
    """The answer to a request; None when it is no success."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", "Idempotency-Key": key()}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(SERVICE + path, data, headers), timeout=30) as response:
            return json.load(response)
    except urllib.error.HTTPError:
        return None


def key():
    return f"{chance.getrandbits(64):x}"


class Stock:
    """What the service has, as far as it is known here."""

    def __init__(self):
        self.workflows = {w["werkstroom"]: w for w in ask("/v1/werkstromen")["werkstromen"]}
        self.organisations = [o["organisatie"] for o in ask("/v1/organisaties")["organisaties"]]
        self.beginnings = [b | {"werkstroom": name} for name, w in self.workflows.items() for b in w["beginopdrachten"]]
        self.roles = sorted({r["sleutel"] for name in self.workflows for r in ask(f"/v1/werkstromen/{name}")["rollen"]})
        self.cases = []
        self.numbers = ["1", "2", "3"]
        self.feeds = []
        self.secrets = []
        for beginning in self.beginnings * 3:
            self.keep(ask("/v1/casussen", self.command(beginning, beginning["werkstroom"])))

    def keep(self, answer):
        """Remembers what an answer says is there."""
        if not isinstance(answer, dict):
            return
        if "begonnenOnderdelen" in answer and "id" in answer:
            self.cases = (self.cases + [answer["id"]])[-20:]
        if isinstance(answer.get("nummer"), int):
            self.numbers = (self.numbers + [str(answer["nummer"])])[-20:]
        if "adres" in answer:
            self.feeds.append(answer["id"])
            self.secrets.append(answer["adres"].rsplit("/", 1)[-1])

    def command(self, possible, workflow=None):
        """A request with a command that the service says is possible."""
        fields = {f["sleutel"]: self.value(f) for f in possible["velden"] if self.is_given(f)}
        body = {"opdracht": possible["opdracht"], "velden": fields}
        if len(possible["grondslagen"]) > 1:
            body["grondslag"] = chance.choice(possible["grondslagen"])["sleutel"]
        if possible.get("onderdeel"):
            body["onderdeel"] = possible["onderdeel"]
        return body | ({"werkstroom": workflow} if workflow else {})

    @staticmethod
    def is_given(field):
        """Also what may be required because of another field."""
        return field["verplicht"] or "verplichtAls" in field or chance.random() < 0.5

    def value(self, field):
        match field["soort"]:
            case "getal":
                low, high = field.get("minimum") or 0, field.get("maximum") or 1_000
                return chance.randint(low, max(low, high))
            case "datum":
                days = chance.randint(1, 20) * (-1 if field.get("nietInToekomst") else 1)
                return (datetime.date.today() + datetime.timedelta(days)).isoformat()
            case "keuze":
                return chance.choice(field["opties"])["sleutel"]
            case "organisatie":
                return chance.choice(self.organisations)
            case "lijst":
                least = field.get("minimumAantal") or 0
                count = min(least + chance.randint(0, 2), field.get("maximumAantal") or 3)
                values = [self.value(field["onderdeel"]) for _ in range(max(least, count))]
                return list(dict.fromkeys(values))
            case "onderdeel":
                return f"{field.get('machine', 'onderdeel')}-1"
            case _:
                return "Een tekst."


stock = Stock()


@schemathesis.hook
def before_call(context, case, kwargs):
    if chance.random() < 0.25:
        return
    path = case.operation.path
    known = {
        "id": stock.feeds if path.startswith("/agenda-adressen") else stock.cases,
        "nummer": stock.numbers,
        "sleutel": list(stock.workflows),
        "versie": [w["versie"] for w in stock.workflows.values()],
        "geheim": stock.secrets,
        "rol": stock.roles,
        "werkstroom": list(stock.workflows),
    }
    for parameters in (case.path_parameters, case.query):
        for name in list(parameters or {}):
            if known.get(name):
                parameters[name] = chance.choice(known[name])
    if case.method == "POST" and isinstance(case.body, dict):
        fill(case, path)


def fill(case, path):
    """A body that the service can take, where one is known."""
    if path in ("/casussen", "/beginopdrachten/{opdracht}"):
        beginning = chance.choice(stock.beginnings)
        body = stock.command(beginning, beginning["werkstroom"])
        if path != "/casussen":
            case.path_parameters["opdracht"] = body["opdracht"]
    elif path == "/casussen/{id}/opdrachten" and stock.cases:
        possible = (ask(f"/v1/casussen/{case.path_parameters['id']}/mogelijkheden") or {}).get("mogelijkheden")
        if not possible:
            return
        body = stock.command(chance.choice(possible))
    elif path == "/agenda-adressen":
        body = {"rol": chance.choice(stock.roles)}
    elif path.endswith("/goedkeuring"):
        plan = ask(f"/v1{path.replace('{nummer}', case.path_parameters['nummer']).replace('/goedkeuring', '/plan')}") or {}
        body = case.body | {"plan": plan.get("plan")}
    else:
        return
    case.body = body
    case.headers["Idempotency-Key"] = key()


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code in (200, 201) and case.method == "POST":
        stock.keep(response.json())
