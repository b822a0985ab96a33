"""Conflicts of interest: declared before anything is seen, held against the ledger, agreed to."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from labelling.applications.actions import withdraw_application
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.access import SYSTEM, Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.actions import record_involvement
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews import actions
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, Review
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


@pytest.fixture
def world(database: Database) -> World:
    """Return a bronze application whose one assessor is invited."""
    made = making.submitted("bronze")
    making.panel_for(made.application_id, made.officer, made.assessors[:1])
    return made


def know(world: World, kind: InvolvementKind, day: date | None = None) -> None:
    """Let the ledger know of an involvement of the assessor."""
    with unit_of_work() as session:
        record_involvement(
            session,
            actor=SYSTEM,
            person_id=making.id_of(world.assessors[0]),
            organisation_id=world.organisation_id,
            kind=kind,
            source="records",
            since=day,
            until=day,
            now=making.NOW,
        )


def state(world: World) -> State:
    with reading() as session:
        return session.get_one(Application, world.application_id).state


def test_nothing_declared_and_nothing_known_begins_scoring(world: World) -> None:
    seat = making.declare(world.application_id, world.assessors[0], text="")
    assert (seat.state, seat.conflict, seat.conflict_kinds) == (
        PanelState.ACCEPTED,
        ConflictGrade.NONE,
        [],
    )
    assert state(world) is State.SCORING
    with reading() as session:
        assert session.scalars(select(Review.seat_id)).all() == [seat.id]
        entry, detail = session.execute(
            select(AuditEntry, AuditDetail)
            .join(AuditDetail, AuditDetail.seq == AuditEntry.seq)
            .where(AuditEntry.verb == "conflict.declared")
        ).one()
    assert (entry.actor_id, entry.at) == (world.assessors[0].person_id, making.NOW)
    assert detail.details == {"declared": [], "text": "", "ledger": [], "grade": "none"}


def test_barring_declaration_takes_the_seat_and_is_recorded(world: World) -> None:
    seat = making.declare(
        world.application_id, world.assessors[0], InvolvementKind.CONSULTED, text="In 2025."
    )
    assert (seat.state, seat.conflict) == (PanelState.BARRED, ConflictGrade.BARRED)
    assert state(world) is State.ASSIGNED
    with reading() as session:
        line = session.scalars(
            select(Involvement).where(Involvement.kind == InvolvementKind.CONSULTED)
        ).one()
        told = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "seat_barred")
        ).all()
    assert (line.person_id, line.source, line.note) == (seat.person_id, "declaration", "In 2025.")
    assert told == [world.officer.person_id]


def test_ledger_contradicts_a_clean_declaration(world: World) -> None:
    know(world, InvolvementKind.EMPLOYED, date(2025, 1, 31))
    seat = making.declare(world.application_id, world.assessors[0], text="")
    assert (seat.state, seat.conflict_kinds) == (PanelState.BARRED, ["employed"])
    with reading() as session:
        roles = session.scalars(
            select(AuditEntry.role).where(AuditEntry.verb == "panel.barred")
        ).all()
    assert roles == ["system"]


def test_assessed_the_last_two_times_is_barred_by_the_system(world: World) -> None:
    know(world, InvolvementKind.ASSESSED, date(2022, 5, 1))
    know(world, InvolvementKind.ASSESSED, date(2024, 5, 1))
    seat = making.declare(world.application_id, world.assessors[0], text="")
    assert (seat.state, seat.conflict_kinds) == (PanelState.BARRED, ["assessed"])


def test_declared_conflict_waits_for_both_sides(world: World) -> None:
    one = world.assessors[0]
    seat = making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    assert seat.state is PanelState.DECLARED
    assert making.consent(world.application_id, one, world.officer).state is PanelState.DECLARED
    with pytest.raises(NotNow):
        making.consent(world.application_id, one, world.officer)
    seat = making.consent(world.application_id, one, world.owner)
    assert (seat.state, seat.office_agreed_by, seat.applicant_agreed_by) == (
        PanelState.ACCEPTED,
        world.officer.person_id,
        world.owner.person_id,
    )
    assert state(world) is State.SCORING


def test_one_refusal_releases_the_seat(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    seat = making.consent(world.application_id, one, world.owner, agrees=False, text="Too close.")
    assert (seat.state, seat.ended_reason) == (PanelState.RELEASED, "Too close.")


def test_nothing_is_agreed_to_once_the_application_was_withdrawn(world: World) -> None:
    making.declare(world.application_id, world.assessors[0], InvolvementKind.ACQUAINTED)
    making.consent(world.application_id, world.assessors[0], world.officer)
    with unit_of_work() as session:
        withdraw_application(
            session,
            actor=world.owner,
            application_id=world.application_id,
            reason="",
            now=making.NOW,
        )
    for agrees in (True, False):
        with pytest.raises(NotNow, match="has ended"):
            making.consent(world.application_id, world.assessors[0], world.owner, agrees=agrees)


def test_consent_is_written_and_for_owners(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    with pytest.raises(Invalid):
        making.consent(world.application_id, one, world.owner, text="")
    with pytest.raises(NotAllowed):
        making.consent(world.application_id, one, world.reader)
    with pytest.raises(NotFound):
        making.consent(world.application_id, one, one)


def test_nobody_speaks_for_both_sides(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, InvolvementKind.ACQUAINTED)
    making.consent(world.application_id, one, world.owner)
    twice = replace(world.owner, role=Role.OFFICER, seats={})
    with pytest.raises(NotAllowed):
        making.consent(world.application_id, one, twice)


def test_an_answer_is_given_once(world: World) -> None:
    one = world.assessors[0]
    making.declare(world.application_id, one, text="")
    with pytest.raises(NotNow):
        making.declare(world.application_id, one, text="")
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.decline(
            session,
            actor=one,
            seat_id=making.seat_of(world.application_id, one).id,
            reason="",
            now=making.NOW,
        )


def test_only_the_invited_declare(world: World) -> None:
    seat = making.seat_of(world.application_id, world.assessors[0])
    for somebody in (world.assessors[1], world.officer, world.owner):
        with pytest.raises(NotFound), unit_of_work() as session:
            actions.declare(
                session, actor=somebody, seat_id=seat.id, kinds=[], text="", now=making.NOW
            )


def test_declining_tells_the_office(world: World) -> None:
    one = world.assessors[0]
    seat = making.seat_of(world.application_id, one)
    with unit_of_work() as session:
        actions.decline(session, actor=one, seat_id=seat.id, reason="Ill", now=making.NOW)
    with reading() as session:
        row = session.get_one(PanelSeat, seat.id)
        told = session.scalars(select(Outgoing.person_id).where(Outgoing.name == "seat_empty"))
        assert told.all() == [world.officer.person_id]
    assert (row.state, row.ended_reason) == (PanelState.DECLINED, "Ill")


def test_ticks_need_a_sentence(world: World) -> None:
    with pytest.raises(Invalid):
        making.declare(
            world.application_id, world.assessors[0], InvolvementKind.ACQUAINTED, text=""
        )
