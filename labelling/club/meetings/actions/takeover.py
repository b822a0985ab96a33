"""Bringing along what was held before there was this: a meeting, its minutes and actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings.agenda import proposed_items
from labelling.club.meetings.models import (
    ActionState,
    ClubAction,
    Meeting,
    MeetingState,
    Minutes,
    Participant,
)
from labelling.club.meetings.record import record_of, sealed
from labelling.club.meetings.subjects import AtMeeting
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """When and where a meeting was held, who led it, and what its minutes say."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    chair_id: UUID
    minutes: str


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who was there for a member, and whether the others may read the name."""

    person_id: UUID
    membership_id: UUID
    named: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action that was agreed on: the club's, or a member's own with its figures.

    ``done`` says what came of it; '' while it is open.
    """

    measure: str
    owner_id: UUID
    due_on: date
    indicator: str
    done: str = ""
    membership_id: UUID | None = None
    baseline: str = ""
    target: str = ""


def take_over_meeting(
    session: Session,
    *,
    actor: Actor,
    round_id: UUID,
    held: HeldBefore,
    came: Sequence[Came],
    agreed: Sequence[Agreed],
    now: datetime,
) -> Meeting:
    """Bring a meeting of the past along, closed, with confirmed minutes and its actions.

    Raises Invalid for one that is still to come.
    """
    round_ = club_queries.get_round(session, round_id)
    club = club_queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if held.ends_at > now:
        raise Invalid(lazy("Only a meeting of the past is brought along."), field="ends")
    meeting = Meeting(
        round_id=round_id,
        held_on=round_.meeting_on,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        zone=held.zone,
        place=held.place,
        chair_id=held.chair_id,
        state=MeetingState.CLOSED,
        closed_at=held.ends_at,
        planned_at=now,
        planned_by=actor.person_id,
        told=0,
    )
    session.add(meeting)
    session.flush()
    session.add_all(proposed_items(meeting))
    session.add_all(
        Participant(
            meeting_id=meeting.id,
            person_id=one.person_id,
            membership_id=one.membership_id,
            added_at=now,
            added_by=actor.person_id,
            comes=True,
            came=True,
            named=one.named,
        )
        for one in came
    )
    session.add_all(_action(meeting, club.id, one, held) for one in agreed)
    session.flush()
    minutes = Minutes(
        meeting_id=meeting.id,
        number=1,
        text=held.minutes,
        version=1,
        begun_at=held.ends_at,
        begun_by=held.chair_id,
        saved_at=held.ends_at,
        saved_by=held.chair_id,
        released_at=now,
        confirmed_at=now,
        confirmed_by=held.chair_id,
    )
    at = AtMeeting(club, meeting, None, None, accepted=True)
    minutes.content, minutes.sha256 = sealed(record_of(session, at, minutes))
    session.add(minutes)
    session.flush()
    audit.record(session, actor, "meeting.taken-over", meeting, now, sha256=minutes.sha256)
    return meeting


def _action(meeting: Meeting, club_id: UUID, one: Agreed, held: HeldBefore) -> ClubAction:
    return ClubAction(
        club_id=club_id,
        meeting_id=meeting.id,
        membership_id=one.membership_id,
        round_id=meeting.round_id,
        indicator=one.indicator,
        baseline=one.baseline,
        target=one.target,
        measure=one.measure,
        owner_id=one.owner_id,
        due_on=one.due_on,
        state=ActionState.DONE if one.done else ActionState.OPEN,
        note=one.done,
        made_at=held.ends_at,
        made_by=held.chair_id,
        ended_at=held.ends_at + timedelta(days=90) if one.done else None,
        ended_by=one.owner_id if one.done else None,
    )
