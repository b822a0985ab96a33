"""Whoever is taken off a case, or loses the role, finds all shut at once, with what they kept.

A page that is still open, a file that was taken along, and a form that was drawn before are sent
after the door was shut: nothing is read, nothing is saved.
"""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from labelling.applications.actions import withdraw_application
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.people.models import RoleGrant, SignedInSession
from labelling.reviews.conflicts.actions.objecting import object_to
from labelling.reviews.models import Clarification, PartReview, Review
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_pages import enter
from tests.labelling.reviews.test_travelling import taken

SECRET = "What only the other one saw"


def loses_the_role(world: World, one: Actor) -> None:
    """End the role and nothing else: the browser still has its session."""
    with unit_of_work() as session:
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.person_id == one.person_id, RoleGrant.role == Role.ASSESSOR)
            .values(ended_at=making.NOW)
        )


def is_released(world: World, one: Actor) -> None:
    making.release(world.application_id, one, world.officer, "Illness.")


def is_objected_to(world: World, one: Actor) -> None:
    with unit_of_work() as session:
        object_to(
            session,
            actor=world.owner,
            seat_id=making.seat_of(world.application_id, one).id,
            reason="Too close to a competitor.",
            now=making.NOW,
        )


def sees_the_session_ended(world: World, one: Actor) -> None:
    with unit_of_work() as session:
        for row in session.scalars(
            select(SignedInSession).where(SignedInSession.person_id == one.person_id)
        ):
            session.delete(row)


def kept() -> tuple[object, ...]:
    """Return all that an assessor could have changed."""
    with reading() as session:
        parts = session.scalars(select(PartReview).order_by(PartReview.id)).all()
        return (
            [(one.id, one.version, one.strengths, one.score) for one in parts],
            session.scalars(select(Clarification.id)).all(),
            session.scalars(select(Review.id).where(Review.handed_in_at.is_not(None))).all(),
        )


@pytest.mark.parametrize(
    "shut", [loses_the_role, is_released, is_objected_to, sees_the_session_ended]
)
def test_nothing_is_read_or_saved_once_the_door_is_shut(
    client: FlaskClient, shut: Callable[[World, Actor], None]
) -> None:
    world = making.submitted("gold")
    anna, ben = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [anna, ben])
    making.accept_all(world.application_id, [anna, ben])
    making.score_all(world.application_id, anna, 60)
    making.ask(world.application_id, ben, text=SECRET, forwards=world.officer)
    seat = f"/reviews/{making.seat_of(world.application_id, anna).id}"
    base = f"/applications/{world.application_id}"
    enter(client, anna)
    page = client.get(f"{seat}/hand-in").text
    despite = page.partition('name="despite" id="despite" value="')[2].partition('"')[0]
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["notes"] = "Written in the train."
    before = kept()
    shut(world, anna)
    pages = (
        seat,
        f"{seat}/parts/1.1",
        f"{seat}/hand-in",
        f"{seat}/offline",
        f"{seat}/offline.json",
        f"{seat}/offline.html",
        f"{seat}/questions",
        f"{base}/submission",
        f"{base}/agreement",
        f"{base}/table/live",
        f"/evidence/{world.evidence_id}/1",
        f"/evidence/{world.evidence_id}",
    )
    shown = {one: client.get(one).status_code for one in pages}
    assert {one for one, status in shown.items() if status == 200} == set()
    for address, sent in (
        (f"{seat}/parts/1.1", {"band": "80", "strengths-0": "Late.", "version": "1"}),
        (f"{seat}/hand-in", {"despite": despite}),
        (f"{seat}/offline", {"content": json.dumps(sheet), "merge": "1"}),
        (f"{seat}/questions", {"part": "1.1", "question": "One more?"}),
        (f"{seat}/decline", {"why": "No."}),
    ):
        answer = client.post(address, data=sent)
        assert answer.status_code in {303, 401, 404, 409}, address
        assert SECRET not in answer.text
    assert kept() == before


def test_a_file_taken_along_changes_nothing_after_handing_in(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 60)
    seat = f"/reviews/{making.seat_of(world.application_id, lead).id}"
    enter(client, lead)
    sheet = taken(client, seat)
    sheet["parts"]["1.1"]["judgement"]["score"] = "100"
    making.hand_in(world.application_id, lead)
    before = kept()
    answer = client.post(f"{seat}/offline", data={"content": json.dumps(sheet), "merge": "1"})
    assert (answer.status_code, kept()) == (409, before)


def test_a_file_of_a_colleague_is_refused_without_a_word_of_it(client: FlaskClient) -> None:
    """The file says whose it is; neither its seat nor its parts come back in the answer."""
    world = making.submitted("gold")
    anna, ben = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [anna, ben])
    making.accept_all(world.application_id, [anna, ben])
    making.score_all(world.application_id, ben, 85)
    enter(client, ben)
    sheet = taken(client, f"/reviews/{making.seat_of(world.application_id, ben).id}")
    enter(client, anna)
    own = f"/reviews/{making.seat_of(world.application_id, anna).id}"
    answer = client.post(f"{own}/offline", data={"content": json.dumps(sheet), "merge": "1"})
    assert (answer.status_code, "by Ben Bakker" in answer.text) == (422, False)


def test_withdrawing_ends_scoring_and_opens_nothing(client: FlaskClient) -> None:
    world = making.submitted("gold")
    anna, ben = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [anna, ben])
    making.accept_all(world.application_id, [anna, ben])
    making.score_all(world.application_id, ben, 85)
    making.hand_in(world.application_id, ben)
    making.score_all(world.application_id, anna, 60)
    with unit_of_work() as session:
        withdraw_application(
            session,
            actor=world.owner,
            application_id=world.application_id,
            reason="",
            now=making.NOW,
        )
    before = kept()
    enter(client, anna)
    seat = f"/reviews/{making.seat_of(world.application_id, anna).id}"
    page = client.get(f"{seat}/hand-in").text
    despite = page.partition('name="despite" id="despite" value="')[2].partition('"')[0]
    assert client.post(f"{seat}/hand-in", data={"despite": despite}).status_code == 409
    assert kept() == before
    assert client.get(f"/applications/{world.application_id}/agreement").status_code == 404
