"""Planning a meeting: announced, changed, cancelled, each with notice and a calendar entry."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.dates import dates_of, refuse_disorder
from labelling.club.meetings import queries
from labelling.club.meetings.agenda import proposed_items
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.meetings.telling import everybody, tell_dates
from labelling.club.models import ClubRound, RoundState
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.zones import instant_of


@dataclass(frozen=True, slots=True)
class Plan:
    """When and where a meeting is held, by the clocks of its place, and who chairs it."""

    held_on: date
    starts: time
    ends: time
    zone: str
    place: str
    chair_id: UUID | None
    next_dates: str = ""


def plan_meeting(
    session: Session, *, actor: Actor, round_id: UUID, plan: Plan, now: datetime
) -> Meeting:
    """Plan the meeting over a round; every contact is told, and an agenda is proposed.

    The announced day of the round follows. Raises Invalid, NotNow.
    """
    round_ = club_queries.get_round(session, round_id)
    club = club_queries.get_club(session, round_.club_id)
    access.require(actor, Permission.CLUB_RUN, club)
    if queries.find_standing(session, round_id) is not None:
        raise NotNow(lazy("The meeting of this round is planned already."))
    _refuse_past(plan, now)
    meeting = Meeting(
        round_id=round_id,
        held_on=plan.held_on,
        planned_at=now,
        planned_by=actor.person_id,
        state=MeetingState.PLANNED,
        told=0,
    )
    _write(session, round_, meeting, plan)
    session.add(meeting)
    session.flush()
    session.add_all(proposed_items(meeting))
    if meeting.chair_id is not None:
        _seat_chair(session, round_, meeting, actor, now)
    audit.record(
        session,
        actor,
        "meeting.planned",
        meeting,
        now,
        round=round_.half_year,
        day=plan.held_on.isoformat(),
    )
    to = everybody(session, club, meeting)
    tell_dates(session, (club, round_, meeting), "club_meeting_planned", to, now)
    return meeting


def _refuse_past(plan: Plan, now: datetime) -> None:
    if plan.held_on < today(now):
        raise Invalid(lazy("A meeting is planned for today or later."), field="held_on")


def _write(session: Session, round_: ClubRound, meeting: Meeting, plan: Plan) -> None:
    if plan.ends <= plan.starts:
        raise Invalid(lazy("It ends before it begins."), field="ends")
    _refuse_other_chair(session, round_.club_id, plan.chair_id)
    if plan.held_on != round_.meeting_on:
        if round_.state is RoundState.FINAL:
            raise NotNow(lazy("This round has ended. Its dates stay as they were."))
        _move_day(round_, plan.held_on)
    meeting.held_on = plan.held_on
    meeting.starts_at = instant_of(plan.held_on, plan.starts, plan.zone)
    meeting.ends_at = instant_of(plan.held_on, plan.ends, plan.zone)
    meeting.zone, meeting.place = plan.zone, plan.place
    meeting.chair_id, meeting.next_dates = plan.chair_id, plan.next_dates


def _move_day(round_: ClubRound, day: date) -> None:
    try:
        refuse_disorder(replace(dates_of(round_), meeting_on=day))
    except Invalid:
        raise Invalid(
            lazy(
                "The meeting lies between the draft results and the last day for corrections. "
                "Change the dates of the round first."
            ),
            field="held_on",
        ) from None
    round_.meeting_on = day


def _refuse_other_chair(session: Session, club_id: UUID, chair_id: UUID | None) -> None:
    contacts = {row.contact_id for row, _name in club_queries.memberships_of(session, club_id)}
    if chair_id is not None and chair_id not in contacts:
        raise Invalid(lazy("A contact of a member chairs the meeting."), field="chair")


def _seat_chair(
    session: Session, round_: ClubRound, meeting: Meeting, actor: Actor, now: datetime
) -> None:
    """Give the chair a place at the table; who chairs is known to all."""
    known = (
        queries.find_participant(session, meeting.id, meeting.chair_id)
        if (meeting.chair_id is not None)
        else None
    )
    if known is not None or meeting.chair_id is None:
        return
    member = next(
        row
        for row, _name in club_queries.memberships_of(session, round_.club_id)
        if row.contact_id == meeting.chair_id
    )
    session.add(
        Participant(
            meeting_id=meeting.id,
            person_id=meeting.chair_id,
            membership_id=member.id,
            added_at=now,
            added_by=actor.person_id,
        )
    )


def change_meeting(
    session: Session, *, actor: Actor, meeting_id: UUID, plan: Plan, now: datetime
) -> bool:
    """Change when, where or by whom a meeting is held; say whether others were told.

    They are told of another day, time or place. Raises Invalid, NotNow.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_PLAN, at)
    meeting = at.meeting
    if meeting.state is not MeetingState.PLANNED:
        raise NotNow(lazy("Only a meeting that is still to be held can be changed."))
    _refuse_past(plan, now)
    round_ = club_queries.get_round(session, meeting.round_id)
    before = (meeting.starts_at, meeting.ends_at, meeting.zone, meeting.place)
    _write(session, round_, meeting, plan)
    _seat_chair(session, round_, meeting, actor, now)
    moved = before != (meeting.starts_at, meeting.ends_at, meeting.zone, meeting.place)
    audit.record(
        session, actor, "meeting.changed", meeting, now, day=plan.held_on.isoformat(), moved=moved
    )
    if moved:
        meeting.told += 1
        to = everybody(session, at.club, meeting)
        tell_dates(session, (at.club, round_, meeting), "club_meeting_changed", to, now)
    return moved


def cancel_meeting(
    session: Session, *, actor: Actor, meeting_id: UUID, why: str, now: datetime
) -> None:
    """Cancel a meeting; all who were told of it are told why. Another one may be planned."""
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_PLAN, at)
    meeting = at.meeting
    if meeting.state is not MeetingState.PLANNED:
        raise NotNow(lazy("Only a meeting that is still to be held can be cancelled."))
    if not why.strip():
        raise Invalid(lazy("Say why: all are told."), field="why")
    meeting.state, meeting.cancelled_at, meeting.cancelled_why = MeetingState.CANCELLED, now, why
    meeting.told += 1
    round_ = club_queries.get_round(session, meeting.round_id)
    audit.record(session, actor, "meeting.cancelled", meeting, now, why=why)
    to = everybody(session, at.club, meeting)
    tell_dates(session, (at.club, round_, meeting), "club_meeting_cancelled", to, now)
