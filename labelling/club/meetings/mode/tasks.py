"""What waits for those of a meeting: slides to choose, figures to open, a meeting to follow."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from labelling.club.meetings.mode.models import OpenAgreement, OpenOffer
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.models import ClubRound, Membership
from labelling.club.subjects import own_memberships
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext

_AHEAD = timedelta(days=21)


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield a meeting's tasks for an actor: at most two statements."""
    if actor.role in {Role.MANAGER, Role.OFFICER}:
        yield from _of_meetings(session, actor, now)
    if actor.role is Role.MANAGER:
        yield from _to_open(session, actor, now)


def _of_meetings(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield what there is to lead or to follow."""
    leads = Meeting.chair_id == actor.person_id
    query = (
        select(Meeting, ClubRound.half_year)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .outerjoin(
            Participant,
            and_(Participant.meeting_id == Meeting.id, Participant.person_id == actor.person_id),
        )
        .where(
            or_(
                Meeting.state == MeetingState.OPEN,
                and_(
                    Meeting.state == MeetingState.PLANNED,
                    Meeting.held_on <= today(now) + _AHEAD,
                ),
            )
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    if actor.role is Role.MANAGER:
        query = query.where(or_(leads, Participant.id.is_not(None)))
    for meeting, half in session.execute(query):
        leading = actor.role is Role.OFFICER or meeting.chair_id == actor.person_id
        about = gettext("Meeting of %(half)s", half=half)
        if leading:
            is_open = meeting.state is MeetingState.OPEN
            yield Task(
                title=gettext("Lead the meeting") if is_open else gettext("Prepare the slides"),
                about=about,
                button=gettext("Open the chair's screen"),
                address=f"/meeting-mode/{meeting.id}/chair",
                due=None if is_open else meeting.held_on,
            )
        elif meeting.state is MeetingState.OPEN:
            yield Task(
                title=gettext("Follow the meeting"),
                about=about,
                button=gettext("Follow it here"),
                address=f"/meeting-mode/{meeting.id}",
            )


def _to_open(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield agreements that are asked of the actor's members."""
    query = (
        select(Meeting, ClubRound.half_year)
        .join(OpenOffer, OpenOffer.meeting_id == Meeting.id)
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .join(Membership, Membership.club_id == ClubRound.club_id)
        .outerjoin(
            OpenAgreement,
            and_(
                OpenAgreement.meeting_id == Meeting.id,
                OpenAgreement.membership_id == Membership.id,
                OpenAgreement.withdrawn_at.is_(None),
            ),
        )
        .where(
            own_memberships(actor),
            Membership.left_on.is_(None),
            OpenAgreement.id.is_(None),
            Meeting.state == MeetingState.PLANNED,
            Meeting.held_on > today(now),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    for meeting, half in session.execute(query):
        yield Task(
            title=gettext("Open figures in the meeting?"),
            about=gettext("Meeting of %(half)s", half=half),
            button=gettext("Read what is asked"),
            address=f"/meeting-mode/{meeting.id}/agreement",
            due=meeting.held_on - timedelta(days=1),
        )
