"""Building a team: what the level asks, who may not be asked, releasing and replacing."""

import pytest
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due
from labelling.core.access import SYSTEM, Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.organisations.queries import get_organisation
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews import actions, queries
from labelling.reviews.actions import Wish
from labelling.reviews.models import PanelSeat, PanelState, SeatKind
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


def check(world: World, *wishes: Wish) -> list[str]:
    with reading() as session:
        return actions.check_team(
            session,
            actor=world.officer,
            application_id=world.application_id,
            wishes=wishes,
            now=making.NOW,
        )


def wish(one: Actor, *, leads: bool = False) -> Wish:
    assert one.person_id is not None
    return Wish(one.person_id, leads=leads)


def test_inviting_sets_the_date_moves_on_and_writes_to_each(database: Database) -> None:
    world = making.submitted("gold")
    lead, other = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead, other])
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        seats = queries.panel(session, world.application_id)
        by = due(session, world.application_id, Step.CONFLICTS)
        mails = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "panel_invitation")
        ).all()
    assert application.state is State.ASSIGNED
    assert [
        (seat.person_id, seat.leads, seat.from_abroad, seat.state, seat.kind, seat.answer_by)
        for seat in seats
    ] == [
        (lead.person_id, True, False, PanelState.INVITED, SeatKind.MEMBER, by),
        (other.person_id, False, True, PanelState.INVITED, SeatKind.MEMBER, by),
    ]
    assert set(mails) == {lead.person_id, other.person_id}


def test_checking_says_the_rules_and_invites_nobody(database: Database) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    assert check(world, wish(lead, leads=True)) == [
        "This level asks for 2 assessors; you have chosen 1.",
        "This level asks for 1 assessor from abroad; the team has 0.",
    ]
    assert check(world, wish(lead), wish(other)) == [
        "Exactly one of the team leads it. Choose who does."
    ]
    assert check(world, wish(lead, leads=True), wish(other), wish(third)) == [
        "This level asks for 2 assessors; you have chosen 3."
    ]
    assert check(world, wish(lead, leads=True), wish(other)) == []
    with reading() as session:
        assert session.scalars(select(PanelSeat)).all() == []


def test_barred_by_the_ledger_cannot_be_invited(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=making.id_of(lead),
            organisation_id=world.organisation_id,
            kind=InvolvementKind.CONSULTED,
            source="seat",
            now=making.NOW,
        )
    assert check(world, wish(lead, leads=True)) == ["Anna Ahrens cannot be invited: advised it."]
    with pytest.raises(Invalid):
        making.panel_for(world.application_id, world.officer, [lead])
    with reading() as session:
        assert session.scalars(select(PanelSeat)).all() == []


def test_only_the_office_builds_teams(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    with pytest.raises(NotAllowed):
        making.panel_for(world.application_id, world.owner, [lead])
    with pytest.raises(NotFound):
        making.panel_for(world.application_id, lead, [lead])


def test_released_seat_is_filled_by_somebody_else(database: Database) -> None:
    world = making.submitted("gold")
    lead, other, third = world.assessors
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.accept_all(world.application_id, [lead])
    making.release(world.application_id, other, world.officer, "No answer")
    with unit_of_work() as session:
        actions.invite_team(
            session,
            actor=world.officer,
            application_id=world.application_id,
            wishes=[wish(third)],
            now=making.NOW,
        )
    making.accept_all(world.application_id, [third])
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        old = session.get_one(PanelSeat, making.seat_of(world.application_id, other).id)
    assert application.state is State.SCORING
    assert (old.state, old.ended_reason) == (PanelState.RELEASED, "No answer")


def test_team_stays_once_all_have_handed_in(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead)
    making.hand_in(world.application_id, lead)
    with pytest.raises(NotNow):
        making.release(world.application_id, lead, world.officer, "Too late")
    with pytest.raises(NotNow):
        making.panel_for(world.application_id, world.officer, [world.assessors[1]])


def test_release_needs_a_reason(database: Database) -> None:
    world = making.submitted("bronze")
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    with pytest.raises(Invalid):
        making.release(world.application_id, world.assessors[0], world.officer, "")


def test_candidates_come_without_involvement_first(database: Database) -> None:
    world = making.submitted("bronze")
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=making.id_of(world.assessors[0]),
            organisation_id=world.organisation_id,
            kind=InvolvementKind.SAME_NETWORK,
            source="declaration",
            now=making.NOW,
        )
    making.panel_for(world.application_id, world.officer, [world.assessors[2]])
    with reading() as session:
        organisation = get_organisation(session, world.organisation_id)
        found = queries.candidates(session, organisation, making.NOW.date())
    assert [(one.person.name, one.load, one.from_abroad, one.grade.value) for one in found] == [
        ("Ben Bakker", 0, True, "none"),
        ("Cleo Costa", 1, True, "none"),
        ("Anna Ahrens", 0, False, "declared"),
    ]
