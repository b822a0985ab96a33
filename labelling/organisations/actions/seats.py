"""Seats: given, changed, taken away, left, handed over. Two owners stay once there were two."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit, mail
from labelling.core.access import Actor, Seat, require
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import Text, lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries
from labelling.organisations.models import SeatHolding
from labelling.organisations.policy import Orphan
from labelling.people.actions import invite_person, record_involvement
from labelling.people.models import InvolvementKind, Person
from labelling.people.queries import get_person, involvements, roles_of

LEAST_OWNERS = 2
SEAT_NAMES: dict[Seat, Text] = {
    Seat.OWNER: lazy("Owner"),
    Seat.CONTRIBUTOR: lazy("Contributor"),
    Seat.READER: lazy("Reader"),
}


def seat_person(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    person_id: UUID,
    seat: Seat,
    now: datetime,
) -> SeatHolding:
    """Put a person on a seat and note the involvement. Callers have required their permission."""
    holding = SeatHolding(
        organisation_id=organisation_id,
        person_id=person_id,
        seat=seat,
        since=now,
        given_by=actor.person_id,
    )
    session.add(holding)
    session.flush()
    record_involvement(
        session,
        actor=actor,
        person_id=person_id,
        organisation_id=organisation_id,
        kind=InvolvementKind.SEAT,
        source="seat",
        since=today(now),
        now=now,
    )
    audit.record(
        session,
        actor,
        "seat.give",
        holding,
        now,
        organisation=str(organisation_id),
        person=str(person_id),
        seat=seat.value,
    )
    return holding


def invite_to_seat(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    email: str,
    name: str,
    seat: Seat,
    now: datetime,
) -> SeatHolding:
    """Give a seat to somebody by e-mail address; who has no account is invited to make one.

    Raises Invalid where this person has a seat already, or judges here: a seat binds its holder to
    the organisation, so whoever assesses or decides gets one on their own request only.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.SEAT_MANAGE, organisation, now=now)
    person = invite_person(
        session, actor=actor, email=email, name=name, language=organisation.language, now=now
    )
    if roles_of(session, person.id):
        raise Invalid(
            lazy(
                "This person has to ask for the seat: they choose “Ask for access”, and you answer "
                "on this page."
            ),
            field="email",
        )
    if queries.find_seat(session, organisation_id, person.id) is not None:
        raise Invalid(lazy("This person already has a seat here."), field="email")
    holding = seat_person(
        session,
        actor=actor,
        organisation_id=organisation_id,
        person_id=person.id,
        seat=seat,
        now=now,
    )
    _tell(session, "seat_given", person, holding, now)
    return holding


def change_seat(
    session: Session, *, actor: Actor, seat_id: UUID, seat: Seat, now: datetime
) -> SeatHolding:
    """Change what somebody's seat is. Raises NotNow where too few owners would be left."""
    holding = queries.get_seat(session, seat_id)
    organisation = queries.get_organisation(session, holding.organisation_id)
    require(actor, Permission.SEAT_MANAGE, organisation, now=now)
    if holding.seat is seat:
        return holding
    _keep_two_owners(session, holding)
    _turn(session, actor, holding, seat, now)
    return holding


def _turn(session: Session, actor: Actor, holding: SeatHolding, seat: Seat, now: datetime) -> None:
    before, holding.seat = holding.seat, seat
    audit.record(
        session,
        actor,
        "seat.change",
        holding,
        now,
        organisation=str(holding.organisation_id),
        person=str(holding.person_id),
        seat=[before.value, seat.value],
    )


def remove_seat(session: Session, *, actor: Actor, seat_id: UUID, now: datetime) -> SeatHolding:
    """Take somebody's seat away. Raises NotNow where too few owners would be left."""
    holding = queries.get_seat(session, seat_id)
    organisation = queries.get_organisation(session, holding.organisation_id)
    require(actor, Permission.SEAT_MANAGE, organisation, now=now)
    _keep_two_owners(session, holding)
    end_seat(session, actor, holding, now)
    person = get_person(session, holding.person_id)
    _tell(session, "seat_ended", person, holding, now)
    return holding


def leave_seat(session: Session, *, actor: Actor, seat_id: UUID, now: datetime) -> None:
    """Give one's own seat up. Raises NotNow where too few owners would be left."""
    holding = queries.get_seat(session, seat_id)
    require(actor, Permission.SEAT_LEAVE, holding, now=now)
    _keep_two_owners(session, holding)
    end_seat(session, actor, holding, now)


