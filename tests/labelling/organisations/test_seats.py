"""Seats are given and taken without the operator, and two owners stay once there were two."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from labelling.core.access import Actor, Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    Refusal,
    SecondFactorNeeded,
    TooMany,
)
from labelling.core.outbox import Outgoing
from labelling.organisations import queries
from labelling.organisations.actions import seats as actions
from labelling.organisations.models import SeatHolding
from labelling.people.models import InvolvementKind, Person
from labelling.people.queries import find_person_by_email, involvements
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def make(owners: int = 2, contributors: int = 0, readers: int = 0) -> Made:
    with unit_of_work() as session:
        return make_organisation(
            session, owners=owners, contributors=contributors, readers=readers, now=NOW
        )


def person_with(role: Role | None = None) -> Person:
    with unit_of_work() as session:
        return add_person(session, roles=[role] if role is not None else [])


def seat_of(made: Made, person: Person) -> SeatHolding:
    with reading() as session:
        found = queries.find_seat(session, made.id, person.id)
        assert found is not None
        return found


def holders(made: Made) -> list[tuple[str, Seat]]:
    with reading() as session:
        return [(person.email, seat) for person, seat in queries.seat_holders(session, made.id)]


def mails() -> list[tuple[str, str | None]]:
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Outgoing.address).order_by(Outgoing.created_at, Outgoing.name)
        )
        return [(name, address) for name, address in rows]


def last_verbs(number: int) -> list[str]:
    with reading() as session:
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq))
        return list(verbs)[-number:]


def invite(made: Made, actor: Actor, email: str, seat: Seat = Seat.CONTRIBUTOR) -> SeatHolding:
    with unit_of_work() as session:
        return actions.invite_to_seat(
            session,
            actor=actor,
            organisation_id=made.id,
            email=email,
            name="Ines Roth",
            seat=seat,
            now=NOW,
        )


def suspend(person: Person) -> None:
    with unit_of_work() as session:
        session.get_one(Person, person.id).suspended_at = NOW


def test_a_stranger_is_invited_to_a_seat_with_an_account(database: Database) -> None:
    made = make()
    holding = invite(made, made.actor(), "ines@cluster.example")
    with reading() as session:
        person = find_person_by_email(session, "ines@cluster.example")
        assert person is not None
        ledger = involvements(session, person.id, made.id)
    assert (holding.person_id, holding.seat, holding.given_by, holding.since) == (
        person.id,
        Seat.CONTRIBUTOR,
        made.owners[0].id,
        NOW,
    )
    assert [(line.kind, line.since, line.until) for line in ledger] == [
        (InvolvementKind.SEAT, NOW.date(), None)
    ]
    assert [name for name, address in mails() if address == person.email] == ["invitation"]


def test_somebody_with_an_account_is_told_of_the_seat(database: Database) -> None:
    made, person = make(), person_with()
    invite(made, made.actor(), person.email.upper(), Seat.READER)
    assert ("seat_given", person.email) in mails()
    assert (person.email, Seat.READER) in holders(made)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_nobody_who_judges_is_seated_unasked_and_so_kept_from_the_case(
    database: Database, role: Role
) -> None:
    made, judge = make(), person_with(role)
    with pytest.raises(Invalid) as refused:
        invite(made, made.actor(), judge.email, Seat.READER)
    with reading() as session:
        ledger = list(involvements(session, judge.id, made.id))
    assert (refused.value.field, ledger) == ("email", [])
    assert judge.email not in [email for email, _ in holders(made)]


def test_a_second_seat_for_the_same_person_is_refused(database: Database) -> None:
    made = make()
    with pytest.raises(Invalid) as refused:
        invite(made, made.actor(), made.owners[1].email)
    assert refused.value.field == "email"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.ASSESSOR])
def test_no_office_gives_out_seats(database: Database, role: Role) -> None:
    made, person = make(), person_with(role)
    with pytest.raises(Refusal) as refused:
        invite(made, actor_for(person, role), "ines@cluster.example")
    assert type(refused.value) is (NotAllowed if role is Role.OFFICER else NotFound)
    assert len(holders(made)) == 2


def test_contributors_and_readers_give_out_no_seats(database: Database) -> None:
    made = make(contributors=1, readers=1)
    for person in (*made.contributors, *made.readers):
        with pytest.raises(NotAllowed):
            invite(made, made.actor(person), "ines@cluster.example")


def test_an_owner_changes_a_seat_and_the_trail_tells_from_what_to_what(database: Database) -> None:
    made = make(readers=1)
    with unit_of_work() as session:
        actions.change_seat(
            session,
            actor=made.actor(),
            seat_id=seat_of(made, made.readers[0]).id,
            seat=Seat.CONTRIBUTOR,
            now=NOW,
        )
    assert (made.readers[0].email, Seat.CONTRIBUTOR) in holders(made)
    assert last_verbs(1) == ["seat.change"]


@pytest.mark.parametrize("owners", [1, 2])
def test_the_last_two_owners_stay_owners(database: Database, owners: int) -> None:
    made = make(owners=owners)
    seat_id = seat_of(made, made.owners[-1]).id
    steps = (
        lambda session: actions.change_seat(
            session, actor=made.actor(), seat_id=seat_id, seat=Seat.READER, now=NOW
        ),
        lambda session: actions.remove_seat(session, actor=made.actor(), seat_id=seat_id, now=NOW),
        lambda session: actions.leave_seat(
            session, actor=made.actor(made.owners[-1]), seat_id=seat_id, now=NOW
        ),
    )
    for step in steps:
        with pytest.raises(NotNow), unit_of_work() as session:
            step(session)
    assert [seat for _, seat in holders(made)] == [Seat.OWNER] * owners


def test_a_third_owner_may_leave_and_the_ledger_notes_the_day(database: Database) -> None:
    made = make(owners=3)
    leaving = made.owners[2]
    with unit_of_work() as session:
        actions.leave_seat(
            session, actor=made.actor(leaving), seat_id=seat_of(made, leaving).id, now=NOW
        )
    with reading() as session:
        ledger = involvements(session, leaving.id, made.id)
    assert len(holders(made)) == 2
    assert [(line.since, line.until) for line in ledger] == [(NOW.date(), NOW.date())]
    assert last_verbs(1) == ["seat.end"]


def test_a_suspended_owners_seat_can_be_taken_away(database: Database) -> None:
    made = make(owners=2)
    suspend(made.owners[1])
    with unit_of_work() as session:
        actions.remove_seat(
            session, actor=made.actor(), seat_id=seat_of(made, made.owners[1]).id, now=NOW
        )
    assert [email for email, _ in holders(made)] == [made.owners[0].email]


def test_nobody_leaves_for_somebody_else(database: Database) -> None:
    made = make(owners=3, contributors=1)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.leave_seat(
            session,
            actor=made.actor(),
            seat_id=seat_of(made, made.contributors[0]).id,
            now=NOW,
        )


def test_an_ended_seat_is_gone(database: Database) -> None:
    made = make(contributors=1)
    seat_id = seat_of(made, made.contributors[0]).id
    with unit_of_work() as session:
        actions.remove_seat(session, actor=made.actor(), seat_id=seat_id, now=NOW)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.remove_seat(session, actor=made.actor(), seat_id=seat_id, now=NOW)


@pytest.mark.parametrize("owners", [1, 2])
def test_an_owner_hands_over_and_stays_as_contributor(database: Database, owners: int) -> None:
    made = make(owners=owners, readers=1)
    with unit_of_work() as session:
        actions.hand_over(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            to_seat_id=seat_of(made, made.readers[0]).id,
            now=NOW,
        )
    assert (made.readers[0].email, Seat.OWNER) in holders(made)
    assert (made.owners[0].email, Seat.CONTRIBUTOR) in holders(made)
    assert [seat for _, seat in holders(made)].count(Seat.OWNER) == owners
    assert ("seat_given", made.readers[0].email) in mails()


def test_a_seat_is_handed_only_to_somebody_who_sits_here_and_can_act(database: Database) -> None:
    made = make(contributors=1)
    owner_seat = seat_of(made, made.owners[1]).id
    suspended_seat = seat_of(made, made.contributors[0]).id
    suspend(made.contributors[0])
    with unit_of_work() as session:
        other = make_organisation(
            session, replace(PROFILE, name="Other Cluster"), owners=1, readers=1, now=NOW
        )
    foreign_seat = seat_of(other, other.readers[0]).id
    for seat_id in (owner_seat, suspended_seat, foreign_seat):
        with pytest.raises(Invalid), unit_of_work() as session:
            actions.hand_over(
                session,
                actor=made.actor(),
                organisation_id=made.id,
                to_seat_id=seat_id,
                now=NOW,
            )


def appoint(made: Made, actor: Actor, email: str, reason: str = "Letter of the board") -> None:
    with unit_of_work() as session:
        actions.appoint_owner(
            session,
            actor=actor,
            organisation_id=made.id,
            email=email,
            name="Ines Roth",
            reason=reason,
            now=NOW,
        )


def test_the_office_names_an_owner_only_when_none_is_left(database: Database) -> None:
    made = make(owners=1, readers=1)
    officer = actor_for(person_with(Role.OFFICER), Role.OFFICER, confirmed_at=NOW)
    with pytest.raises(NotAllowed):
        appoint(made, officer, "ines@cluster.example")
    suspend(made.owners[0])
    appoint(made, officer, "ines@cluster.example")
    assert ("ines@cluster.example", Seat.OWNER) in holders(made)
    assert last_verbs(1) == ["owner.appoint"]


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.OFFICER, Role.COMMITTEE])
def test_the_office_seats_nobody_who_judges_unasked(database: Database, role: Role) -> None:
    made = make(owners=1)
    suspend(made.owners[0])
    officer = actor_for(person_with(Role.OFFICER), Role.OFFICER, confirmed_at=NOW)
    judge = person_with(role)
    with pytest.raises(Invalid, match="somebody else"):
        appoint(made, officer, judge.email)
    assert judge.email not in {email for email, _ in holders(made)}


def test_an_owner_who_invites_many_has_to_wait(database: Database) -> None:
    made = make(owners=1)
    for number in range(30):
        invite(made, made.actor(), f"guest{number}@cluster.example")
    with pytest.raises(TooMany):
        invite(made, made.actor(), "one-more@cluster.example")


def test_the_office_may_raise_a_seat_holder(database: Database) -> None:
    made = make(owners=1, readers=1)
    suspend(made.owners[0])
    officer = actor_for(person_with(Role.OFFICER), Role.OFFICER, confirmed_at=NOW)
    appoint(made, officer, made.readers[0].email)
    assert (made.readers[0].email, Seat.OWNER) in holders(made)


def test_naming_an_owner_takes_a_reason_and_a_fresh_second_factor(database: Database) -> None:
    made = make(owners=1)
    suspend(made.owners[0])
    person = person_with(Role.OFFICER)
    with pytest.raises(SecondFactorNeeded):
        appoint(made, actor_for(person, Role.OFFICER), "ines@cluster.example")
    with pytest.raises(Invalid) as refused:
        appoint(
            made,
            actor_for(person, Role.OFFICER, confirmed_at=NOW),
            "ines@cluster.example",
            reason="",
        )
    assert refused.value.field == "reason"
    assert len(holders(made)) == 1
