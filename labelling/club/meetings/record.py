"""What minutes hold beside their text, and which names they may not hold."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.agenda import title_of
from labelling.club.meetings.models import ActionState, ClubAction, Minutes
from labelling.club.meetings.subjects import AtMeeting
from labelling.club.models import Openness
from labelling.core import i18n
from labelling.people import queries as people

_FEW = 5  # club-2026, rule 1: own actions are counted from so many on


def template(session: Session, at: AtMeeting) -> str:
    """Return what the minutes begin with: a heading for each item, in the club's language."""
    with i18n.speaking(at.club.language):
        items = queries.agenda_of(session, at.meeting.id)
        return "\n\n\n".join(f"{number}. {title_of(item)}" for number, item in enumerate(items, 1))


def names_to_leave_out(session: Session, at: AtMeeting, text: str) -> list[str]:
    """Return the names in a text that may not be told: hidden members, people who did not agree.

    Only the office may ask: the answer tells who is a member.
    """
    attendees = queries.attendees_of(session, at.meeting.id)
    agreed = {one.row.membership_id for one in attendees if one.row.named}
    hidden = [
        name
        for row, name in club_queries.memberships_of(session, at.club.id, standing=False)
        if row.openness is Openness.HIDDEN and row.id not in agreed
    ]
    shy = [
        one.person.name
        for one in attendees
        if not one.row.named and one.person.id != at.meeting.chair_id
    ]
    said = " ".join(text.casefold().split())
    wanted = {name for name in (*hidden, *shy) if " ".join(name.casefold().split()) in said}
    return sorted(wanted)


def record_of(session: Session, at: AtMeeting, minutes: Minutes) -> dict[str, Any]:
    """Return what is confirmed: when, who was there as far as it may be told, actions, the text."""
    attendees = [one for one in queries.attendees_of(session, at.meeting.id) if one.row.came]
    shown, more = queries.seen_by_others(attendees, None)
    actions = [
        one
        for one in queries.club_actions_of(session, at.club.id)
        if one.state is ActionState.OPEN or one.meeting_id == at.meeting.id
    ]
    owners = people.names(session, [one.owner_id for one in actions])
    chair = people.names(session, [at.meeting.chair_id])
    own = queries.planned_at(session, at.meeting.id)
    return {
        "club": at.club.name,
        "number": minutes.number,
        "why": minutes.why,
        "day": at.meeting.held_on.isoformat(),
        "place": at.meeting.place,
        "chair": chair.get(at.meeting.chair_id, "") if at.meeting.chair_id else "",
        "agenda": [title_of(item) for item in queries.agenda_of(session, at.meeting.id)],
        "there": [list(one) for one in shown],
        "more": more,
        "text": minutes.text,
        "actions": [_action(one, owners) for one in actions],
        "own_actions": own if own >= _FEW else None,
        "next_dates": at.meeting.next_dates,
    }


def _action(row: ClubAction, owners: Mapping[Any, str]) -> dict[str, str]:
    return {
        "measure": row.measure,
        "indicator": row.indicator,
        "baseline": row.baseline,
        "target": row.target,
        "owner": owners.get(row.owner_id, ""),
        "due_on": row.due_on.isoformat(),
        "state": row.state.value,
    }


def sealed(record: Mapping[str, Any]) -> tuple[str, str]:
    """Return a record as canonical JSON (RFC 8785), and the SHA-256 of that."""
    content = rfc8785.dumps(dict(record))
    return content.decode(), hashlib.sha256(content).hexdigest()


def read_back(minutes: Minutes) -> dict[str, Any]:
    """Return what confirmed minutes hold, days as days."""
    found: dict[str, Any] = json.loads(minutes.content)
    found["day"] = date.fromisoformat(found["day"])
    for action in found["actions"]:
        action["due_on"] = date.fromisoformat(action["due_on"])
    return found
