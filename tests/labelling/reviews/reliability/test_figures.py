"""How far assessors agree: counted from closed cases, shown from three cases and people on."""

import csv
import io
from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.reviews.models import PanelSeat, PanelState, Review, SeatKind
from labelling.reviews.reliability import measures
from labelling.reviews.reliability.gathering import gathered
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.reliability.many import closed_cases
from tests.labelling.statements import asked_by

EDITION = "cluster-excellence-2026"
PAGE = "/office/reliability"
FROM = Fraction(25)


@pytest.fixture
def world(client: FlaskClient) -> making.World:
    """Return an application with three assessors, and no closed case yet."""
    assert client is not None
    return making.submitted()


def three_cases(world: making.World) -> None:
    """Close three cases: one pair of each two of the assessors, who lie 10 or 30 apart."""
    anna, ben, cleo = world.assessors
    scored = [(anna, 40), (ben, 50), (cleo, 70)]
    closed_cases(world, [list(pair) for pair in combinations(scored, 2)])


def enter(client: FlaskClient, role: Role) -> None:
    sign_in(client, make_person(f"A {role.value}", roles=[role]), role)


def test_figures_are_those_of_what_was_said_alone(world: making.World) -> None:
    three_cases(world)
    with reading() as session:
        found = gathered(session, EDITION)
    figures = measures.agreed_figures(found, FROM)
    assert (len(found.cases), found.assessors) == (3, 3)
    assert (figures.compared, figures.settled, figures.share) == (12, 8, Fraction(2, 3))
    assert figures.moved == Fraction(5 + 10 + 15, 3)
    [first, *_] = measures.parts(found, FROM)
    assert (first.division.cases, first.division.discussed) == (3, 1)
    assert first.division.spread == 20
    assert first.movement is not None
    assert (first.movement.raised, first.movement.lowered) == (3, 3)


def test_two_cases_or_two_people_show_nothing(world: making.World) -> None:
    anna, ben, cleo = world.assessors
    closed_cases(world, [[(anna, 40), (ben, 50)]] * 3)
    with reading() as session:
        found = gathered(session, EDITION)
    assert measures.line("x", found, FROM) == measures.Line("x", 3, None)
    assert measures.parts(found, FROM) == []
    closed_cases(world, [[(ben, 40), (cleo, 50)]])
    with reading() as session:
        assert measures.line("x", gathered(session, EDITION), FROM).figures is not None


def test_a_case_that_is_not_closed_or_had_one_assessor_does_not_count(
    world: making.World,
) -> None:
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    making.accept_all(world.application_id, world.assessors[:1])
    making.score_all(world.application_id, world.assessors[0])
    making.hand_in(world.application_id, world.assessors[0])
    closed_cases(world, [[(world.assessors[0], 40)]])
    with reading() as session:
        assert gathered(session, EDITION).cases == ()


def _counted() -> int:
    with reading() as session:
        return len(gathered(session, EDITION).cases)


def test_two_who_handed_in_do_not_count_before_their_agreement_is_closed(
    world: making.World,
) -> None:
    anna, ben, _ = world.assessors
    [case] = closed_cases(world, [[(anna, 40), (ben, 50)]])
    assert _counted() == 1
    with unit_of_work() as session:  # one application of an organisation runs in a call
        session.get_one(Application, world.application_id).state = State.WITHDRAWN
    for state in (State.SCORING, State.COMPARISON, State.VISIT, State.AGREED, State.WITHDRAWN):
        with unit_of_work() as session:
            session.get_one(Application, case).state = state
        assert _counted() == 0, state


@pytest.mark.parametrize(
    ("kind", "state", "handed_in"),
    [
        (SeatKind.SECOND_READER, PanelState.ACCEPTED, True),
        (SeatKind.THIRD_ASSESSOR, PanelState.ACCEPTED, True),
        (SeatKind.MEMBER, PanelState.RELEASED, True),
        (SeatKind.MEMBER, PanelState.ACCEPTED, False),
    ],
)
def test_who_is_not_of_the_team_or_has_not_handed_in_does_not_count(
    world: making.World, kind: SeatKind, state: PanelState, handed_in: bool
) -> None:
    anna, ben, _ = world.assessors
    [case] = closed_cases(world, [[(anna, 40), (ben, 50)]])
    assert _counted() == 1
    with unit_of_work() as session:
        seat, review = session.execute(
            select(PanelSeat, Review)
            .join(Review, Review.seat_id == PanelSeat.id)
            .where(PanelSeat.application_id == case, PanelSeat.person_id == ben.person_id)
        ).one()
        seat.kind, seat.state = kind, state
        if not handed_in:
            review.handed_in_at = None
    assert _counted() == 0


def test_half_years_follow_each_other(world: making.World) -> None:
    anna, ben, cleo = world.assessors
    teams = [[(anna, 40), (ben, 50)], [(ben, 50), (cleo, 70)], [(anna, 40), (cleo, 70)]]
    for days in (0, 200):
        closed_cases(world, teams, at=making.NOW - timedelta(days=days))
    with reading() as session:
        lines = measures.over_time(gathered(session, EDITION), FROM)
    assert [one.cases for one in lines] == [3, 3]
    assert lines[0].name < lines[1].name


@pytest.mark.parametrize("role", [Role.QUALITY, Role.OFFICER])
def test_the_page_shows_calls_and_parts(
    client: FlaskClient, world: making.World, role: Role
) -> None:
    three_cases(world)
    enter(client, role)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "3 closed cases with several assessors" in page.text
    assert "Discussed, in percent of the cases" in page.text
    assert not any(one.name in page.text for one in world.assessors)
    with reading() as session:
        call = gathered(session, EDITION).cases[0].call_id
    assert client.get(f"{PAGE}?call={call}").status_code == 200
    assert client.get(f"{PAGE}?call={world.application_id}").status_code == 404
    assert client.get(f"{PAGE}?edition=efqm-2003").status_code == 404


@pytest.mark.parametrize(
    "role", [Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR, Role.APPEALS, Role.ADVISORY]
)
def test_nobody_else_knows_of_it(client: FlaskClient, world: making.World, role: Role) -> None:
    three_cases(world)
    enter(client, role)
    for path in (PAGE, f"{PAGE}.csv", f"{PAGE}.xlsx", "/office/severity"):
        assert client.get(path).status_code == 404


def test_files_hold_what_the_page_shows_and_no_more(
    client: FlaskClient, world: making.World
) -> None:
    anna, ben, _ = world.assessors
    closed_cases(world, [[(anna, 40), (ben, 50)]] * 2)
    enter(client, Role.QUALITY)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}.csv").data.decode("utf-8-sig"))))
    assert [(row["kind"], row["cases"], row["alpha"]) for row in rows] == [
        ("call", "2", ""),
        ("period", "2", ""),
    ]
    with ZipFile(io.BytesIO(client.get(f"{PAGE}.xlsx").data)) as book:
        assert b"period" in book.read("xl/worksheets/sheet1.xml")


def test_before_the_first_call_the_page_says_so(client: FlaskClient) -> None:
    enter(client, Role.OFFICER)
    assert "No call was opened yet" in client.get(PAGE).text
    assert client.get(f"{PAGE}.csv").status_code == 404


def test_the_page_asks_a_constant_number_of_statements(
    client: FlaskClient, world: making.World
) -> None:
    enter(client, Role.QUALITY)
    three_cases(world)
    few = asked_by(client, PAGE)
    three_cases(world)
    assert len(asked_by(client, PAGE)) == len(few)
