"""No answer, and the next choice: shown days, a hidden grace, the order of the reserve list."""

from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.models import Application
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews import actions, queries
from labelling.reviews.actions.reserves import set_reserves
from labelling.reviews.calibration.models import (
    CalibrationRound,
    CalibrationRule,
    RuleOutcome,
)
from labelling.reviews.inviting.expiring import close_unanswered
from labelling.reviews.inviting.queries import reserves
from labelling.reviews.models import PanelState
from labelling.reviews.profiles import actions as profiles
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter

SHOWN = timedelta(days=7)
GRACE = timedelta(days=2)


@pytest.fixture
def world(database: Database) -> World:
    """Return a bronze application whose one assessor is invited."""
    made = making.submitted("bronze")
    making.panel_for(made.application_id, made.officer, made.assessors[:1])
    return made


def keep(world: World, *people: Actor, by: Actor | None = None) -> None:
    with unit_of_work() as session:
        set_reserves(
            session,
            actor=by or world.officer,
            application_id=world.application_id,
            person_ids=[making.id_of(one) for one in people],
            now=making.NOW,
        )


def tick(now: datetime) -> None:
    with unit_of_work() as session:
        close_unanswered(session, now)


def standing(world: World) -> list[UUID]:
    with reading() as session:
        return [seat.person_id for seat in queries.panel(session, world.application_id)]


def told(name: str) -> int:
    with reading() as session:
        return len(session.scalars(select(Outgoing.id).where(Outgoing.name == name)).all())


def test_the_day_shown_is_a_week_off_and_silence_ends_it_a_little_later(world: World) -> None:
    one = making.id_of(world.assessors[0])
    assert making.seat_of(world.application_id, world.assessors[0]).answer_by == today(
        making.NOW + SHOWN
    )
    tick(making.NOW + SHOWN + GRACE)
    assert standing(world) == [one]
    tick(making.NOW + SHOWN + GRACE + timedelta(days=1))
    assert standing(world) == []
    seat = making.seat_of(world.application_id, world.assessors[0])
    assert (seat.state, seat.ended_reason) == (PanelState.DECLINED, "no_answer")
    assert (told("seat_empty"), told("seat_released")) == (1, 1)


@pytest.mark.parametrize("late", [1, 2])
def test_an_answer_within_the_grace_counts(world: World, late: int) -> None:
    now = making.NOW + SHOWN + timedelta(days=late)
    assert making.declare(world.application_id, world.assessors[0], text="", now=now).state is (
        PanelState.ACCEPTED
    )


def test_an_answer_after_it_does_not_even_if_no_worker_ran(world: World) -> None:
    now = making.NOW + SHOWN + GRACE + timedelta(days=1)
    with pytest.raises(NotNow):
        making.declare(world.application_id, world.assessors[0], text="", now=now)
    seat = making.seat_of(world.application_id, world.assessors[0])
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.decline(session, actor=world.assessors[0], seat_id=seat.id, reason="Late", now=now)


def test_the_next_on_the_list_is_invited_in_the_same_place(world: World) -> None:
    keep(world, *world.assessors[1:])
    later = making.NOW + SHOWN + GRACE + timedelta(days=1)
    tick(later)
    assert standing(world) == [making.id_of(world.assessors[1])]
    seat = making.seat_of(world.application_id, world.assessors[1])
    assert (seat.leads, seat.answer_by) == (True, today(later + SHOWN))
    assert (told("reserve_invited"), told("seat_empty")) == (1, 0)
    tick(later + SHOWN + GRACE + timedelta(days=1))
    assert standing(world) == [making.id_of(world.assessors[2])]
    tick(later + 2 * (SHOWN + GRACE + timedelta(days=1)))
    assert (standing(world), told("seat_empty")) == ([], 1)


def test_who_declines_or_is_barred_is_followed_too(world: World) -> None:
    keep(world, *world.assessors[1:])
    seat = making.seat_of(world.application_id, world.assessors[0])
    with unit_of_work() as session:
        actions.decline(
            session, actor=world.assessors[0], seat_id=seat.id, reason="", now=making.NOW
        )
    making.declare(world.application_id, world.assessors[1], InvolvementKind.BOARD)
    assert standing(world) == [making.id_of(world.assessors[2])]
    assert told("seat_barred") == 0


