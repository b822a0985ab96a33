"""What meetings hold of one person: places at them, minutes written, actions, sheets opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from labelling.club.meetings.models import (
    ClubAction,
    Meeting,
    MeetingState,
    Minutes,
    Participant,
    SheetOpening,
)
from labelling.core import doors
from labelling.core.clock import today


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return where a person took part, what they wrote, see to, and opened."""
    places = session.execute(
        select(Meeting, Participant)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(Participant.person_id == person_id)
        .order_by(Meeting.held_on, Meeting.id)
    )
    actions = session.scalars(
        select(ClubAction)
        .where(or_(ClubAction.owner_id == person_id, ClubAction.made_by == person_id))
        .order_by(ClubAction.due_on, ClubAction.id)
    )
    chaired = session.scalars(
        select(Meeting.held_on).where(Meeting.chair_id == person_id).order_by(Meeting.held_on)
    )
    minutes = session.scalars(
        select(Minutes)
        .where(or_(Minutes.saved_by == person_id, Minutes.confirmed_by == person_id))
        .order_by(Minutes.saved_at, Minutes.id)
    )
    opened = session.scalars(
        select(SheetOpening.opened_at)
        .where(SheetOpening.person_id == person_id)
        .order_by(SheetOpening.opened_at)
    )
    return {
        "meetings": [_place(meeting, row) for meeting, row in places],
        "chaired_on": [day.isoformat() for day in chaired],
        "minutes_written_or_confirmed": [row.saved_at.isoformat() for row in minutes],
        "actions": [
            {"measure": row.measure, "due_on": row.due_on.isoformat(), "state": row.state.value}
            for row in actions
        ],
        "sealed_sheets_opened": [at.isoformat() for at in opened],
    }


def _place(meeting: Meeting, row: Participant) -> dict[str, Any]:
    return {
        "day": meeting.held_on.isoformat(),
        "comes": row.comes,
        "may_be_named": row.named,
        "was_there": row.came,
        "code_accepted_at": row.code_at.isoformat() if row.code_at is not None else None,
    }


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """End what a person answers for: meetings to come, open actions. The past is kept by key."""
    to_come = select(Meeting.id).where(
        Meeting.state == MeetingState.PLANNED, Meeting.held_on >= today(now)
    )
    for row in session.scalars(
        select(Participant).where(
            Participant.person_id == person_id, Participant.meeting_id.in_(to_come)
        )
    ):
        session.delete(row)
    session.execute(
        update(Participant).where(Participant.person_id == person_id).values(named=False)
    )
    session.execute(
        update(Meeting)
        .where(Meeting.chair_id == person_id, Meeting.state == MeetingState.PLANNED)
        .values(chair_id=None)
    )
    session.execute(
        update(ClubAction).where(ClubAction.owner_id == person_id).values(owner_id=None)
    )


doors.holds_personal_data("meetings", export, erase)
