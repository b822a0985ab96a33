"""The agenda that is proposed: what was agreed and what is doubtful first, then what is new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from labelling.club.meetings.models import AgendaItem, Meeting, Topic
from labelling.club.meetings.words import TOPIC_NAMES

_SHARES: Mapping[Topic, int] = {
    Topic.WELCOME: 4,
    Topic.ACTIONS: 10,
    Topic.DATA: 12,
    Topic.CHANGES: 6,
    Topic.RESULTS: 18,
    Topic.SLIDES: 26,
    Topic.PRACTICES: 10,
    Topic.AWARD: 4,
    Topic.OWN_ACTIONS: 6,
    Topic.DATES: 4,
}
"""In per cent of the time that there is."""
_USUAL = 240  # minutes
_STEP = 5


def proposed_items(meeting: Meeting) -> list[AgendaItem]:
    """Return the items of an agenda in the order of a meeting, with their share of its time."""
    whole = _USUAL
    if meeting.starts_at is not None and meeting.ends_at is not None:
        whole = int((meeting.ends_at - meeting.starts_at) / timedelta(minutes=1))
    return [
        AgendaItem(
            meeting_id=meeting.id,
            position=position,
            topic=topic,
            title="",
            note="",
            lasts=max(_STEP, whole * share // 100 // _STEP * _STEP),
        )
        for position, (topic, share) in enumerate(_SHARES.items(), 1)
    ]


def title_of(item: AgendaItem) -> str:
    """Return what an item is called: as it was typed, else as its topic is."""
    return item.title or str(TOPIC_NAMES[item.topic])


def begins(meeting: Meeting, items: Sequence[AgendaItem]) -> list[datetime | None]:
    """Return when each item begins; None where the meeting has no time yet."""
    found: list[datetime | None] = []
    at = meeting.starts_at
    for item in items:
        found.append(at)
        at = at + timedelta(minutes=item.lasts) if at is not None else None
    return found


def minutes_in_all(items: Iterable[AgendaItem]) -> int:
    """Return how many minutes the items take together."""
    return sum(item.lasts for item in items)
