"""Actions: planned by a member for itself, typed for the club in a meeting, and their end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.figures import kept, typed
from labelling.club.meetings.following import own_series
from labelling.club.meetings.models import ActionState, ClubAction, MeetingState
from labelling.club.meetings.owners import club_owners
from labelling.club.meetings.subjects import ClubActions
from labelling.club.results.queries import own_sheets, rounds_with_results
from labelling.club.sets import set_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed of an action; figures as they are written, '' for none."""

    measure: str
    due_on: date
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    owner_id: UUID | None = None


def plan_action(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    draft: Draft,
    now: datetime,
    meeting_id: UUID | None = None,
) -> ClubAction:
    """Plan an action of a member itself: it and the office see it.

    A blank baseline is the member's newest figure of the indicator. Raises Invalid.
    """
    place = club_queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.CLUB_ACTION_PLAN, ClubActions(place.club, place))
    people = {one.id for one in queries.people_of_member(session, place.membership)}
    if meeting_id is not None:
        at = queries.at_meeting(session, actor, meeting_id, now)
        access.require(actor, Permission.MEETING_VIEW, at)
        if at.club.id != place.club.id:
            raise Invalid(lazy("This meeting is of another club."))
    row = ClubAction(
        club_id=place.club.id,
        meeting_id=meeting_id,
        membership_id=membership_id,
        state=ActionState.OPEN,
        note="",
        made_at=now,
        made_by=actor.person_id,
    )
    _write(session, row, draft, people, now)
    _take_own_baseline(session, row)
    session.add(row)
    session.flush()
    audit.record(session, actor, "action.planned", row, now, indicator=row.indicator)
    return row


def type_club_action(
    session: Session, *, actor: Actor, meeting_id: UUID, draft: Draft, now: datetime
) -> ClubAction:
    """Type an action of the club, as the chair or the office: its members see it.

    Its owner is somebody whose name the participants see. Raises Invalid, NotNow.
    """
    at = queries.at_meeting(session, actor, meeting_id, now)
    access.require(actor, Permission.CLUB_ACTION_TYPE, at)
    if at.meeting.state is MeetingState.CANCELLED:
        raise NotNow(lazy("This meeting was cancelled."))
    row = ClubAction(
        club_id=at.club.id,
        meeting_id=meeting_id,
        membership_id=None,
        state=ActionState.OPEN,
        note="",
        made_at=now,
        made_by=actor.person_id,
    )
    owners = {one.id for one in club_owners(session, at.meeting)}
    _write(session, row, draft, owners, now)
    newest = next(iter(rounds_with_results(session, at.club.id)), None)
    row.round_id = newest.id if row.indicator and newest is not None else None
    session.add(row)
    session.flush()
    audit.record(session, actor, "action.typed", row, now, indicator=row.indicator)
    return row


def change_action(
    session: Session, *, actor: Actor, action_id: UUID, draft: Draft, now: datetime
) -> ClubAction:
    """Change what an open action says. The figure that it began from stays unless it is typed."""
    one = queries.one_action(session, actor, action_id, now)
    access.require(actor, Permission.CLUB_ACTION_KEEP, one)
    row = one.action
    _refuse_ended(row)
    before = row.indicator
    if row.membership_id is not None and one.place is not None:
        people = queries.people_of_member(session, one.place.membership)
    elif one.meeting is not None:
        people = club_owners(session, one.meeting.meeting)
    else:
        people = []
    _write(session, row, draft, {person.id for person in people}, now)
    if row.membership_id is not None and row.indicator != before:
        _take_own_baseline(session, row)
    audit.record(session, actor, "action.changed", row, now, indicator=row.indicator)
    return row


def end_action(
    session: Session, *, actor: Actor, action_id: UUID, state: ActionState, note: str, now: datetime
) -> ClubAction:
    """Say what became of an action: done, or dropped with a reason. Raises Invalid, NotNow."""
    one = queries.one_action(session, actor, action_id, now)
    access.require(actor, Permission.CLUB_ACTION_KEEP, one)
    row = one.action
    _refuse_ended(row)
    if state is ActionState.OPEN:
        raise Invalid(lazy("Choose done or dropped."), field="state")
    if state is ActionState.DROPPED and not note.strip():
        raise Invalid(lazy("Say why it was dropped."), field="note")
    row.state, row.note, row.ended_at, row.ended_by = state, note, now, actor.person_id
    audit.record(session, actor, "action.ended", row, now, state=state.value)
    return row


def reopen_action(session: Session, *, actor: Actor, action_id: UUID, now: datetime) -> ClubAction:
    """Take an action up again that was said to be done or dropped."""
    one = queries.one_action(session, actor, action_id, now)
    access.require(actor, Permission.CLUB_ACTION_KEEP, one)
    row = one.action
    if row.state is ActionState.OPEN:
        raise NotNow(lazy("This action is open."))
    row.state, row.ended_at, row.ended_by = ActionState.OPEN, None, None
    audit.record(session, actor, "action.reopened", row, now)
    return row


def _refuse_ended(row: ClubAction) -> None:
    if row.state is not ActionState.OPEN:
        raise NotNow(lazy("This action has ended. Take it up again to change it."))


def _write(
    session: Session, row: ClubAction, draft: Draft, owners: Collection[UUID], now: datetime
) -> None:
    if not draft.measure.strip():
        raise Invalid(lazy("Write what will be done."), field="measure")
    set_ = set_of(club_queries.newest_set(session, row.club_id))
    if draft.indicator and draft.indicator not in set_.indicators:
        raise Invalid(lazy("Choose an indicator of the club."), field="indicator")
    if draft.due_on < today(now) and draft.due_on != row.due_on:
        raise Invalid(lazy("Choose today or a later day."), field="due_on")
    if draft.owner_id is not None and draft.owner_id not in {*owners, row.owner_id}:
        raise Invalid(lazy("Choose from the list."), field="owner")
    row.indicator = draft.indicator
    row.baseline = typed(draft.baseline, "baseline") if draft.indicator else ""
    row.target = typed(draft.target, "target") if draft.indicator else ""
    row.measure, row.owner_id, row.due_on = draft.measure, draft.owner_id, draft.due_on


def _take_own_baseline(session: Session, row: ClubAction) -> None:
    """Note the round of the member's newest figure, and the figure where none was typed."""
    row.round_id = None
    if not row.indicator or row.membership_id is None:
        return
    set_ = set_of(club_queries.newest_set(session, row.club_id))
    series = own_series(
        set_, set_.indicators[row.indicator], own_sheets(session, row.membership_id)
    )
    if not series:
        return
    half = max(series)
    row.round_id = _round_id(session, row.club_id, half)
    row.baseline = row.baseline or kept(series[half])


def _round_id(session: Session, club_id: UUID, half: Round) -> UUID | None:
    rounds = club_queries.rounds_of(session, club_id)
    return next((one.id for one in rounds if one.half_year == str(half)), None)
