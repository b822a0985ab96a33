"""Members: who joins, who answers for them, who may know of them, who leaves."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import Club, KindOfMember, MadeOf, Membership, Openness
from labelling.club.queries import get_club, place_for
from labelling.core import access, audit, mail
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries as organisations
from labelling.people import queries as people
from labelling.people.models import Person


def add_member(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    kind_id: UUID,
    organisation_id: UUID | None = None,
    firm: str = "",
    contact_id: UUID | None = None,
    holding: str = "",
    bands: Mapping[str, str] | None = None,
    joined_on: date,
    now: datetime,
) -> Membership:
    """Take an organisation or a firm into a club, with its bands and its contact.

    The contact of an organisation has a seat in it. Raises Invalid for what does not fit.
    """
    club = get_club(session, club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    _refuse_wrong_kind(session, club, kind_id, organisation_id, firm)
    _refuse_twice(session, club, organisation_id, firm)
    _refuse_unknown_bands(club, bands or {})
    row = Membership(
        club_id=club_id,
        kind_id=kind_id,
        organisation_id=organisation_id,
        firm=firm,
        contact_id=contact_id,
        holding=holding,
        bands=dict(bands or {}),
        joined_on=joined_on,
        added_at=now,
        added_by=actor.person_id,
    )
    if contact_id is not None:
        _refuse_stranger(session, row, contact_id)
    session.add(row)
    session.flush()
    audit.record(session, actor, "club.member-added", row, now, club=club.code)
    if contact_id is not None:
        _tell(session, club, row, people.get_person(session, contact_id), now)
    return row


def _refuse_wrong_kind(
    session: Session, club: Club, kind_id: UUID, organisation_id: UUID | None, firm: str
) -> None:
    kind = session.get(KindOfMember, kind_id)
    if kind is None or kind.club_id != club.id:
        raise Invalid(lazy("Choose a kind that this club takes."), field="kind")
    if kind.made_of is MadeOf.ORGANISATION:
        if organisation_id is None or firm:
            raise Invalid(lazy("Choose the organisation."), field="organisation")
        organisations.get_organisation(session, organisation_id)
    elif organisation_id is not None or not firm.strip():
        raise Invalid(lazy("Write the name of the firm."), field="firm")


def _refuse_twice(session: Session, club: Club, organisation_id: UUID | None, firm: str) -> None:
    same = (
        Membership.organisation_id == organisation_id
        if organisation_id is not None
        else Membership.firm == firm
    )
    query = select(Membership.id).where(
        Membership.club_id == club.id, Membership.left_on.is_(None), same
    )
    if session.scalars(query.limit(1)).first() is not None:
        raise Invalid(
            lazy("This is a member of the club already."),
            field="organisation" if organisation_id is not None else "firm",
        )


def _refuse_unknown_bands(club: Club, bands: Mapping[str, str]) -> None:
    known = {one["id"]: {band["id"] for band in one["bands"]} for one in club.dimensions}
    for dimension, band in bands.items():
        if band not in known.get(dimension, set()):
            raise Invalid(lazy("Choose one of the bands."), field=f"band-{dimension}")


def _refuse_stranger(session: Session, membership: Membership, person_id: UUID) -> None:
    person = people.get_person(session, person_id)
    if person.suspended_at is not None or person.erased_at is not None:
        raise Invalid(lazy("This account cannot be the contact."), field="contact")
    if membership.organisation_id is None:
        return
    holders = organisations.seat_holders(session, membership.organisation_id)
    if all(holder.id != person_id for holder, _seat in holders):
        raise Invalid(lazy("The contact needs a seat in the organisation."), field="contact")


def _tell(
    session: Session, club: Club, membership: Membership, person: Person, now: datetime
) -> None:
    mail.send(
        session,
        person,
        "club_contact",
        now,
        about=membership,
        club=club.name,
        membership=str(membership.id),
    )


def name_contact(
    session: Session, *, actor: Actor, membership_id: UUID, person_id: UUID, now: datetime
) -> None:
    """Name who answers for a member; the office may do it as well."""
    place = place_for(session, actor, membership_id, now)
    if not access.may(actor, Permission.CLUB_RUN, place.club):
        access.require(actor, Permission.MEMBERSHIP_KEEP, place)
    else:
        access.require(actor, Permission.CLUB_RUN, place.club)
    _refuse_left(place.membership)
    _refuse_stranger(session, place.membership, person_id)
    if place.membership.contact_id == person_id:
        return
    place.membership.contact_id = person_id
    audit.record(session, actor, "club.contact", place.membership, now, person=str(person_id))
    _tell(session, place.club, place.membership, people.get_person(session, person_id), now)


def set_openness(
    session: Session, *, actor: Actor, membership_id: UUID, openness: Openness, now: datetime
) -> None:
    """Say who may know that this is a member; only the member itself decides that."""
    place = place_for(session, actor, membership_id, now)
    access.require(actor, Permission.MEMBERSHIP_KEEP, place)
    _refuse_left(place.membership)
    if place.membership.openness is openness:
        return
    place.membership.openness = openness
    place.membership.openness_at, place.membership.openness_by = now, actor.person_id
    audit.record(session, actor, "club.openness", place.membership, now, openness=openness.value)


def place_in_bands(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    holding: str,
    bands: Mapping[str, str],
    now: datetime,
) -> None:
    """Set what a member belongs to and where it stands; rounds that are open keep theirs."""
    membership = queries.get_membership(session, membership_id)
    club = get_club(session, membership.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    _refuse_unknown_bands(club, bands)
    membership.holding, membership.bands = holding, dict(bands)
    audit.record(session, actor, "club.bands", membership, now, holding=holding, bands=dict(bands))


def end_membership(
    session: Session, *, actor: Actor, membership_id: UUID, left_on: date, now: datetime
) -> None:
    """Let a member leave; what it sent stays in the rounds that were frozen with it."""
    place = place_for(session, actor, membership_id, now)
    if not access.may(actor, Permission.CLUB_RUN, place.club):
        access.require(actor, Permission.MEMBERSHIP_KEEP, place)
    else:
        access.require(actor, Permission.CLUB_RUN, place.club)
    _refuse_left(place.membership)
    if not place.membership.joined_on <= left_on <= today(now):
        raise Invalid(lazy("The day lies between joining and today."), field="left_on")
    place.membership.left_on = left_on
    place.membership.openness = Openness.HIDDEN
    audit.record(session, actor, "club.member-left", place.membership, now, on=left_on.isoformat())


def _refuse_left(membership: Membership) -> None:
    if membership.left_on is not None:
        raise NotNow(lazy("This member has left the club."))


def find_contact(session: Session, email: str) -> Person:
    """Return who has an account with an address; raise Invalid where nobody has."""
    try:
        found = people.find_person_by_email(session, email)
    except NotFound:
        found = None
    if found is None:
        raise Invalid(
            lazy("Nobody here has this address. Invite the person first."), field="contact"
        )
    return found
