"""Assessors' files: who keeps what, what counts on a day, the passport, export and erasure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import cast

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdf.generic import StreamObject
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.access import SYSTEM, Actor, Seat
from labelling.core.clock import today
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.profiles import actions, personal_data, queries
from labelling.reviews.profiles.directory import assessor_lines
from labelling.reviews.profiles.models import AssessorEmployer, AssessorTraining
from labelling.reviews.profiles.passport import as_json, passport_of
from tests.labelling.reviews import making
from tests.labelling.reviews.test_pages import enter
from tests.labelling.statements import counted

TODAY = today(making.NOW)


@pytest.fixture
def world(database: Database) -> making.World:
    """Return an eligible application with an office and three assessors."""
    return making.submitted("bronze")


def train(world: making.World, *, passed: date, expires: date | None) -> None:
    with unit_of_work() as session:
        actions.record_training(
            session,
            actor=world.officer,
            person_id=making.id_of(world.assessors[0]),
            title="Assessing with the rubric",
            passed_on=passed,
            expires_on=expires,
            now=making.NOW,
        )


def say(world: making.World, somebody: Actor, level: str = "c1") -> None:
    with unit_of_work() as session:
        actions.save_experience(
            session,
            actor=somebody,
            person_id=making.id_of(world.assessors[0]),
            levels={"de": level},
            worked_in=["AT"],
            lived_in=[],
            hours_a_month=20,
            now=making.NOW,
        )


def test_what_an_assessor_says_is_theirs_alone(world: making.World) -> None:
    one, other = world.assessors[:2]
    for somebody in (other, world.officer, world.owner):
        with pytest.raises(NotFound):
            say(world, somebody)
    say(world, one)
    with pytest.raises(Invalid):
        say(world, one, "d1")


def test_the_office_keeps_trainings_and_nobody_their_own(world: making.World) -> None:
    one = world.assessors[0]
    train(world, passed=TODAY - timedelta(days=30), expires=TODAY)
    for somebody, refusal in ((one, NotFound), (world.owner, NotFound)):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.record_training(
                session,
                actor=somebody,
                person_id=making.id_of(one),
                title="Mine",
                passed_on=TODAY,
                expires_on=None,
                now=making.NOW,
            )
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.record_rate(
            session,
            actor=world.officer,
            person_id=making.id_of(world.officer),
            since=TODAY,
            fee_a_day=Decimal(900),
            expenses="",
            now=making.NOW,
        )
    with unit_of_work() as session:  # a course that ends in the system
        actions.record_training(
            session,
            actor=SYSTEM,
            person_id=making.id_of(one),
            title="Refresher",
            passed_on=TODAY,
            expires_on=None,
            now=making.NOW,
        )


@pytest.mark.parametrize(("ends", "counts"), [(-1, False), (0, True), (1, True)])
def test_a_training_counts_through_its_last_day(
    world: making.World, ends: int, counts: bool
) -> None:
    train(world, passed=TODAY - timedelta(days=30), expires=TODAY + timedelta(days=ends))
    person_id = making.id_of(world.assessors[0])
    with reading() as session:
        assert queries.facts_of(session, [person_id], TODAY)[person_id].trained is counts
        assert passport_of(session, person_id, TODAY).trainings[0].counts is counts


def test_the_rate_of_a_day_is_the_last_that_has_begun(world: making.World) -> None:
    person_id = making.id_of(world.assessors[0])
    for since, fee in ((date(2025, 1, 1), 800), (date(2026, 1, 1), 900)):
        with unit_of_work() as session:
            actions.record_rate(
                session,
                actor=world.officer,
                person_id=person_id,
                since=since,
                fee_a_day=Decimal(fee),
                expenses="Travel",
                now=making.NOW,
            )
    with reading() as session:
        on = [
            queries.rate_on(session, person_id, day)
            for day in (date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1))
        ]
    assert [row and row.fee_a_day for row in on] == [None, Decimal("800.00"), Decimal("900.00")]


def test_the_passport_counts_cases_and_names_no_organisation(world: making.World) -> None:
    one = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [one])
    making.accept_all(world.application_id, [one])
    with reading() as session:
        assert passport_of(session, making.id_of(one), TODAY).cases == ()
    making.score_all(world.application_id, one)
    making.hand_in(world.application_id, one)
    with reading() as session:
        found = as_json(passport_of(session, making.id_of(one), TODAY), "Office")
    assert found["cases_by_level"] == {"bronze": 1}
    assert "Alder" not in str(found)
    assert str(world.organisation_id) not in str(found)


def test_what_the_office_knows_goes_into_the_ledger(world: making.World) -> None:
    one = making.id_of(world.assessors[0])
    for kind in (InvolvementKind.SEAT, InvolvementKind.ASSESSED):
        with pytest.raises(Invalid), unit_of_work() as session:
            _note(session, world, kind)
    seated = replace(world.officer, seats={world.organisation_id: Seat.READER})
    with pytest.raises(NotAllowed), unit_of_work() as session:
        _note(session, world, InvolvementKind.TRAINED, seated)
    with unit_of_work() as session:
        _note(session, world, InvolvementKind.TRAINED)
    with reading() as session:
        lines = session.scalars(select(Involvement).where(Involvement.person_id == one)).all()
    assert [(line.kind, line.source) for line in lines] == [(InvolvementKind.TRAINED, "office")]


def _note(
    session: Session, world: making.World, kind: InvolvementKind, actor: Actor | None = None
) -> None:
    actions.note_involvement(
        session,
        actor=actor or world.officer,
        person_id=making.id_of(world.assessors[0]),
        organisation_id=world.organisation_id,
        kind=kind,
        since=None,
        until=None,
        note="From the course list.",
        now=making.NOW,
    )


def test_the_list_asks_a_constant_number_of_statements(database: Database) -> None:
    making.submitted("bronze")

    def ask() -> int:
        with counted() as said, reading() as session:
            assessor_lines(session, TODAY, text="", language="de")
        return len(said)

    few = ask()
    with unit_of_work() as session:
        for number in range(5):
            making.add_assessor(session, f"Further {number}", "FR")
    assert ask() == few


def test_export_and_erasure(world: making.World) -> None:
    one = world.assessors[0]
    person_id = making.id_of(one)
    train(world, passed=TODAY, expires=None)
    with unit_of_work() as session:
        actions.add_employer(
            session,
            actor=one,
            person_id=person_id,
            name="Alder Institute",
            domain="https://www.alder.example/team",
            since=date(2020, 1, 1),
            until=None,
            now=making.NOW,
        )
    with reading() as session:
        told = personal_data.export(session, person_id)
    assert told["employers"] == [
        {
            "name": "Alder Institute",
            "domain": "alder.example",
            "since": "2020-01-01",
            "until": None,
        }
    ]
    assert [row["title"] for row in told["trainings"]] == ["Assessing with the rubric"]
    with unit_of_work() as session:
        personal_data.erase(session, person_id, making.NOW)
    with reading() as session:
        for table in (AssessorEmployer, AssessorTraining):
            assert session.scalars(select(table)).all() == []


def test_own_pages_save_and_keep_what_was_typed(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    one = world.assessors[0]
    enter(client, one)
    page = client.get("/reviews/profile/more").text
    assert "How well you speak German" in page
    right = {"level_de": "c1", "worked_in": "Österreich, France", "hours_a_month": "16"}
    saved = client.post("/reviews/profile/experience", data=right, follow_redirects=True)
    assert "when it builds a team" in saved.text
    assert 'value="Austria, France"' in saved.text
    wrong = client.post("/reviews/profile/experience", data=right | {"lived_in": "Ruritania"})
    assert (wrong.status_code, "Ruritania" in wrong.text) == (422, True)
    employer = {"employer-name": "Alder", "employer-since": ["1", "1", "2020"]}
    assert client.post("/reviews/profile/employers", data=employer).status_code == 303
    assert client.post("/reviews/profile/employers", data={}).status_code == 422
    with reading() as session:
        employer_id = session.scalars(select(AssessorEmployer.id)).one()
    address = f"/reviews/profile/employers/{employer_id}/end"
    assert client.post(address, data={}).status_code == 422
    day = {f"end-{employer_id}-until": ["1", "2", "2026"]}
    assert client.post(address, data=day).status_code == 303
    away = {"absence-since": ["1", "8", "2030"], "absence-until": ["20", "8", "2030"]}
    assert client.post("/reviews/profile/absences", data=away).status_code == 303
    backwards = away | {"absence-until": ["1", "7", "2030"]}
    assert client.post("/reviews/profile/absences", data=backwards).status_code == 422
    with reading() as session:
        absence = queries.absences(session, making.id_of(one))[0]
    taken = client.post(f"/reviews/profile/absences/{absence.id}/remove", follow_redirects=True)
    assert "Taken back." in taken.text
    assert "My assessor’s passport" in client.get("/reviews/passport").text
    file = client.get("/reviews/passport.json")
    assert file.headers["Content-Disposition"].startswith("attachment")
    paper = client.get("/reviews/passport.pdf")
    assert paper.headers["Content-Disposition"].startswith("attachment")
    read = PdfReader(BytesIO(paper.data))
    words = read.pages[0].extract_text()
    assert all(one in words for one in ("Assessor’s passport", "Anna Ahrens", "Austria"))
    assert b"pdfuaid" in cast("StreamObject", read.root_object["/Metadata"]).get_data()
    enter(client, world.officer)
    assert client.get("/reviews/passport").status_code == 404
    assert client.get("/reviews/passport.pdf").status_code == 404


def test_the_office_reads_and_records(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    one = making.id_of(world.assessors[0])
    enter(client, world.officer)
    assert "Ben Bakker" in client.get("/assessors").text
    assert "Ben Bakker" not in client.get("/assessors?q=anna").text
    base = f"/assessors/{one}"
    assert "No training is recorded." in client.get(base).text
    for path, sent in (
        ("trainings", {"training-title": "Rubric", "training-passed_on": ["1", "2", "2026"]}),
        ("contracts", {"contract-since": ["1", "1", "2026"]}),
        ("rates", {"rate-since": ["1", "1", "2026"], "rate-fee_a_day": "850,50"}),
        ("ties", {"tie-organisation": str(world.organisation_id), "tie-kind": "consulted"}),
    ):
        assert client.post(f"{base}/{path}", data={}).status_code == 422
        assert client.post(f"{base}/{path}", data=sent).status_code == 303, path
    page = client.get(base).text
    assert all(text in page for text in ("Rubric", "850.50", "not signed yet", "advised it"))
    assert client.get(f"/assessors/{making.id_of(world.owner)}").status_code == 404
    enter(client, world.assessors[0])
    assert client.get(base).status_code == 404
    assert client.get("/assessors").status_code == 404
