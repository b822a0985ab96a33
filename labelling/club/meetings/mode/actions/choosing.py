"""What the chair chooses beforehand: indicators, their questions, what is offered to be open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.standing import Published
from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.meetings.mode import queries, texts
from labelling.club.meetings.mode.models import OpenOffer
from labelling.club.meetings.mode.questions import MOST_WORDS, proposed, words_in
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.models import MeetingState, Slide
from labelling.club.results import gate
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

FEWEST, MOST = 6, 8
NOT_ON_SLIDES = lazy("Choose among the indicators of the slides.")
_BEGUN = lazy("The meeting has begun. Its slides stay as they are.")


@dataclass(frozen=True, slots=True)
class Worded:
    """What the chair wrote on a slide: its place, its question, notes for the chair alone."""

    position: int
    question: str
    notes: str


def _led(session: Session, actor: Actor, meeting_id: UUID, now: datetime) -> Room:
    room = queries.room_for(session, actor, meeting_id, now)
    access.require(actor, Permission.MEETING_LEAD, room)
    if room.meeting.state is not MeetingState.PLANNED:
        raise NotNow(_BEGUN)
    return room


def choose_slides(
    session: Session, *, actor: Actor, meeting_id: UUID, codes: Sequence[str], now: datetime
) -> list[Slide]:
    """Choose six to eight indicators; each gets a question from the published figures.

    Slides that stay keep their question. Raises Invalid, NotNow.
    """
    room = _led(session, actor, meeting_id, now)
    set_ = club.round_set(session, room.round)
    wanted = list(dict.fromkeys(codes))
    if any(code not in set_.indicators for code in wanted):
        raise Invalid(lazy("Choose indicators of this round."), field="indicators")
    if not FEWEST <= len(wanted) <= MOST:
        raise Invalid(lazy("Choose six to eight indicators."), field="indicators")
    kept = {one.indicator: one for one in queries.slides_of(session, meeting_id)}
    gone = [one.id for code, one in kept.items() if code not in wanted]
    session.execute(delete(Slide).where(Slide.id.in_(gone)))
    order = [code for code in kept if code in wanted]
    order += [code for code in wanted if code not in kept]
    published = gate.published(session, room.club)
    for position, code in enumerate(order, 1):
        if code in kept:
            kept[code].position = position
        else:
            question = question_for(set_, room, published, code)
            session.add(
                Slide(meeting_id=meeting_id, position=position, indicator=code, question=question)
            )
    session.flush()
    audit.record(session, actor, "slides.chosen", room.meeting, now, indicators=order)
    return queries.slides_of(session, meeting_id)


def question_for(set_: IndicatorSet, room: Room, published: Published, code: str) -> str:
    """Return the proposed question of an indicator, '' where nothing of it stands published."""
    indicator, half = set_.indicators[code], Round.parse(room.round.half_year)
    standing = published.standing(Place(str(half), code))
    if standing is None:
        return ""
    earlier = half.previous.previous  # the same half of the year before
    since = set_.comparable_since(code, half)
    before = published.standing(Place(str(earlier), code))
    comparable = before is not None and (since is None or earlier >= since)
    return proposed(
        indicator,
        set_.units[indicator.unit],
        standing,
        before.get("median") if before is not None and comparable else None,
    )


def word_slides(
    session: Session,
    *,
    actor: Actor,
    meeting_id: UUID,
    worded: Mapping[str, Worded],
    now: datetime,
) -> None:
    """Write questions, notes and order of the chosen slides.

    Raises Invalid for a question that is empty or has too many words, naming its field.
    """
    room = _led(session, actor, meeting_id, now)
    set_ = club.round_set(session, room.round)
    rows = {one.indicator: one for one in queries.slides_of(session, meeting_id)}
    for code, row in rows.items():
        if code in worded and not worded[code].question:
            raise Invalid(lazy("Write a question."), field=f"question-{code}")
        if code in worded:
            count = words_in(worded[code].question) + words_in(set_.indicators[code].name)
            if count > MOST_WORDS:
                raise Invalid(
                    lazy("At most 25 words fit on a slide, the indicator's name included."),
                    field=f"question-{code}",
                )
            row.question, row.notes = worded[code].question, worded[code].notes
    order = sorted(rows.values(), key=lambda one: _place(one, worded.get(one.indicator)))
    for position, row in enumerate(order, 1):
        row.position = position
    audit.record(session, actor, "slides.worded", room.meeting, now)


def _place(row: Slide, worded: Worded | None) -> tuple[int, int, int]:
    """Return where a slide goes: before the one at its new place, or behind if it moved down."""
    wanted = worded.position if worded is not None else row.position
    moved = (wanted > row.position) - (wanted < row.position)
    return wanted, moved, row.position


def offer_openness(
    session: Session, *, actor: Actor, meeting_id: UUID, codes: Sequence[str], now: datetime
) -> None:
    """Ask the members to open some of the chosen indicators to each other (``club-open``).

    None takes the offer back. Agreements count for the indicators that they name.
    """
    room = _led(session, actor, meeting_id, now)
    chosen = {one.indicator for one in queries.slides_of(session, meeting_id)}
    if any(code not in chosen for code in codes):
        raise Invalid(NOT_ON_SLIDES, field="open")
    row = queries.find_offer(session, meeting_id)
    if row is None:
        row = OpenOffer(meeting_id=meeting_id)
        session.add(row)
    row.indicators = sorted(set(codes))
    row.text_version = texts.OPENNESS_VERSION
    row.offered_at, row.offered_by = now, actor.person_id
    audit.record(session, actor, "openness.offered", room.meeting, now, indicators=row.indicators)
