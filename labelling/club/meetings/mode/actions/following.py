"""A screen that follows says so now and then, so that the chair sees how many do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.models import Follower
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.permissions import Permission


def note_follower(session: Session, *, actor: Actor, meeting_id: UUID, now: datetime) -> None:
    """Note that a participant's screen follows; nobody is listed, only counted."""
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_FOLLOW, room)
    if not room.is_open or actor.person_id is None or room.participant is None:
        return
    row = session.get(Follower, (meeting_id, actor.person_id))
    if row is None:
        session.add(Follower(meeting_id=meeting_id, person_id=actor.person_id, seen_at=now))
    else:
        row.seen_at = now
