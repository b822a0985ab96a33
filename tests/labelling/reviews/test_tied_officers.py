"""An officer who is bound up with the applicant learns nothing of the assessment, and does nothing.

Each case holds scores, a question and a report that such an officer could read.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.models import Application
from labelling.applications.paper.queries import wanted
from labelling.applications.recipients import officers
from labelling.applications.ties import tied_people
from labelling.core.access import Actor, Role, may
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission
from labelling.desk.queries import standing_still
from labelling.people.models import InvolvementKind, Person, RoleGrant
from labelling.reviews import actions
from tests.labelling.acting import actor_for
from tests.labelling.applications.making import make_submitted
from tests.labelling.people.making import add_person
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World, id_of
from tests.labelling.reviews.test_agreement import interviewed, invite_reader
from tests.labelling.reviews.test_pages import enter, scoring
from tests.labelling.reviews.test_reporting import closed
from tests.labelling.reviews.test_rights import bind, second_officer

NOW = making.NOW
WORD = "by Anna Ahrens"


def tied(world: World) -> Actor:
    """Return an officer who gave the applicant advice a year ago."""
    other = second_officer(world, on_team=False)
    bind(world, other, InvolvementKind.CONSULTED, years_ago=1)
    return other


def test_bound_up_officer_sees_no_scores_and_no_report(client: FlaskClient) -> None:
    world, _ = closed()
    base = f"/applications/{world.application_id}"
    pages = ("agreement", "agreement/1.1", "visit", "visit/plan", "feedback", "recommendation")
    enter(client, world.officer)
    assert WORD in client.get(f"{base}/agreement/1.1").text
    enter(client, tied(world))
    found = {page: client.get(f"{base}/{page}").status_code for page in pages}
    assert found == dict.fromkeys(pages, 404)


@pytest.mark.parametrize("step", ["feedback/release", "feedback/editor", "feedback"])
def test_bound_up_officer_neither_writes_nor_sends_the_report(
    client: FlaskClient, step: str
) -> None:
    world, _ = closed()
    enter(client, tied(world))
    sent = {"editor": str(world.assessors[1].person_id), "summary": "Excellent.", "version": "2"}
    answer = client.post(f"/applications/{world.application_id}/{step}", data=sent)
    assert answer.status_code == 404


def test_bound_up_officer_neither_checks_eligibility_nor_moves_a_date(client: FlaskClient) -> None:
    made = make_submitted(now=NOW)
    world = replace(making.submitted("bronze", name="Another"), organisation_id=made.made.id)
    other = tied(world)
    base = f"/applications/{made.id}"
    for one, does in ((made.officer, True), (other, False)):
        enter(client, one)
        assert ("Check eligibility" in client.get("/tasks").text) is does
        page = client.get(f"{base}/office").text
        assert (f"{base}/eligibility" in page, f"{base}/deadline" in page) == (does, does)
        assert ("You are bound up with this organisation" in page) is not does
        assert ("You act next" in page or "Your turn:" in page) is does
        for step in ("eligibility", "deadline"):
            answer = client.get(f"{base}/{step}")
            assert answer.status_code == (200 if does else 403), step
    for step, sent in (
        ("eligibility", {"outcome": "eligible"}),
        ("eligibility", {"outcome": "return", "message": "Say more."}),
        ("deadline", {"step": "eligibility", "reason": "Ill."}),
        ("fee/waiver", {"reason": "A friend."}),
        ("fee/waiver/decide", {"answer": "waive"}),
    ):
        refused = client.post(f"{base}/{step}", data=sent)
        assert refused.status_code == 403, step
        assert "another officer deals with it" in refused.text, step


def test_bound_up_officer_gets_no_mail_of_what_another_has_to_do(database: Database) -> None:
    made = make_submitted(now=NOW)
    world = replace(making.submitted("bronze", name="Another"), organisation_id=made.made.id)
    with reading() as session:
        application = session.get_one(Application, made.id)
        before = {one.id for one in officers(session, application)}
    other = tied(world)
    with reading() as session:
        application = session.get_one(Application, made.id)
        assert {one.id for one in officers(session, application)} == before
        assert other.person_id in tied_people(session, application)
    for one in before:
        bind(world, Actor(person_id=one), InvolvementKind.CONSULTED, years_ago=1)
    with reading() as session:  # nobody is left: all are told, that it does not wait unseen
        application = session.get_one(Application, made.id)
        assert {one.id for one in officers(session, application)} == {*before, other.person_id}
        late = NOW + timedelta(days=60)
        seen = {one.id for one in standing_still(session, other, late)}
        assert made.id in seen


def test_without_a_session_nobody_is_let_in() -> None:
    officer = Actor(person_id=uuid4(), role=Role.OFFICER)
    assert not may(officer, Permission.DEADLINE_EXTEND, Application(organisation_id=uuid4()))


def test_bound_up_officer_waives_no_further_look(client: FlaskClient) -> None:
    world, _ = interviewed(30)
    enter(client, tied(world))
    answer = client.post(
        f"/applications/{world.application_id}/agreement/waiver", data={"reason": "No need."}
    )
    assert answer.status_code == 404


def test_bound_up_officer_neither_reads_nor_is_told_of_a_question(client: FlaskClient) -> None:
    world, lead, _ = scoring()
    other = tied(world)
    with unit_of_work() as session:  # whoever built the team has left, so all officers are asked
        for grant in session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == id_of(world.officer))
        ):
            grant.ended_at = NOW
        third = add_person(session, "Edda Ek", roles=[Role.OFFICER])
    making.ask(world.application_id, lead, text="Why is there no budget?")
    with reading() as session:
        told = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "clarification_asked")
        ).all()
    assert told == [third.id]
    address = f"/applications/{world.application_id}/questions"
    for one, status in ((other, 404), (actor_for(third, Role.OFFICER), 200)):
        enter(client, one)
        answer = client.get(address)
        assert (answer.status_code, "budget" in answer.text) == (status, status == 200)


def test_who_was_an_officer_when_the_scores_were_open_takes_no_further_look(
    database: Database,
) -> None:
    """Whoever lost the role a minute ago may still remember what the agreement said."""
    world, _ = interviewed(30)
    other = second_officer(world, on_team=False)
    with unit_of_work() as session:
        for grant in session.scalars(
            select(RoleGrant).where(
                RoleGrant.person_id == id_of(other), RoleGrant.role == Role.OFFICER
            )
        ):
            grant.ended_at = NOW + timedelta(minutes=1)
    with pytest.raises(Invalid, match="may know the scores"), unit_of_work() as session:
        actions.invite_reader(
            session,
            actor=world.officer,
            application_id=world.application_id,
            person_id=id_of(other),
            discussed_from=making.DISCUSSED_FROM,
            now=NOW + timedelta(minutes=2),
        )


def test_who_left_the_office_before_may_take_a_further_look(database: Database) -> None:
    world, _ = interviewed(30)
    other = second_officer(world, on_team=False)
    with unit_of_work() as session:
        for grant in session.scalars(
            select(RoleGrant).where(
                RoleGrant.person_id == id_of(other), RoleGrant.role == Role.OFFICER
            )
        ):
            grant.ended_at = NOW - timedelta(days=1)
    invite_reader(world, other)


def test_list_of_mail_does_not_tell_who_asked(client: FlaskClient) -> None:
    """The office returned a question; its list of mail named the assessor who got it back."""
    world, lead, _ = scoring("gold")
    question = making.ask(world.application_id, lead)
    with unit_of_work() as session:
        actions.return_clarification(
            session, actor=world.officer, clarification_id=question, reason="Known.", now=NOW
        )
        asker = session.get_one(Person, id_of(lead)).email
        told = session.scalars(
            select(Outgoing.address).where(Outgoing.name == "clarification_returned")
        ).all()
    assert told == [asker]
    enter(client, world.officer)
    page = client.get(f"/applications/{world.application_id}/office").text
    assert asker in page  # of the invitation
    assert "Your question was returned" not in page


@pytest.mark.parametrize("on_team", [True, False])
def test_officer_who_is_tied_reads_no_list_of_mail(client: FlaskClient, on_team: bool) -> None:
    """Addresses and subjects told who is on the team, which the page of the team hides."""
    world = making.submitted("bronze" if on_team else "gold")
    other = second_officer(world, on_team=on_team) if on_team else tied(world)
    if not on_team:
        making.panel_for(world.application_id, world.officer, world.assessors[:2])
    with reading() as session:
        somebody = making.id_of(other) if on_team else id_of(world.assessors[0])
        address = session.get_one(Person, somebody).email
    for one, told in ((world.officer, True), (other, False)):
        enter(client, one)
        page = client.get(f"/applications/{world.application_id}/office")
        assert (page.status_code, address in page.text) == (200, told)


def test_assessor_who_is_an_officer_too_does_not_look_up_the_applicants_own_scores(
    client: FlaskClient,
) -> None:
    """Hidden until one's own score is in, and shown to the same person in the other role."""
    world = making.submitted("bronze", band=40)
    other = second_officer(world, on_team=True)
    address = f"/applications/{world.application_id}/submission"
    enter(client, world.officer)
    assert "40 % ·" in client.get(address).text
    enter(client, other)
    answer = client.get(address)
    assert (answer.status_code, "40 % ·" in answer.text) == (200, False)
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        assert not wanted(session, other, application.id, "submission").with_lines
        assert wanted(session, world.officer, application.id, "submission").with_lines


@pytest.mark.parametrize("side", ["officer", "owner"])
def test_refused_answer_to_a_conflict_keeps_its_text(client: FlaskClient, side: str) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.declare(world.application_id, lead, InvolvementKind.ACQUAINTED)
    seat = making.seat_of(world.application_id, lead)
    enter(client, getattr(world, side))
    long = "We know this person from a fair. " * 40
    answer = client.post(f"/reviews/{seat.id}/consent", data={"consent": long, "answer": "agree"})
    assert (answer.status_code, long.strip() in answer.text) == (422, True)