def test_who_cannot_by_now_is_passed_over(world: World) -> None:
    barred, away = world.assessors[1:]
    keep(world, barred, away)
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=making.id_of(barred),
            organisation_id=world.organisation_id,
            kind=InvolvementKind.EMPLOYED,
            source="records",
            now=making.NOW,
        )
        day = today(making.NOW) + SHOWN + GRACE
        profiles.add_absence(
            session,
            actor=away,
            person_id=making.id_of(away),
            since=day,
            until=day + SHOWN,
            now=making.NOW,
        )
    tick(making.NOW + SHOWN + GRACE + timedelta(days=1))
    assert (standing(world), told("seat_empty")) == ([], 1)
    with reading() as session:
        rows = reserves(session, world.application_id)
    assert [row.passed_at is not None for row in rows] == [True, False]


def test_who_is_not_cleared_is_passed_over_and_holds_nobody_up(world: World) -> None:
    one, uncleared, cleared = world.assessors
    keep(world, uncleared, cleared)
    with unit_of_work() as session:
        application = session.get_one(Application, world.application_id)
        session.add(
            CalibrationRule(
                edition_id=application.edition_id,
                required=True,
                agreement=Fraction(1, 2),
                lean=10,
                months=12,
                asked_at=making.NOW,
                asked_by=making.id_of(world.owner),
                decided_at=making.NOW,
                decided_by=making.id_of(world.officer),
                outcome=RuleOutcome.IN_FORCE,
            )
        )
        session.add(
            CalibrationRound(
                person_id=making.id_of(cleared),
                edition_id=application.edition_id,
                begun_at=making.NOW,
                handed_in_at=making.NOW,
                cleared_until=today(making.NOW) + timedelta(days=365),
            )
        )
    seat = making.seat_of(world.application_id, one)
    with unit_of_work() as session:
        actions.decline(session, actor=one, seat_id=seat.id, reason="", now=making.NOW)
    assert standing(world) == [making.id_of(cleared)]


def test_somebody_from_home_does_not_take_the_place_from_abroad(database: Database) -> None:
    world = making.submitted("gold")
    home, abroad, other = world.assessors
    making.panel_for(world.application_id, world.officer, [home, abroad])
    with unit_of_work() as session:
        neighbour = making.add_assessor(session, "Nora Nachbar", "AT")
    keep(world, neighbour, other)
    seat = making.seat_of(world.application_id, abroad)
    with unit_of_work() as session:
        actions.decline(session, actor=abroad, seat_id=seat.id, reason="", now=making.NOW)
    assert set(standing(world)) == {making.id_of(home), making.id_of(other)}


def test_only_the_office_keeps_the_list_and_only_of_people_to_be_asked(world: World) -> None:
    first, second, _third = world.assessors
    for somebody, refusal in ((world.owner, NotAllowed), (second, NotFound)):
        with pytest.raises(refusal):
            keep(world, second, by=somebody)
    for people in ((first,), (second, second), (world.owner,)):
        with pytest.raises(Invalid):
            keep(world, *people)


def test_the_page_keeps_the_list_and_hides_it_from_others(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    first, second, third = world.assessors
    making.panel_for(world.application_id, world.officer, [first])
    panel = f"/applications/{world.application_id}/panel"
    enter(client, world.officer)
    assert "Reserve list" in client.get(panel).text
    twice = {"first": str(second.person_id), "second": str(second.person_id)}
    assert client.post(f"{panel}/reserves", data=twice).status_code == 422
    right = twice | {"second": str(third.person_id)}
    saved = client.post(f"{panel}/reserves", data=right, follow_redirects=True)
    assert "Nobody was told" in saved.text
    assert saved.text.count(" selected") == 2
    enter(client, world.owner)
    page = client.get(panel).text
    assert "Reserve" not in page
    assert "Ben Bakker" not in page
    assert client.post(f"{panel}/reserves", data=right).status_code == 403


def test_no_page_and_no_mail_tells_of_the_grace(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    one = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [one])
    seat = making.seat_of(world.application_id, one)
    hidden = today(making.NOW) + SHOWN + GRACE
    with reading() as session:
        mails = [str(row.payload) for row in session.scalars(select(Outgoing))]
    assert not any(hidden.isoformat() in text for text in mails)
    for somebody, path in (
        (one, "/reviews"),
        (one, f"/reviews/{seat.id}/declaration"),
        (one, "/tasks"),
        (world.owner, f"/applications/{world.application_id}/panel"),
    ):
        enter(client, somebody)
        page = client.get(path).text
        assert f"{hidden.day} {hidden:%B %Y}" not in page
        assert "grace" not in page.lower()
