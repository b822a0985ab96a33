"""Counting a year, releasing it by two persons, showing it in every format alike."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from labelling.applications.actions import move
from labelling.applications.life import State
from labelling.applications.models import Application, EligibilityFinding
from labelling.core.access import SYSTEM, Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    NotNow,
    SecondFactorNeeded,
)
from labelling.people.models import Person
from labelling.register.statistics import actions, queries
from labelling.register.statistics.counting import counted, years_over
from labelling.register.statistics.keeping import export, tasks
from labelling.register.statistics.models import StatisticsRelease
from labelling.register.statistics.protecting import content_of, digest
from labelling.reviews.models import Outcome
from tests.labelling.decisions import making
from tests.labelling.decisions.appeals import making as appeals
from tests.labelling.decisions.making import NOW, acting
from tests.labelling.people.making import make_person, sign_in

LATER = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
LEVELS = ["bronze", "silver", "gold"]
YEAR = 2026


@pytest.fixture
def officer(app: Flask) -> Person:
    """Return an officer."""
    assert app.extensions["settings"]
    return make_person("Clara Clerk", roles=[Role.OFFICER])


@pytest.fixture
def adviser(app: Flask) -> Person:
    """Return a member of the advisory board."""
    assert app.extensions["settings"]
    return make_person("Ada Adviser", roles=[Role.ADVISORY])


def office(person: Person, *, fresh: bool = True) -> Actor:
    return acting(person, Role.OFFICER, now=LATER, fresh=fresh)


def board(person: Person, *, fresh: bool = True) -> Actor:
    return acting(person, Role.ADVISORY, now=LATER, fresh=fresh)


def made(person: Person, year: int = YEAR, now: datetime = LATER) -> str:
    with reading() as session:
        figures = counted(session, year)
    with unit_of_work() as session:
        return actions.make_release(
            session,
            actor=office(person),
            counted=figures,
            content=content_of(figures, LEVELS),
            now=now,
        ).sha256


def confirmed(person: Person, sha256: str, year: int = YEAR) -> StatisticsRelease:
    with unit_of_work() as session:
        return actions.confirm_release(
            session, actor=board(person), year=year, sha256=sha256, now=LATER
        )


def released(officer: Person, adviser: Person, year: int = YEAR) -> StatisticsRelease:
    return confirmed(adviser, made(officer, year), year)


def ended(state: State, *, country: str = "", at: datetime = NOW) -> Application:
    """Conclude an application without a decision."""
    application = making.recommended(level="bronze", now=at)
    with unit_of_work() as session:
        row = session.get_one(Application, application.id)
        if state is State.INELIGIBLE:
            row.state = State.SUBMITTED
        move(session, actor=SYSTEM, application=row, state=state, now=at)
    return application


# counting


def test_applications_count_by_their_last_conclusion_in_the_year(app: Flask) -> None:
    staff = making.make_office()
    making.label(staff, level="silver")
    refused = making.recommended(percent=45, outcome=Outcome.NOT_AWARDED, level="bronze")
    making.decided(staff, refused, outcome=Outcome.NOT_AWARDED)
    ended(State.INELIGIBLE)
    ended(State.WITHDRAWN)
    ended(State.WITHDRAWN, at=NOW - timedelta(days=365))
    with reading() as session:
        figures = counted(session, YEAR)
        before = counted(session, YEAR - 1)
    assert figures["levels"] == {
        "bronze": {"not_awarded": 1, "ineligible": 1, "withdrawn": 1},
        "silver": {"awarded": 1},
    }
    assert sum(sum(one.values()) for one in figures["countries"].values()) == 4
    assert before["levels"] == {"bronze": {"withdrawn": 1}}
    assert figures["labels"] == {"granted": 1}


def test_withdrawn_draft_was_never_an_application(app: Flask) -> None:
    application = making.recommended(level="bronze")
    with unit_of_work() as session:
        row = session.get_one(Application, application.id)
        row.submitted_at, row.state = None, State.DRAFT
        move(session, actor=SYSTEM, application=row, state=State.WITHDRAWN, now=NOW)
    with reading() as session:
        assert counted(session, YEAR)["levels"] == {}


def test_days_are_counted_by_step_where_a_label_was_granted(app: Flask) -> None:
    staff = making.make_office()
    application = making.recommended(level="silver", percent=90)
    begun = NOW - timedelta(days=30)
    with unit_of_work() as session:
        row = session.get_one(Application, application.id)
        for state, days in (
            (State.SUBMITTED, 0),
            (State.ELIGIBLE, 4),
            (State.ASSIGNED, 5),
            (State.SCORING, 9),
            (State.RECOMMENDED, 20),
        ):
            row.state = {
                State.SUBMITTED: State.DRAFT,
                State.RECOMMENDED: State.OBSERVED,
            }.get(state, row.state)
            move(session, actor=SYSTEM, application=row, state=state, now=begun + timedelta(days))
    making.decided(staff, application)
    with reading() as session:
        figures = counted(session, YEAR)
    assert {step: days for step, days in figures["days"].items() if days} == {
        "eligibility": [4],
        "team": [5],
        "scoring": [11],
        "decision": [10],
        "all": [30],
    }
    assert figures["days"] == figures["days_all"]


def test_derogations_count_where_a_label_was_granted(app: Flask) -> None:
    staff = making.make_office()
    granted = making.recommended(level="silver", percent=90)
    with unit_of_work() as session:
        session.add(
            EligibilityFinding(
                application_id=granted.id, rule_id="members", holds=False, derogation=True,
                reason="Twelve members in a thinly settled region.", found_at=NOW,
            )
        )  # fmt: skip
    with reading() as session:
        assert counted(session, YEAR)["derogations"] == {}
    making.decided(staff, granted)
    with reading() as session:
        figures = counted(session, YEAR)
    assert figures["derogations"] == figures["derogations_all"] == {"members": 1}


def test_appeals_count_when_they_end(app: Flask) -> None:
    scene = appeals.refused()
    appeal = appeals.sitting(scene)
    with reading() as session:
        assert counted(session, YEAR)["appeals"] == {}
    appeals.decided(scene, appeal)
    with reading() as session:
        assert counted(session, YEAR)["appeals"] == {"decision": {"upheld": 1}}


def test_years_that_are_over_begin_with_the_first_application(app: Flask) -> None:
    with reading() as session:
        assert years_over(session, LATER) == []
    ended(State.WITHDRAWN, at=NOW - timedelta(days=365))
    with reading() as session:
        assert years_over(session, LATER) == [2026, 2025]


# releasing


def test_second_person_publishes_what_an_officer_made(officer: Person, adviser: Person) -> None:
    release = released(officer, adviser)
    assert (release.made_by, release.confirmed_by, release.year) == (
        officer.id,
        adviser.id,
        YEAR,
    )
    assert release.sha256 == digest(release.content)
    assert content_of(release.counted, LEVELS) == release.content
    with reading() as session:
        assert queries.find_draft(session, YEAR) is None
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
        assert verbs[-2:] == ["statistics.made", "statistics.released"]
        assert [one["year"] for one in export(session, officer.id)["statistics"]] == [YEAR]
    with pytest.raises(NotNow):
        made(officer)
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.connection().exec_driver_sql("DELETE FROM statistics_releases")


def test_running_year_is_not_made(officer: Person) -> None:
    with pytest.raises(NotNow):
        made(officer, LATER.year)


def test_maker_does_not_confirm_nor_anybody_without_a_fresh_factor_or_an_old_version(
    officer: Person, adviser: Person
) -> None:
    sha256 = made(officer)
    for actor, digest_, refusal in (
        (office(officer), sha256, NotAllowed),
        (board(adviser, fresh=False), sha256, SecondFactorNeeded),
        (board(adviser), "0" * 64, Conflict),
        (acting(adviser, Role.COMMITTEE, now=LATER), sha256, NotFound),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.confirm_release(session, actor=actor, year=YEAR, sha256=digest_, now=LATER)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.make_release(
            session, actor=board(adviser), counted={"year": YEAR}, content={}, now=LATER
        )


def test_release_is_a_task_of_the_second_person(officer: Person, adviser: Person) -> None:
    made(officer)

    def waiting(actor: Actor) -> list[Task]:
        with reading() as session:
            return list(tasks(session, actor, LATER))

    assert waiting(office(officer)) == []
    assert [task.address for task in waiting(board(adviser))] == [f"/office/statistics/{YEAR}"]


# pages and data


def test_every_format_shows_the_same_and_nothing_before_the_release(
    client: FlaskClient, officer: Person, adviser: Person
) -> None:
    staff = making.make_office()
    making.label(staff)
    refused = making.recommended(percent=45, outcome=Outcome.NOT_AWARDED, level="bronze")
    making.decided(staff, refused, outcome=Outcome.NOT_AWARDED)
    year = YEAR
    addresses = (
        f"/statistics/{year}",
        f"/api/v1/statistics/{year}",
        f"/api/v1/statistics/{year}.csv",
    )
    made(officer)
    assert [client.get(one).status_code for one in addresses] == [404] * 3
    assert client.get("/api/v1/statistics").get_json() == {"items": []}
    assert "No year is out yet." in client.get("/statistics").text
    with reading() as session:
        draft = queries.find_draft(session, year)
    assert draft is not None
    confirmed(adviser, draft.sha256)
    page, answer, table = (client.get(one) for one in addresses)
    figures = answer.get_json()["figures"]
    assert figures["applications"]["outcomes"]["not_awarded"] is None
    assert answer.get_json()["sha256"] == digest(figures)
    lines = {tuple(row[:3]): row[3] for row in csv.reader(StringIO(table.text))}
    assert lines["applications", "all", "not_awarded"] == ""
    assert lines["applications by level", "silver", "granted"] == "1"
    assert "not shown" in page.text
    assert str(year) in client.get("/statistics").text
    assert client.get("/statistics?lang=de").status_code == 200
    assert client.get(f"/statistics/{year}?lang=de").status_code == 200
    assert client.get("/statistics/99999").status_code == 404
    assert client.get(f"/api/v1/statistics/{year}?x=1").status_code == 400
    etag = answer.headers["ETag"]
    assert client.get(addresses[1], headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 303),
        (Role.ASSESSOR, 404),
        (Role.COMMITTEE, 404),
        (Role.APPEALS, 404),
        (Role.ADMINISTRATOR, 404),
        (Role.OFFICER, 200),
        (Role.ADVISORY, 200),
    ],
)
def test_full_figures_are_for_office_and_advisory_board(
    client: FlaskClient, role: Role | None, status: int
) -> None:
    if role is not None:
        sign_in(client, make_person(roles=[role]), role)
    for address in ("/office/statistics", f"/office/statistics/{YEAR}"):
        assert client.get(address).status_code == status


def test_officer_makes_and_adviser_publishes_on_the_page(
    client: FlaskClient, officer: Person, adviser: Person
) -> None:
    ended(State.WITHDRAWN, at=datetime(2025, 5, 5, 12, 0, tzinfo=UTC))
    base = "/office/statistics/2025"
    sign_in(client, officer)
    assert "Make the figures" in client.get(base).text
    assert client.post(f"{base}/confirmation").status_code == 404
    assert client.post(f"{base}/draft").status_code == 303
    assert "You made these figures" in client.get(base).text
    assert client.post("/office/statistics/2999/draft").status_code == 404
    sign_in(client, adviser)
    assert client.post(f"{base}/draft").status_code == 403
    shown = client.get(base).text
    sha256 = shown.partition('name="sha256" value="')[2][:64]
    assert client.post(f"{base}/confirmation", data={"sha256": "x"}).status_code == 409
    assert client.post(f"{base}/confirmation", data={"sha256": sha256}).status_code == 303
    assert "Counted again today: the same." in client.get(base).text
    assert client.get("/statistics/2025").status_code == 200
