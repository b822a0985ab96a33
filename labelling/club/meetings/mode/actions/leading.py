"""The meeting is opened, led from slide to slide, and closed: each on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.actions.rounds import step
from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.deck import Deck, deck_of, made_of, released_from
from labelling.club.meetings.mode.models import NamingConsent, OpenFigure
from labelling.club.meetings.mode.opening import open_values
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.models import Meeting, MeetingState
from labelling.club.models import ReleaseKind, RoundState
from labelling.club.results import gate
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

EARLY = timedelta(days=7)
"""So long before its day a meeting is opened by mistake rather than on purpose."""

_NO_SLIDES = lazy("Choose the slides first.")
_NO_RESULTS = lazy("The draft results of this round are not out yet. Release them first.")
_MOVED = lazy("Another screen has moved on. This is what is on show now.")
_CHANGED = lazy("Something was changed meanwhile. Look at the slides, then open the meeting.")
_NOT_OPEN = lazy("The meeting is not open.")


@dataclass(frozen=True)
class JudgedMeeting:
    """All slides of a meeting judged together, before anything of it is recorded.

    ``opened`` are the figures that would be open, by indicator and membership; ``closed`` the
    offered indicators that would tell of others and stay shut.
    """

    meeting_id: UUID
    chosen: tuple[UUID, ...]
    agreed: frozenset[UUID]
    prepared: gate.Prepared
    deck: Deck
    opened: tuple[tuple[str, UUID, Fraction], ...]
    closed: tuple[str, ...]


def judge_slides(
    session: Session, *, actor: Actor, meeting_id: UUID, now: datetime
) -> JudgedMeeting:
    """Judge the slides of a meeting as one release against the club's whole ledger.

    Raises NotNow where there are no slides, or no results that they could show.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_LEAD, room)
    chosen = queries.slides_of(session, meeting_id)
    if not chosen:
        raise NotNow(_NO_SLIDES)
    found = released_from(session, room.round)
    if found is None:
        raise NotNow(_NO_RESULTS)
    _release, frozen = found
    prepared = gate.prepare(
        session,
        kind=ReleaseKind.SLIDES,
        round_=room.round,
        frozen=frozen,
        groups={},
        codes=[one.indicator for one in chosen],
    )
    read = gate.read_content(prepared.sha256, prepared.content)
    deck = made_of(session, room.round, frozen, read, chosen)
    standing = queries.agreements(session, meeting_id)
    opened, closed = open_values(session, room, deck, standing, read)
    return JudgedMeeting(
        meeting_id=meeting_id,
        chosen=tuple(one.id for one in chosen),
        agreed=frozenset(one.id for one in standing),
        prepared=prepared,
        deck=deck,
        opened=tuple(opened),
        closed=tuple(closed),
    )


def is_early(meeting: Meeting, now: datetime) -> bool:
    """Say whether the day of a meeting is still more than a week away."""
    return meeting.held_on - today(now) > EARLY


def open_meeting(
    session: Session, *, actor: Actor, judged: JudgedMeeting, early: bool = False, now: datetime
) -> None:
    """Open a meeting: its slides enter the ledger as one release, and whoever takes part sees it.

    More than a week before its day it is opened only by who says so (``early``): what was released
    cannot be taken back. Raises NotNow where it was opened before or nothing can be shown, Conflict
    where slides, agreements or the ledger have changed since they were judged.
    """
    room = queries.room_for(session, actor, judged.meeting_id, now)
    access.require(actor, Permission.MEETING_LEAD, room)
    if room.meeting.state is MeetingState.CANCELLED:
        raise NotNow(lazy("This meeting was cancelled."))
    if room.meeting.state is not MeetingState.PLANNED:
        raise NotNow(lazy("This meeting was opened before."))
    if is_early(room.meeting, now) and not early:
        raise NotNow(
            lazy("The day of this meeting is more than a week away. Say that you mean it.")
        )
    if not judged.deck.slides:
        raise NotNow(lazy("Every chosen indicator is protected. Choose others."))
    if _as_it_stands(session, judged) != (judged.chosen, judged.agreed):
        raise Conflict(_CHANGED)
    audience = f"meeting {room.meeting.held_on.isoformat()}"
    gate.record(session, actor, judged.prepared, now, audience=audience)
    session.add_all(
        OpenFigure(
            meeting_id=room.meeting.id,
            indicator=code,
            membership_id=membership_id,
            value=value,
            opened_at=now,
        )
        for code, membership_id, value in judged.opened
    )
    meeting = room.meeting
    meeting.state, meeting.slide, meeting.slide_at, meeting.opened_at = (
        MeetingState.OPEN, 0, now, now,
    )  # fmt: skip
    if room.round.state is RoundState.DRAFT:
        step(session, room.round, RoundState.MEETING, actor, now)
    audit.record(
        session,
        actor,
        "meeting.opened",
        meeting,
        now,
        slides=[one.indicator.code for one in judged.deck.slides],
        protected=[one.code for one in judged.deck.protected],
        open=sorted({code for code, _, _ in judged.opened}),
    )


def _as_it_stands(
    session: Session, judged: JudgedMeeting
) -> tuple[tuple[UUID, ...], frozenset[UUID]]:
    chosen = queries.slides_of(session, judged.meeting_id)
    standing = queries.agreements(session, judged.meeting_id)
    return tuple(one.id for one in chosen), frozenset(one.id for one in standing)


def show_slide(
    session: Session, *, actor: Actor, meeting_id: UUID, expected: int, wanted: int, now: datetime
) -> int:
    """Put another slide on show; return its number.

    ``expected`` is the one that the asker's screen shows. Raises Conflict where another screen has
    moved on meanwhile, NotNow where the meeting is not open. Numbers beyond the ends are the ends.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_LEAD, room)
    _insist_open(room)
    meeting = room.meeting
    if meeting.slide != expected:
        raise Conflict(_MOVED)
    last = len(deck_of(session, meeting, room.round).slides)
    number = min(max(wanted, 0), last)
    if number != meeting.slide:
        meeting.slide, meeting.slide_at = number, now
    return number


def close_meeting(
    session: Session, *, actor: Actor, meeting_id: UUID, now: datetime
) -> Sequence[NamingConsent]:
    """Close a meeting: nobody follows any more, and every name that is shown expires.

    Returns the consents that expired.
    """
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_LEAD, room)
    _insist_open(room)
    meeting = room.meeting
    meeting.state, meeting.slide, meeting.slide_at, meeting.closed_at = (
        MeetingState.CLOSED, None, None, now,
    )  # fmt: skip
    standing = list(
        session.scalars(
            select(NamingConsent)
            .where(
                NamingConsent.meeting_id == meeting_id,
                NamingConsent.withdrawn_at.is_(None),
                NamingConsent.expired_at.is_(None),
            )
            .order_by(NamingConsent.given_at, NamingConsent.id)
        )
    )
    audit.record(session, actor, "meeting.closed", meeting, now, expired=len(standing))
    for one in standing:
        one.expired_at = now
        audit.record(session, actor, "naming.expired", one, now, indicator=one.indicator)
    return standing


def _insist_open(room: Room) -> None:
    if not room.is_open:
        raise NotNow(_NOT_OPEN)
