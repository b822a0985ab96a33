"""Meetings, their agenda, the versions of their minutes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    Participant,
)
from labelling.club.meetings.subjects import AtMeeting
from labelling.club.models import ClubRound
from labelling.core.access import Actor
from labelling.core.errors import NotFound


def get_meeting(session: Session, meeting_id: UUID) -> Meeting:
    """Return a meeting; raise NotFound."""
    found = session.get(Meeting, meeting_id)
    if found is None:
        raise NotFound
    return found


def find_standing(session: Session, round_id: UUID) -> Meeting | None:
    """Return the meeting of a round that was not cancelled, None where there is none."""
    query = select(Meeting).where(Meeting.round_id == round_id, Meeting.cancelled_at.is_(None))
    return session.scalars(query).one_or_none()


def meetings_of(session: Session, club_ids: Iterable[UUID]) -> list[tuple[Meeting, ClubRound]]:
    """Return the meetings of some clubs with their rounds, the newest first."""
    query = (
        select(Meeting, ClubRound)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .where(ClubRound.club_id.in_(list(club_ids)))
        .order_by(Meeting.held_on.desc(), Meeting.id)
    )
    return [(meeting, round_) for meeting, round_ in session.execute(query)]


def last_before(session: Session, meeting: Meeting, club_id: UUID) -> Meeting | None:
    """Return the last meeting of a club that was held before another."""
    query = (
        select(Meeting)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .where(
            ClubRound.club_id == club_id,
            Meeting.held_on < meeting.held_on,
            Meeting.state == MeetingState.CLOSED,
        )
        .order_by(Meeting.held_on.desc(), Meeting.id)
    )
    return session.scalars(query.limit(1)).one_or_none()


def at_meeting(session: Session, actor: Actor, meeting_id: UUID, now: datetime) -> AtMeeting:
    """Return a meeting as an actor stands to it; raise NotFound."""
    return at_row(session, actor, get_meeting(session, meeting_id), now)


def at_row(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> AtMeeting:
    """Return a meeting as an actor stands to it."""
    round_ = club.get_round(session, meeting.round_id)
    found = session.scalars(
        select(Participant).where(
            Participant.meeting_id == meeting.id, Participant.person_id == actor.person_id
        )
    ).one_or_none()
    code = club.code_in_force(session, round_.club_id, now)
    return AtMeeting(
        club=club.get_club(session, round_.club_id),
        meeting=meeting,
        place=club.find_own_place(session, actor, round_.club_id, now),
        participant=found,
        accepted=found is not None and code is not None and found.code_id == code.id,
    )


def agenda_of(session: Session, meeting_id: UUID) -> list[AgendaItem]:
    """Return a meeting's agenda in its order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def get_item(session: Session, item_id: UUID) -> AgendaItem:
    """Return an item of an agenda; raise NotFound."""
    found = session.get(AgendaItem, item_id)
    if found is None:
        raise NotFound
    return found


def minutes_of(session: Session, meeting_id: UUID) -> list[Minutes]:
    """Return the versions of a meeting's minutes, the newest first."""
    query = select(Minutes).where(Minutes.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(Minutes.number.desc())))


def newest_minutes(session: Session, meeting_id: UUID) -> Minutes | None:
    """Return the newest version of a meeting's minutes, confirmed or not."""
    return next(iter(minutes_of(session, meeting_id)), None)


def newest_confirmed(session: Session, meeting_id: UUID) -> Minutes | None:
    """Return the newest version of a meeting's minutes that the chair confirmed."""
    rows = minutes_of(session, meeting_id)
    return next((row for row in rows if row.confirmed_at is not None), None)
