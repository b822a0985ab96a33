"""The demonstration's meeting on the newest draft results: slides chosen, ready to be opened."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from labelling.club import queries
from labelling.club.meetings.mode.actions.agreeing import agree_to_open
from labelling.club.meetings.mode.actions.choosing import choose_slides, offer_openness
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.models import Club, RoundState
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.desk.demo_data.timetable import Scene

_SLIDES = ("A01", "A07", "B03", "B07", "C02", "D05", "E03", "F05")
_OPEN = ("C02", "E03")


def prepare_meeting(scene: Scene, club: Club, officer: Actor, own: dict[UUID, Actor]) -> None:
    """Choose the slides of the meeting to come, and let some members open figures in it.

    ``own`` are the members with seats and who acts for them; the first chairs.
    """
    meeting = _planned(scene, club, officer, own)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return
    session, now = scene.session, scene.now
    choose_slides(session, actor=officer, meeting_id=meeting.id, codes=_SLIDES, now=now)
    offer_openness(session, actor=officer, meeting_id=meeting.id, codes=_OPEN, now=now)
    if today(now) < meeting.held_on:
        for actor in list(own.values())[:6]:
            agree_to_open(session, actor=actor, meeting_id=meeting.id, now=now)


def _planned(scene: Scene, club: Club, officer: Actor, own: dict[UUID, Actor]) -> Meeting | None:
    """Return the meeting on the newest draft results, planned now unless it was before."""
    rounds = queries.rounds_of(scene.session, club.id)
    round_ = next((one for one in rounds if one.state is RoundState.DRAFT), None)
    if round_ is None:
        return None
    found = scene.session.scalars(select(Meeting).where(Meeting.round_id == round_.id)).first()
    if found is not None:
        return found
    meeting = Meeting(
        round_id=round_.id,
        held_on=today(scene.now) + timedelta(days=1),
        place="Room 1 (fictitious)",
        chair_id=next(iter(own.values())).person_id,
        planned_at=scene.now,
        planned_by=officer.person_id,
    )
    scene.session.add(meeting)
    scene.session.flush()
    scene.session.add_all(
        Participant(
            meeting_id=meeting.id,
            person_id=actor.person_id,
            membership_id=membership_id,
            added_at=scene.now,
            added_by=officer.person_id,
        )
        for membership_id, actor in own.items()
    )
    scene.session.flush()
    return meeting
