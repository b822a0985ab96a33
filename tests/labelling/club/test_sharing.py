"""Figures of the club reach the fact sheet only one by one, and only when the member says so."""

import json
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from labelling.club.actions.sharing import release_figure, withdraw_figure
from labelling.club.models import SharedFigure
from labelling.core.access import Actor
from labelling.core.audit import AuditEntry
from labelling.core.clock import today, utcnow
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Conflict, NotAllowed, NotFound
from labelling.organisations.provenance import Provenance
from labelling.organisations.queries import fact_values
from tests.labelling.applications.making import make_call, make_officer, start
from tests.labelling.club.making import CORE, World, enter, make_club, open_round, send
from tests.labelling.organisations.browsing import as_person, text_of

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
YEARS = (2023, 2024, 2025)
MEMBERS = "7351"
"""A number that stands nowhere else."""


def sent(half: str = "2025-H2") -> World:
    """Return a club whose organisation has sent its figures for a half-year."""
    with unit_of_work() as session:
        world = make_club(session, now=NOW)
    open_round(world, half, now=NOW)
    enter(world, {**CORE, "A01": MEMBERS, "active-members": "4000"}, grade="B", now=NOW)
    send(world, now=NOW)
    return world


def release(
    world: World, quantity: str = "A01", *, version: int = 0, actor: Actor | None = None
) -> None:
    with unit_of_work() as session:
        release_figure(
            session,
            actor=actor or world.owner,
            part_id=world.part().id,
            quantity=quantity,
            version=version,
            years=YEARS,
            now=NOW,
        )


def withdraw(world: World, quantity: str = "A01") -> bool:
    with unit_of_work() as session:
        return withdraw_figure(
            session, actor=world.owner, part_id=world.part().id, quantity=quantity, now=NOW
        )


def sheet(world: World) -> dict[tuple[str, int], tuple[str, Provenance]]:
    with reading() as session:
        rows = fact_values(session, world.made.id)
    return {key: (row.value, row.provenance) for key, row in rows.items()}


def test_nothing_goes_to_the_fact_sheet_without_a_release(database: Database) -> None:
    world = sent()
    assert sheet(world) == {}


def test_a_released_figure_says_where_it_comes_from_and_can_be_taken_back(
    database: Database,
) -> None:
    world = sent()
    release(world)
    [(key, (value, provenance))] = sheet(world).items()
    assert (key, value, provenance.grade) == (("members-total", 2025), MEMBERS, "B")
    assert provenance.source.startswith(f"{world.club.name}, 2025-H2: ")
    assert provenance.source.endswith(" (A01)")
    assert provenance.dated is not None
    assert provenance.dated.isoformat() == "2025-12-31"
    with pytest.raises(Conflict):
        release(world, version=1)
    assert withdraw(world)
    assert sheet(world) == {("members-total", 2025): ("", Provenance())}
    with pytest.raises(NotFound):
        withdraw(world)
    with reading() as session:
        rows = session.scalars(select(SharedFigure)).all()
        verbs = session.scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.verb.in_(["figures.released", "figures.withdrawn"]))
            .order_by(AuditEntry.seq)
        ).all()
    assert [(row.released_by, row.withdrawn_by) for row in rows] == [
        (world.owner.person_id, world.owner.person_id)
    ]
    assert verbs == ["figures.released", "figures.withdrawn"]


def test_what_the_sheet_had_comes_back_and_what_was_entered_since_stays(
    app: Flask, database: Database
) -> None:
    world = sent()
    client = as_person(app, world.contact)
    figure = f"/organisations/{world.made.id}/facts/members-total/2025"
    said = {"note": "", "source": "Register", "dated": "2025-12-31", "grade": "A"}

    def put(value: str, version: int, save_id: UUID = world.membership.id) -> int:
        sent = said | {"value": value, "version": version, "save_id": str(save_id)}
        return client.put(figure, json=sent).status_code

    assert put("61", 0) == 200
    with pytest.raises(Conflict):
        release(world, version=0)
    release(world, version=1)
    assert withdraw(world)
    value, provenance = sheet(world)["members-total", 2025]
    assert (value, provenance.source, provenance.grade) == ("61", "Register", "A")
    release(world, version=3)
    assert put("62", 4, world.club.id) == 200
    assert (
        client.put(
            figure, json=said | {"value": "62", "version": 4, "save_id": str(world.code_id)}
        ).status_code
        == 200
    )
    assert not withdraw(world)
    assert sheet(world)["members-total", 2025][0] == "62"


