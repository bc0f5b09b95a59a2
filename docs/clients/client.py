"""One case with the client that openapi-python-client makes of a workflow (README.md): a case begins, gets two commands, and is read.

    URL=... TOKEN=... ORGANISATION=... python3 client.py     with the folder of the generated `client` on PYTHONPATH
"""
import datetime
import os
import uuid

from client import AuthenticatedClient
from client.api.casussen import casus_lezen
from client.api.opdrachten import aanvraag_indienen, ontvangst_bevestigen, procedure_bepalen
from client.models import (
    AanvraagIndienenOpdracht, AanvraagIndienenVelden, Casus, OntvangstBevestigenOpdracht, OntvangstBevestigenVelden,
    Probleem, ProcedureBepalenOpdracht, ProcedureBepalenOpdrachtGrondslag, ProcedureBepalenVelden,
    ProcedureBepalenVeldenVoorbereiding, Stand)


def told(answer):
    """What came back, when it is no refusal."""
    if isinstance(answer, Probleem) or answer is None:
        raise SystemExit(f"refused: {answer}")
    return answer


def main():
    service = AuthenticatedClient(base_url=os.environ["URL"] + "/v1", token=os.environ["TOKEN"])
    # Each command has a key of its own; the same key again is the same command, and is done once.
    begun = told(aanvraag_indienen.sync(
        client=service, idempotency_key=str(uuid.uuid4()),
        body=AanvraagIndienenOpdracht(velden=AanvraagIndienenVelden(
            gemeente=os.environ["ORGANISATION"], activiteit="Een dakkapel", locatie="Voorbeeldstraat 1", naam="V. Voorbeeld",
            adres="Voorbeeldstraat 1", dag_van_ontvangst=datetime.date.today()))))
    assert isinstance(begun, Stand)
    told(ontvangst_bevestigen.sync(
        begun.id, client=service, idempotency_key=str(uuid.uuid4()), if_match=f'"{begun.revisie}"',
        body=OntvangstBevestigenOpdracht(velden=OntvangstBevestigenVelden(kenmerk="OB-2026-1"))))
    moved = told(procedure_bepalen.sync(
        begun.id, client=service, idempotency_key=str(uuid.uuid4()),
        body=ProcedureBepalenOpdracht(grondslag=ProcedureBepalenOpdrachtGrondslag.OW_16_62, velden=ProcedureBepalenVelden(
            voorbereiding=ProcedureBepalenVeldenVoorbereiding.REGULIER, motivering="Een dakkapel.", rechtsmiddelen="Bezwaar."))))
    assert isinstance(moved, Stand)
    # On the first revision, which is not the case's any more.
    late = ontvangst_bevestigen.sync(
        begun.id, client=service, idempotency_key=str(uuid.uuid4()), if_match=f'"{begun.revisie}"',
        body=OntvangstBevestigenOpdracht(velden=OntvangstBevestigenVelden(kenmerk="OB-2026-2")))
    assert isinstance(late, Probleem) and late.status == 412 and late.code == "stale", late
    read = told(casus_lezen.sync(begun.id, client=service))
    assert isinstance(read, Casus) and read.revisie == moved.revisie
    print(read.fase, read.revisie)


main()
