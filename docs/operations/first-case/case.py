#!/usr/bin/env python3
"""A case over REST, from its beginning to a decision, by several people: each command with a token of who gives it.

    case.py begin            a permit is asked for, confirmed, found complete and passed on; writes the id of the case
    case.py list PERSON      the cases that somebody sees: id, phase and revision
    case.py decide ID        the department decides; then everybody sees that
"""
import datetime
import pathlib
import subprocess
import sys
import uuid

import requests

SERVICE = "https://casusregie.example:8443/v1"
MUNICIPALITY, DEPARTMENT = "00000099000000000101", "00000099000000000104"
TODAY = datetime.date.today().isoformat()


def token(person):
    program = pathlib.Path(__file__).resolve().parent / "sign_in.py"
    return subprocess.run([sys.executable, program, person], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def ask(person, method, path, body=None, revision=None):
    """What the service answers; ends when it refuses."""
    headers = {"Authorization": f"Bearer {token(person)}"}
    if body is not None:
        # Of each command another one; when no answer comes, it is sent again under the same.
        headers["Idempotency-Key"] = str(uuid.uuid4())
    if revision is not None:
        # Only when the case is still as it was seen.
        headers["If-Match"] = f'"{revision}"'
    answer = requests.request(method, SERVICE + path, json=body, headers=headers, timeout=30)
    if not answer.ok:
        raise SystemExit(f"case: {path}: {answer.status_code} {answer.text}")
    return answer.json()


def give(person, case, command, revision=None, ground=None, **fields):
    body = {"opdracht": command, "velden": {name.replace("_", "-"): value for name, value in fields.items()}}
    if ground:
        body["grondslag"] = ground
    standing = ask(person, "POST", f"/casussen/{case}/opdrachten", body, revision)
    print(f"{person}: {command}: {standing['fase']}, revision {standing['revisie']}", file=sys.stderr)
    return standing


def begin():
    begun = ask("ilse", "POST", "/casussen", {
        "werkstroom": "aanvraag-omgevingsvergunning", "opdracht": "aanvraag-indienen",
        "velden": {"gemeente": MUNICIPALITY, "activiteit": "Een dakkapel", "locatie": "Voorbeeldstraat 1",
                   "naam": "V. Voorbeeld", "adres": "Voorbeeldstraat 1", "dag-van-ontvangst": TODAY}})
    case = begun["id"]
    give("ilse", case, "ontvangst-bevestigen", begun["revisie"], kenmerk="OB-2026-1")
    give("joost", case, "procedure-bepalen", ground="ow-16-62", voorbereiding="regulier", motivering="Een dakkapel.",
         rechtsmiddelen="Bezwaar.")
    give("ilse", case, "kennisgeving-vastleggen", publicatie="gmb-2026-1", datum=TODAY)
    give("ilse", case, "volledig-verklaren", bevinding="Alles is er.")
    give("ilse", case, "overdragen", afdeling=DEPARTMENT)
    print(case)


def show(person):
    for case in ask(person, "GET", "/casussen")["casussen"]:
        print(case["id"], case["fase"] or "-", case["revisie"])  # some phases are not everybody's to see


def decide(case):
    give("vera", case, "beslissing-melden", beslissing="verleend", bekendgemaakt_op=TODAY)
    for person in ("ilse", "vera"):
        show(person)


def main():
    match sys.argv[1:]:
        case ["begin"]:
            begin()
        case ["list", person]:
            show(person)
        case ["decide", case]:
            decide(case)
        case _:
            raise SystemExit(__doc__)


main()