def end_seat(session: Session, actor: Actor, holding: SeatHolding, now: datetime) -> None:
    """End a seat and the involvement that it was. Callers have required their permission."""
    holding.ended_at = now
    for line in involvements(session, holding.person_id, holding.organisation_id):
        if line.kind is InvolvementKind.SEAT and line.until is None:
            line.until = today(now)
    audit.record(
        session,
        actor,
        "seat.end",
        holding,
        now,
        organisation=str(holding.organisation_id),
        person=str(holding.person_id),
        seat=holding.seat.value,
    )


def hand_over(
    session: Session, *, actor: Actor, organisation_id: UUID, to_seat_id: UUID, now: datetime
) -> None:
    """Make another seat holder owner in one's own place; one stays as contributor.

    Raises Invalid where the other one is no seat holder of this organisation, or owner already.
    """
    organisation = queries.get_organisation(session, organisation_id)
    require(actor, Permission.SEAT_MANAGE, organisation, now=now)
    own = next(
        holding
        for holding, person in queries.standing_seats(session, organisation_id)
        if person.id == actor.person_id
    )
    other = queries.get_seat(session, to_seat_id)
    person = get_person(session, other.person_id)
    if other.organisation_id != organisation_id or not queries.is_active(person):
        raise Invalid(lazy("Choose somebody who has a seat here."), field="to")
    if other.seat is Seat.OWNER:
        raise Invalid(lazy("This person is an owner already."), field="to")
    _turn(session, actor, other, Seat.OWNER, now)
    _turn(session, actor, own, Seat.CONTRIBUTOR, now)
    _tell(session, "seat_given", person, other, now)


def appoint_owner(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    email: str,
    name: str,
    reason: str,
    now: datetime,
) -> SeatHolding:
    """Give an organisation that no active owner is left in a new one, with a reason.

    Raises NotAllowed while there is an active owner, and Invalid for somebody without a seat here
    who judges: a seat would keep them from the organisation's cases.
    """
    organisation = queries.get_organisation(session, organisation_id)
    orphan = Orphan(organisation, bool(queries.owners(session, organisation_id)))
    require(actor, Permission.OWNER_APPOINT, orphan, now=now)
    if not reason:
        raise Invalid(lazy("Say why the office hands this organisation over."), field="reason")
    person = invite_person(
        session, actor=actor, email=email, name=name, language=organisation.language, now=now
    )
    holding = queries.find_seat(session, organisation_id, person.id)
    if holding is None:
        if roles_of(session, person.id):
            raise Invalid(
                lazy("This person assesses or works for the office. Name somebody else."),
                field="email",
            )
        holding = seat_person(
            session,
            actor=actor,
            organisation_id=organisation_id,
            person_id=person.id,
            seat=Seat.OWNER,
            now=now,
        )
    else:
        _turn(session, actor, holding, Seat.OWNER, now)
    audit.record(session, actor, "owner.appoint", organisation, now, reason=reason)
    _tell(session, "seat_given", person, holding, now)
    return holding


def _keep_two_owners(session: Session, leaving: SeatHolding) -> None:
    """Raise NotNow where an active owner would go and fewer than two would stay."""
    standing = [person.id for person in queries.owners(session, leaving.organisation_id)]
    if leaving.person_id not in standing:
        return
    if len(standing) == 1:
        raise NotNow(
            lazy("This is the last owner of the organisation, so the seat stays as it is."),
            advice=lazy("Name another owner first, or hand the owner's seat over."),
        )
    if len(standing) <= LEAST_OWNERS:
        raise NotNow(
            lazy("An organisation keeps two owners, so the seat stays as it is."),
            advice=lazy("Name a third owner first, or hand the owner's seat over."),
        )


def _tell(
    session: Session, template: str, person: Person, holding: SeatHolding, now: datetime
) -> None:
    """Write to those who have an account; an invitation tells the others."""
    if person.verified_at is None:
        return
    organisation = queries.get_organisation(session, holding.organisation_id)
    mail.send(
        session,
        person,
        template,
        now,
        about=holding,
        organisation=organisation.name,
        organisation_id=str(organisation.id),
        seat=holding.seat.value,
    )
