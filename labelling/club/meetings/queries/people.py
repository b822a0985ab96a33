"""Who takes part in a meeting, and what the others may know of it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.meetings.models import Participant
from labelling.club.models import Membership, Openness
from labelling.core.errors import NotFound
from labelling.organisations import queries as organisations
from labelling.organisations.models import Organisation
from labelling.people.models import Person


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part, with the member behind them ('' for a guest of the office)."""

    row: Participant
    person: Person
    member: str
    openness: Openness | None

    @property
    def is_guest(self) -> bool:
        """Say whether they come without a member."""
        return self.row.membership_id is None


def attendees_of(session: Session, meeting_id: UUID) -> list[Attendee]:
    """Return all who take part in a meeting, members before guests, by name: one statement."""
    query = (
        select(Participant, Person, Membership, Organisation.name)
        .join(Person, Person.id == Participant.person_id)
        .outerjoin(Membership, Membership.id == Participant.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Participant.meeting_id == meeting_id)
    )
    found = [_attendee(*row) for row in session.execute(query)]
    return sorted(
        found, key=lambda one: (one.is_guest, one.member.casefold(), one.person.name, one.row.id)
    )


def _attendee(
    row: Participant, person: Person, member: Membership | None, name: str | None
) -> Attendee:
    if member is None:
        return Attendee(row, person, "", None)
    return Attendee(row, person, name or member.firm, member.openness)


def may_be_named(one: Attendee) -> bool:
    """Say whether the others may know that this member, or guest, takes part."""
    return one.row.named or one.openness in {Openness.CLUB, Openness.PUBLIC}


def seen_by_others(
    attendees: list[Attendee], own: UUID | None
) -> tuple[list[tuple[str, str]], int]:
    """Return the names that participants see, as (person or '', member or ''), and how many more.

    ``own`` is the reader's membership: one's own people are seen. A person's name is shown where
    that person agreed; the member's where its openness allows it or its person agreed.
    """
    there = [one for one in attendees if one.row.comes is not False]
    shown = []
    for one in there:
        mine = own is not None and one.row.membership_id == own
        if mine or one.row.named:
            shown.append((one.person.name, one.member))
        elif may_be_named(one):
            shown.append(("", one.member))
    return shown, len(there) - len(shown)


def find_participant(session: Session, meeting_id: UUID, person_id: UUID) -> Participant | None:
    """Return a person's place at a meeting, None for who has none."""
    query = select(Participant).where(
        Participant.meeting_id == meeting_id, Participant.person_id == person_id
    )
    return session.scalars(query).one_or_none()


def get_participant(session: Session, participant_id: UUID) -> Participant:
    """Return somebody's place at a meeting; raise NotFound."""
    found = session.get(Participant, participant_id)
    if found is None:
        raise NotFound
    return found


def people_of_member(session: Session, membership: Membership) -> list[Person]:
    """Return who may come for a member: its contact, and those with a seat; by name."""
    found: dict[UUID, Person] = {}
    if membership.contact_id is not None:
        contact = session.get(Person, membership.contact_id)
        if contact is not None:
            found[contact.id] = contact
    if membership.organisation_id is not None:
        for person, _seat in organisations.seat_holders(session, membership.organisation_id):
            found[person.id] = person
    active = [one for one in found.values() if organisations.is_active(one)]
    return sorted(active, key=lambda one: (one.name.casefold(), str(one.id)))
