"""Mail of the club: to each member's contact, and to the office. No figure stands in any."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import Club, ClubRound, Membership
from labelling.core import mail
from labelling.organisations import queries as organisations
from labelling.people import queries as people
from labelling.people.models import Person


def contacts_of(session: Session, memberships: Iterable[Membership]) -> dict[UUID, list[Person]]:
    """Return who is written to for each member: its contact, else the organisation's owners."""
    rows = list(memberships)
    ids = [row.contact_id for row in rows if row.contact_id is not None]
    known = {
        person.id: person
        for person in session.scalars(select(Person).where(Person.id.in_(ids)))
        if organisations.is_active(person)
    }
    found: dict[UUID, list[Person]] = {}
    for row in rows:
        if row.contact_id in known:
            found[row.id] = [known[row.contact_id]]
        elif row.organisation_id is not None:
            found[row.id] = organisations.owners(session, row.organisation_id)
    return found


def tell_members(
    session: Session, club: Club, round_: ClubRound, template: str, now: datetime
) -> None:
    """Write to every member of a club about a round, with the day that counts next."""
    members = [row for row, _name in queries.memberships_of(session, club.id)]
    for membership_id, persons in contacts_of(session, members).items():
        for person in persons:
            tell(session, person, (club, round_, membership_id), template, now)


def tell(
    session: Session,
    person: Person,
    about: tuple[Club, ClubRound, UUID],
    template: str,
    now: datetime,
    *,
    key: str | None = None,
    **context: Any,
) -> None:
    """Write to one person about a round, for the member of this membership."""
    club, round_, membership_id = about
    mail.send(
        session,
        person,
        template,
        now,
        about=round_,
        key=key,
        club=club.name,
        half=round_.half_year,
        round=str(round_.id),
        membership=str(membership_id),
        opens=round_.opens_on.isoformat(),
        closes=round_.closes_on.isoformat(),
        meeting=round_.meeting_on.isoformat(),
        **context,
    )


def tell_office(
    session: Session,
    club: Club,
    round_: ClubRound,
    template: str,
    now: datetime,
    *,
    key: str | None = None,
    **context: Any,
) -> None:
    """Write to the officers about a round."""
    for officer in people.officers(session):
        mail.send(
            session,
            officer,
            template,
            now,
            about=round_,
            key=f"{key}:{officer.id}" if key else None,
            club=club.name,
            half=round_.half_year,
            round=str(round_.id),
            **context,
        )
