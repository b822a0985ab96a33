"""The demonstration's meeting on the newest draft results: slides chosen, ready to be opened."""

from collections.abc import Iterable

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
_OPEN = ("A01", "B07")


def prepare_meeting(scene: Scene, club: Club, officer: Actor, actors: Iterable[Actor]) -> None:
    """Choose the slides of the meeting to come, and let who takes part open figures in it."""
    session, now = scene.session, scene.now
    rounds = queries.rounds_of(session, club.id)
    draft = [one.id for one in rounds if one.state is RoundState.DRAFT]
    meeting = session.scalars(select(Meeting).where(Meeting.round_id.in_(draft))).first()
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return
    choose_slides(session, actor=officer, meeting_id=meeting.id, codes=_SLIDES, now=now)
    offer_openness(session, actor=officer, meeting_id=meeting.id, codes=_OPEN, now=now)
    if today(now) >= meeting.held_on:
        return
    come = set(
        session.scalars(select(Participant.person_id).where(Participant.meeting_id == meeting.id))
    )
    for actor in actors:
        if actor.person_id in come:
            agree_to_open(session, actor=actor, meeting_id=meeting.id, now=now)
