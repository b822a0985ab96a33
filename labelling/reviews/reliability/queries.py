"""Reading notices of severity: an assessor's own, and those that the quality officer may see."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.people.models import Person
from labelling.people.queries import usable
from labelling.reviews.reliability.models import SeverityNotice


def own_notices(session: Session, person_id: UUID) -> list[SeverityNotice]:
    """Return what was ever told to an assessor, the newest first."""
    return list(
        session.scalars(
            select(SeverityNotice)
            .where(SeverityNotice.person_id == person_id)
            .order_by(SeverityNotice.noticed_at.desc(), SeverityNotice.id)
        )
    )


def open_notices(
    session: Session, edition_id: str, day: date
) -> list[tuple[SeverityNotice, Person]]:
    """Return the notices that have run, with whom they are about: the newest measurement first."""
    rows = session.execute(
        select(SeverityNotice, Person)
        .join(Person, Person.id == SeverityNotice.person_id)
        .where(SeverityNotice.edition_id == edition_id, SeverityNotice.opens_on <= day)
        .order_by(SeverityNotice.noticed_at.desc(), func.lower(Person.name), SeverityNotice.id)
    )
    return [(row[0], row[1]) for row in rows]


def running_notices(session: Session, edition_id: str, day: date) -> tuple[int, date | None]:
    """Return how many notices still run, and when the last of them has run."""
    count, last = session.execute(
        select(func.count(), func.max(SeverityNotice.opens_on)).where(
            SeverityNotice.edition_id == edition_id, SeverityNotice.opens_on > day
        )
    ).one()
    return count, last


def last_measured(session: Session, edition_id: str) -> datetime | None:
    """Return when severity was last measured under an edition."""
    return session.scalar(
        select(SeverityNotice.noticed_at)
        .where(SeverityNotice.edition_id == edition_id)
        .order_by(SeverityNotice.noticed_at.desc(), SeverityNotice.id)
        .limit(1)
    )


def usable_people(session: Session, keys: Iterable[str]) -> dict[str, Person]:
    """Return those people, by key, whose accounts are neither suspended nor erased."""
    rows = session.scalars(
        select(Person).where(Person.id.in_({UUID(key) for key in keys}), usable())
    )
    return {str(person.id): person for person in rows}
