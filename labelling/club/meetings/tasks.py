"""What waits because of meetings: invitations, minutes to confirm, actions that are due."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.club.meetings.models import (
    ActionState,
    ClubAction,
    Meeting,
    MeetingState,
    Minutes,
    Participant,
)
from labelling.club.models import Club, ClubRound, Membership
from labelling.club.subjects import own_memberships
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext

_SOON = timedelta(days=14)


@offers_tasks
def meeting_tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield what waits for an actor: a constant number of statements."""
    if actor.role in {Role.MANAGER, Role.ASSESSOR}:  # guests of other roles have their mail
        yield from _invitations(session, actor, now)
    if actor.role is Role.MANAGER:
        yield from _to_confirm(session, actor)
    if actor.role is Role.OFFICER:
        yield from _to_release(session)
    if actor.role in {Role.MANAGER, Role.OFFICER}:
        yield from _actions(session, actor, now)


def _invitations(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    rows = session.execute(
        select(Meeting, Club.name)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .join(Club, Club.id == ClubRound.club_id)
        .where(
            Participant.person_id == actor.person_id,
            Participant.comes.is_(None),
            Meeting.state == MeetingState.PLANNED,
            Meeting.held_on >= today(now),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    for meeting, club in rows:
        yield Task(
            title=gettext("Say whether you come to the meeting"),
            about=club,
            button=gettext("Answer"),
            address=f"/clubs/meetings/{meeting.id}",
            due=meeting.held_on,
        )


def _minutes(session: Session) -> list[tuple[Meeting, Minutes, str]]:
    rows = session.execute(
        select(Meeting, Minutes, Club.name)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .join(Club, Club.id == ClubRound.club_id)
        .where(Minutes.confirmed_at.is_(None), Meeting.state == MeetingState.CLOSED)
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [(meeting, minutes, club) for meeting, minutes, club in rows]


def _to_confirm(session: Session, actor: Actor) -> Iterator[Task]:
    for meeting, minutes, club in _minutes(session):
        if meeting.chair_id == actor.person_id and minutes.released_at is not None:
            yield Task(
                title=gettext("Confirm the minutes"),
                about=club,
                button=gettext("Read them"),
                address=f"/clubs/meetings/{meeting.id}/minutes",
            )


def _to_release(session: Session) -> Iterator[Task]:
    for meeting, minutes, club in _minutes(session):
        if minutes.released_at is None:
            yield Task(
                title=gettext("Look over the minutes"),
                about=club,
                button=gettext("Read them"),
                address=f"/clubs/meetings/{meeting.id}/minutes",
            )


def _actions(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield open actions due within a fortnight: one's own member's, and those one sees to."""
    mine = select(Membership.id).where(own_memberships(actor), Membership.left_on.is_(None))
    rows = session.execute(
        select(ClubAction, Club.name)
        .join(Club, Club.id == ClubAction.club_id)
        .where(
            ClubAction.state == ActionState.OPEN,
            ClubAction.due_on <= today(now) + _SOON,
            or_(
                ClubAction.membership_id.in_(mine),
                (ClubAction.owner_id == actor.person_id) & ClubAction.membership_id.is_(None),
            ),
        )
        .order_by(ClubAction.due_on, ClubAction.id)
    )
    for action, club in rows:
        yield Task(
            title=gettext("Say what became of: %(measure)s", measure=action.measure),
            about=club,
            button=gettext("See the action"),
            address=f"/clubs/actions/{action.id}",
            due=action.due_on,
        )
