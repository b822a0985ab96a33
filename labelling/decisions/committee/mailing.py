"""Who is written to about sittings. No organisation is named: papers are read on the pages."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.core.access import Role
from labelling.decisions.committee import queries
from labelling.decisions.committee.models import Sitting, SittingKind
from labelling.people import queries as people
from labelling.people.models import Person


def tell_called(
    session: Session, sitting: Sitting, invited: Iterable[Person], now: datetime
) -> None:
    """Invite members: to a meeting with its calendar entry, or to vote in writing."""
    items = len(queries.items_of(session, sitting.id))
    for person in invited:
        _tell(session, person, sitting, "sitting_called", now, items=items)


def tell_changed(session: Session, sitting: Sitting, now: datetime) -> None:
    """Write to those invited that date, place, chair or agenda are others now."""
    _tell_members(session, sitting, "sitting_changed", now)


def tell_called_off(session: Session, sitting: Sitting, now: datetime) -> None:
    """Write to those invited that the sitting is off."""
    _tell_members(session, sitting, "sitting_called_off", now)


def tell_objected(session: Session, sitting: Sitting, now: datetime) -> None:
    """Write to the office that an item needs a meeting."""
    for officer in people.officers(session, sitting.scheme):
        _tell(session, officer, sitting, "sitting_objected", now)


def tell_minutes(session: Session, sitting: Sitting, now: datetime) -> None:
    """Write to those invited that the minutes are approved."""
    _tell_members(session, sitting, "sitting_minutes", now)


def remind_to_vote(session: Session, sitting: Sitting, person: Person, now: datetime) -> None:
    """Write to a member whose vote in writing is still missing, once."""
    key = f"sitting_vote:{sitting.id}:{sitting.day.isoformat()}:{person.id}"
    _tell(session, person, sitting, "sitting_vote", now, key=key)


def remind_to_close(session: Session, sitting: Sitting, now: datetime) -> None:
    """Write to the chair that votes in writing can be closed, once."""
    for person_id in filter(None, (sitting.chair_id, sitting.deputy_id)):
        key = f"sitting_close:{sitting.id}:{sitting.day.isoformat()}:{person_id}"
        person = people.get_person(session, person_id)
        _tell(session, person, sitting, "sitting_close", now, key=key)


def _tell_members(session: Session, sitting: Sitting, template: str, now: datetime) -> None:
    called = queries.members_of(session, sitting.id)
    for person in people.people_with_role(session, Role.COMMITTEE):
        if person.id in called:
            _tell(session, person, sitting, template, now)


def _tell(
    session: Session,
    person: Person,
    sitting: Sitting,
    template: str,
    now: datetime,
    *,
    key: str | None = None,
    items: int | None = None,
) -> None:
    mail.send(
        session,
        person,
        template,
        now,
        about=sitting,
        key=key,
        sitting=str(sitting.id),
        number=sitting.number,
        in_writing=sitting.kind is SittingKind.IN_WRITING,
        day=sitting.day.isoformat(),
        items=items,
    )
