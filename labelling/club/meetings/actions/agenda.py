"""The agenda as the chair and the office arrange it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.meetings import queries
from labelling.club.meetings.models import AgendaItem, Meeting, MeetingState, Topic
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

LONGEST = 480  # minutes


@dataclass(frozen=True, slots=True)
class Item:
    """What an item says: '' for the title is what its topic is called."""

    title: str
    note: str
    lasts: int


def _refuse_ended(meeting: Meeting) -> None:
    if meeting.state not in {MeetingState.PLANNED, MeetingState.OPEN}:
        raise NotNow(lazy("This meeting is over, or was cancelled. Its agenda stays as it was."))


def add_item(
    session: Session, *, actor: Actor, meeting_id: UUID, item: Item, now: datetime
) -> AgendaItem:
    """Add an item before the next dates, or at the end where these were taken off."""
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.AGENDA_EDIT, at)
    _refuse_ended(at.meeting)
    _refuse_lasting(item)
    if not item.title:
        raise Invalid(lazy("Write what it is about."), field="title")
    rows = queries.agenda_of(session, meeting_id)
    place = next(
        (at for at, row in enumerate(rows) if row.topic is Topic.DATES),
        len(rows),
    )
    row = AgendaItem(
        meeting_id=meeting_id,
        topic=Topic.OTHER,
        title=item.title,
        note=item.note,
        lasts=item.lasts,
        position=0,
    )
    session.add(row)
    _number([*rows[:place], row, *rows[place:]])
    session.flush()
    audit.record(session, actor, "meeting.agenda", at.meeting, now, added=item.title)
    return row


def change_item(
    session: Session, *, actor: Actor, item_id: UUID, item: Item, now: datetime
) -> AgendaItem:
    """Change what an item says, and how long it lasts."""
    row = queries.get_item(session, item_id)
    at = queries.at_meeting(session, actor, row.meeting_id, now)
    access.require(actor, Permission.AGENDA_EDIT, at)
    _refuse_ended(at.meeting)
    _refuse_lasting(item)
    if not item.title and row.topic is Topic.OTHER:
        raise Invalid(lazy("Write what it is about."), field="title")
    row.title, row.note, row.lasts = item.title, item.note, item.lasts
    audit.record(session, actor, "meeting.agenda", at.meeting, now, changed=item.title)
    return row


def move_item(session: Session, *, actor: Actor, item_id: UUID, down: bool, now: datetime) -> None:
    """Move an item by one place."""
    row = queries.get_item(session, item_id)
    at = queries.at_meeting(session, actor, row.meeting_id, now)
    access.require(actor, Permission.AGENDA_EDIT, at)
    _refuse_ended(at.meeting)
    rows = queries.agenda_of(session, row.meeting_id)
    place = rows.index(row)
    other = place + (1 if down else -1)
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    _number(rows)
    audit.record(session, actor, "meeting.agenda", at.meeting, now, moved=row.title)


def drop_item(session: Session, *, actor: Actor, item_id: UUID, now: datetime) -> None:
    """Take an item off the agenda."""
    row = queries.get_item(session, item_id)
    at = queries.at_meeting(session, actor, row.meeting_id, now)
    access.require(actor, Permission.AGENDA_EDIT, at)
    _refuse_ended(at.meeting)
    _number([one for one in queries.agenda_of(session, row.meeting_id) if one is not row])
    session.delete(row)
    audit.record(session, actor, "meeting.agenda", at.meeting, now, dropped=row.title)


def _number(rows: list[AgendaItem]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position


def _refuse_lasting(item: Item) -> None:
    if not 1 <= item.lasts <= LONGEST:
        raise Invalid(lazy("Write minutes from 1 to 480."), field="lasts")