def test_another_number_typed_over_a_released_one_drops_its_source(
    app: Flask, database: Database
) -> None:
    world = sent()
    release(world)
    client = as_person(app, world.contact)
    figure = f"/organisations/{world.made.id}/facts/members-total/2025"
    [(_, (_, of_club))] = sheet(world).items()
    said = {"note": "", "source": of_club.source, "dated": "2025-12-31", "grade": "B"}

    def put(value: str, version: int, **anew: str) -> tuple[Provenance, str]:
        sent = said | {"value": value, "version": version, "save_id": str(uuid4())} | anew
        answer = client.put(figure, json=sent)
        assert answer.status_code == 200
        return sheet(world)["members-total", 2025][1], (answer.json or {})["source"]

    assert put(MEMBERS, 1, note="Looked at again.") == (of_club, of_club.source)
    assert put("7400", 2) == (Provenance(), "")
    assert put("7400", 3, source="Register", grade="A")[0].told.startswith("A · Register")
    assert not withdraw(world)


def test_another_number_with_a_source_of_its_own_keeps_that(app: Flask, database: Database) -> None:
    world = sent()
    release(world)
    client = as_person(app, world.contact)
    base = {"members-total.2025": [1, MEMBERS, "", *_fields_of(sheet(world))]}
    source = sheet(world)["members-total", 2025][1].source
    form = {"value.members-total.2025": "7400", "source.members-total.2025": "Register"}
    there = f"/organisations/{world.made.id}/facts"
    sent_as = {"base": json.dumps(base), "save_id": str(uuid4())}
    assert client.post(there, data=form | sent_as).status_code == 303
    assert sheet(world)["members-total", 2025][1].source == "Register"
    assert source != "Register"


def _fields_of(rows: dict[tuple[str, int], tuple[str, Provenance]]) -> list[str]:
    said = rows["members-total", 2025][1]
    return [said.source, said.dated.isoformat() if said.dated else "", said.grade]


@pytest.mark.parametrize("quantity", ["left", "nothing", "D02"])
def test_what_the_fact_sheet_does_not_ask_for_cannot_be_released(
    database: Database, quantity: str
) -> None:
    world = sent()
    with pytest.raises(NotFound):
        release(world, quantity)


def test_first_halves_and_figures_that_were_not_sent_cannot_be_released(
    database: Database,
) -> None:
    world = sent("2025-H1")
    with pytest.raises(NotFound):
        release(world)
    open_round(world, "2025-H2", now=NOW)
    enter(world, {"A01": MEMBERS}, now=NOW)
    with pytest.raises(NotFound):
        release(world)


def test_only_an_owner_releases(database: Database) -> None:
    world = sent()
    for actor in (world.officer, world.firm_actor, world.made.actor(world.made.contributors[0])):
        with pytest.raises((NotAllowed, NotFound)):
            release(world, actor=actor)
    assert sheet(world) == {}


def words_of(answer: TestResponse) -> str:
    """Return what a page or a file says; office files are archives of XML."""
    if answer.data[:2] != b"PK":
        return answer.get_data(as_text=True)
    with ZipFile(BytesIO(answer.data)) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_no_page_or_export_of_the_label_has_what_was_not_released(app: Flask) -> None:
    now = utcnow()
    with unit_of_work() as session:
        world = make_club(session, now=now)
    open_round(world, "2025-H2", now=now)
    enter(world, {**CORE, "A01": MEMBERS, "active-members": "4000"}, grade="B", now=now)
    send(world, now=now)
    with unit_of_work() as session:
        officer = make_officer(session)
        call = make_call(session, officer, opens_on=today(now), closes_on=None, now=now)
        application = start(session, world.made, call, now=now)
    client, base = as_person(app, world.contact), f"/applications/{application.id}"
    home = f"/organisations/{world.made.id}"
    pages = [home, f"{home}/members", f"{home}/evidence", base, f"{base}/score", f"{base}/checks"]
    pages += [f"{base}/files", *(f"{base}/self-assessment.{one}" for one in ("json", "xlsx"))]
    facts = f"{home}/facts"
    answers = {page: client.get(page) for page in [*pages, facts]}
    known = {page for page, answer in answers.items() if answer.status_code == 200}
    assert {home, base, facts, f"{base}/self-assessment.json"} <= known
    assert [page for page, answer in answers.items() if MEMBERS in words_of(answer)] == []
    assert world.club.name not in answers[facts].text

    own = f"/clubs/parts/{world.part().id}/fact-sheet"
    shown = text_of(client.get(own))
    assert "Release it" in shown
    assert client.post(f"{own}/A01", data={"version": "0"}).status_code == 303
    page = text_of(client.get(facts))
    assert (f"B · {world.club.name}, 2025-H2:" in page, "7,351" in page) == (True, True)
    assert "Released on" in text_of(client.get(own))
    assert client.post(f"{own}/A01/withdraw").status_code == 303
    assert world.club.name not in client.get(facts).text
    reader = as_person(app, world.made.readers[0])
    assert (reader.get(own).status_code, reader.post(f"{own}/A01").status_code) == (403, 403)
