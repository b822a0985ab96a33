"""Objections: who may, until when, what is open meanwhile; and what was known when."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import Actor, Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.models import InvolvementKind
from labelling.reviews import queries
from labelling.reviews.actions import Wish, check_team
from labelling.reviews.conflicts import actions
from labelling.reviews.conflicts.models import IndependenceCheck, PanelObjection
from labelling.reviews.conflicts.tasks import objections_to_answer
from labelling.reviews.models import PanelSeat, PanelState, SeatKind
from labelling.reviews.profiles import actions as profiles
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter


@pytest.fixture
def world(database: Database) -> World:
    """Return a bronze application whose one assessor is invited."""
    made = making.submitted("bronze")
    making.panel_for(made.application_id, made.officer, made.assessors[:1])
    return made


def seat_id(world: World) -> UUID:
    return making.seat_of(world.application_id, world.assessors[0]).id


def state(world: World) -> PanelState:
    return making.seat_of(world.application_id, world.assessors[0]).state


def object_(world: World, somebody: Actor, *, days: int = 0, reason: str = "Too close.") -> None:
    with unit_of_work() as session:
        actions.object_to(
            session,
            actor=somebody,
            seat_id=seat_id(world),
            reason=reason,
            now=making.NOW + timedelta(days=days),
        )


def answer(world: World, somebody: Actor, *, upheld: bool, reason: str = "We looked.") -> None:
    with unit_of_work() as session:
        actions.decide_objection(
            session,
            actor=somebody,
            seat_id=seat_id(world),
            upheld=upheld,
            reason=reason,
            now=making.NOW,
        )


def test_owners_object_once_with_a_reason(world: World) -> None:
    for somebody, refusal in (
        (world.reader, NotAllowed),
        (world.officer, NotAllowed),
        (world.assessors[0], NotFound),
        (world.assessors[1], NotFound),
    ):
        with pytest.raises(refusal):
            object_(world, somebody)
    with pytest.raises(Invalid):
        object_(world, world.owner, reason="")
    object_(world, world.owner)
    with pytest.raises(NotNow):
        object_(world, world.owner)
    with reading() as session:
        told = session.scalars(select(Outgoing).where(Outgoing.name == "objection_made")).all()
    assert [one.person_id for one in told] == [world.officer.person_id]
    assert "Too close" not in str(told[0].payload)


@pytest.mark.parametrize(("days", "taken"), [(7, True), (9, True), (10, False)])
def test_it_is_taken_a_little_after_the_day_that_is_shown(
    world: World, days: int, taken: bool
) -> None:
    if taken:
        object_(world, world.owner, days=days)
    else:
        with pytest.raises(NotNow):
            object_(world, world.owner, days=days)


def test_nothing_opens_until_the_office_has_answered(world: World) -> None:
    object_(world, world.owner)
    making.declare(world.application_id, world.assessors[0], text="")
    assert state(world) is PanelState.HELD
    with pytest.raises(NotFound):
        making.hand_in(world.application_id, world.assessors[0])
    answer(world, world.officer, upheld=False)
    assert state(world) is PanelState.ACCEPTED
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        assert application.state is State.SCORING


def test_an_objection_closes_what_was_open_and_keeps_what_was_entered(world: World) -> None:
    one = world.assessors[0]
    making.accept_all(world.application_id, [one])
    making.score_all(world.application_id, one)
    object_(world, world.owner)
    assert state(world) is PanelState.HELD
    with pytest.raises(NotFound):
        making.hand_in(world.application_id, one)
    answer(world, world.officer, upheld=False)
    making.hand_in(world.application_id, one)


def test_upheld_takes_the_assessor_off(world: World) -> None:
    object_(world, world.owner)
    with pytest.raises(Invalid):
        answer(world, world.officer, upheld=True, reason="")
    answer(world, world.officer, upheld=True)
    assert state(world) is PanelState.RELEASED
    with pytest.raises(NotNow):
        answer(world, world.officer, upheld=False)


def test_only_the_office_answers_and_not_who_objected(world: World) -> None:
    object_(world, world.owner)
    for somebody, refusal in ((world.owner, NotAllowed), (world.assessors[0], NotFound)):
        with pytest.raises(refusal):
            answer(world, somebody, upheld=True)
    with unit_of_work() as session:
        session.execute(update(PanelObjection).values(raised_by=world.officer.person_id))
    with pytest.raises(NotAllowed):
        answer(world, world.officer, upheld=True)


def test_nobody_answers_for_the_office_about_themselves(world: World) -> None:
    myself = replace(world.assessors[0], role=Role.OFFICER)
    object_(world, world.owner)
    with pytest.raises(NotAllowed):
        answer(world, myself, upheld=False)
    making.declare(world.application_id, world.assessors[0], InvolvementKind.ACQUAINTED)
    with pytest.raises(NotAllowed):
        making.consent(world.application_id, world.assessors[0], myself)


def test_an_objection_is_taken_alike_whether_or_not_the_assessor_has_handed_in(
    client: FlaskClient,
) -> None:
    made = making.submitted("gold")
    team = made.assessors[:2]
    making.panel_for(made.application_id, made.officer, team)
    making.accept_all(made.application_id, team)
    for one in team:
        making.score_all(made.application_id, one)
    enter(client, made.owner)
    before = client.get(f"/applications/{made.application_id}/panel").text
    making.hand_in(made.application_id, team[0])
    assert (client.get(f"/applications/{made.application_id}/panel").text) == before
    object_(made, made.owner)
    assert state(made) is PanelState.HELD
    making.hand_in(made.application_id, team[1])
    with reading() as session:
        application = session.get_one(Application, made.application_id)
        case = queries.assessment(session, application)
        heard = queries.handed_in_opinions(session, made.application_id)
    assert (application.state, case.opened, len(heard)) == (State.SCORING, False, 1)
    answer(made, made.officer, upheld=False)
    with reading() as session:
        application = session.get_one(Application, made.application_id)
        assert queries.assessment(session, application).opened
    assert application.state is State.COMPARISON


def test_upheld_after_handing_in_the_next_scores_alone(database: Database) -> None:
    made = making.submitted("gold")
    team = made.assessors[:2]
    making.panel_for(made.application_id, made.officer, team)
    making.accept_all(made.application_id, team)
    for one in team:
        making.score_all(made.application_id, one)
    making.hand_in(made.application_id, team[0])
    object_(made, made.owner)
    answer(made, made.officer, upheld=True)
    making.hand_in(made.application_id, team[1])
    with reading() as session:
        application = session.get_one(Application, made.application_id)
        assert not queries.assessment(session, application).opened
        names = [
            one.person.name for one in queries.handed_in_opinions(session, made.application_id)
        ]
    assert (application.state, names) == (State.SCORING, ["Ben Bakker"])


def test_nobody_objects_once_the_scores_are_together(world: World) -> None:
    one = world.assessors[0]
    making.accept_all(world.application_id, [one])
    making.score_all(world.application_id, one)
    making.hand_in(world.application_id, one)
    with pytest.raises(NotNow):
        object_(world, world.owner)


def test_a_further_reader_who_was_only_asked_is_unknown_to_the_applicant(world: World) -> None:
    with unit_of_work() as session:
        session.execute(update(PanelSeat).values(kind=SeatKind.SECOND_READER))
    with pytest.raises(NotFound):
        object_(world, world.owner)


def test_what_was_known_when_is_kept(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    making.consent(world.application_id, one, world.officer)
    making.consent(world.application_id, one, world.owner)
    with reading() as session:
        rows = session.scalars(
            select(IndependenceCheck).order_by(IndependenceCheck.checked_at, IndependenceCheck.id)
        ).all()
    kept = {row.occasion.value: (row.checked_by, [f["kind"] for f in row.facts]) for row in rows}
    assert kept == {
        "invited": (world.officer.person_id, []),
        "declared": (one.person_id, ["acquainted"]),
        "accepted": (world.owner.person_id, ["acquainted"]),
    }
    for change in (delete(IndependenceCheck), update(IndependenceCheck).values(facts=[])):
        with pytest.raises(DatabaseError), unit_of_work() as session:
            session.execute(change)


def test_what_bars_by_the_time_of_agreeing_ends_the_seat(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    making.consent(world.application_id, one, world.officer)
    with unit_of_work() as session:
        profiles.add_employer(
            session,
            actor=one,
            person_id=making.id_of(one),
            name="Anything",
            domain="www.alder.example",
            since=date(2020, 1, 1),
            until=None,
            now=making.NOW,
        )
    making.consent(world.application_id, one, world.owner)
    assert state(world) is PanelState.BARRED


def test_pages_of_both_sides(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    one = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [one])
    panel = f"/applications/{world.application_id}/panel"
    address = f"/reviews/{seat_id(world)}/objection"
    enter(client, world.reader)
    assert "Object to" not in client.get(panel).text
    enter(client, world.owner)
    assert "Object to Anna Ahrens" in client.get(panel).text
    assert client.post(address, data={"objection": ""}).status_code == 422
    sent = client.post(address, data={"objection": "Too <close>."}, follow_redirects=True)
    assert "Nothing is open to this person" in sent.text
    assert "Too &lt;close&gt;." in sent.text
    assert client.post(f"{address}/answer", data={}).status_code == 422
    enter(client, one)
    assert "Too" not in client.get("/reviews").text
    enter(client, world.officer)
    page = client.get(panel).text
    assert "What was known when" in page
    assert "Answer an objection to an assessor" in client.get("/tasks").text
    wrong = client.post(f"{address}/answer", data={"outcome": "upheld", "answer": ""})
    assert wrong.status_code == 422
    right = {"outcome": "refused", "answer": "We see no tie."}
    assert client.post(f"{address}/answer", data=right).status_code == 303
    enter(client, world.owner)
    assert "We see no tie." in client.get(panel).text


def test_the_applicant_reads_the_answer_to_an_objection_that_was_right(
    client: FlaskClient,
) -> None:
    world = making.submitted("bronze")
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    object_(world, world.owner)
    answer(world, world.officer, upheld=True, reason="They did advise you.")
    enter(client, world.owner)
    page = client.get(f"/applications/{world.application_id}/panel").text
    assert "They did advise you." in page
    assert "not on the team any more" in page


def test_an_objection_needs_no_answer_once_the_assessor_has_gone(world: World) -> None:
    object_(world, world.owner)
    making.declare(world.application_id, world.assessors[0], InvolvementKind.BOARD)
    with pytest.raises(NotNow):
        answer(world, world.officer, upheld=True)
    with reading() as session:
        assert list(objections_to_answer(session, world.officer)) == []


def test_shortlisting_leaves_no_trace(world: World) -> None:
    with reading() as session:
        before = len(session.scalars(select(IndependenceCheck.id)).all())
        check_team(
            session,
            actor=world.officer,
            application_id=world.application_id,
            wishes=[Wish(making.id_of(world.assessors[1]))],
            now=making.NOW,
        )
        assert len(session.scalars(select(IndependenceCheck.id)).all()) == before
