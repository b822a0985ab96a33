"""What is on show at this moment, as one reader may see it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from benchmarking.charts.values import Chart
from benchmarking.figures import Value
from benchmarking.quantiles import Quartiles
from benchmarking.statistics.place import quarter
from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.deck import Deck, DeckSlide, deck_of
from labelling.club.meetings.mode.opening import meeting_under
from labelling.club.meetings.mode.strips import slide_strip
from labelling.club.meetings.mode.subjects import Room
from labelling.club.results import pictures, wording
from labelling.club.results.member import Beside, Line
from labelling.core import i18n
from labelling.core.access import Actor, may
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.pictures import Picture

Screen = Literal["follow", "chair", "projector"]


@dataclass(frozen=True)
class Told:
    """A figure with its member's name; ``code`` is its indicator, ``own`` the reader's."""

    name: str
    figure: str
    own: bool


@dataclass(frozen=True)
class Live:
    """A moment of a meeting. ``tag`` changes with everything that a screen shows of it.

    ``withheld``: the reader's member did not report the indicator. ``named`` are shown to all,
    ``opened`` only to those who agreed to the same; ``shut``: the reader's member agreed to open
    this figure, and none is open to it. ``strip`` is the slide's, ``picture`` the
    reader's own.
    """

    screen: Screen
    room: Room
    deck: Deck | None
    slide: DeckSlide | None
    withheld: bool
    strip: Chart | None
    picture: Picture | None
    own: str
    named: tuple[Told, ...]
    opened: tuple[Told, ...]
    shut: bool
    may_name: bool
    own_figure: str
    is_named: bool
    follow: int | None
    tag: str

    @property
    def last(self) -> int:
        """Return the number of the last slide."""
        return len(self.deck.slides) if self.deck is not None else 0

    @property
    def following(self) -> DeckSlide | None:
        """Return the slide that comes next, None after the last."""
        number = (self.room.meeting.slide or 0) + 1
        return self.deck.slide(number) if self.deck is not None else None


def live(session: Session, actor: Actor, room: Room, screen: Screen, now: datetime) -> Live:
    """Return what is on show. Callers have required the permission."""
    meeting = room.meeting
    deck = deck_of(session, meeting, room.round) if room.is_open else None
    slide = deck.slide(meeting.slide) if deck is not None else None
    member = str(room.place.membership.id) if room.place is not None and _own(screen) else ""
    withheld = bool(member) and slide is not None and member not in slide.reported
    named = _named(session, room, slide, member) if slide is not None and not withheld else ()
    opened, shut = (
        _opened(session, room, slide, member)
        if slide is not None and member and not withheld
        else ((), False)
    )
    follow = queries.followers(session, meeting.id, now) if screen == "chair" else None
    value = slide.values.get(member) if slide is not None and member else None
    may_name = (
        slide is not None
        and value is not None
        and value.accepted
        and may(actor, Permission.NAMING_GIVE, room)
    )
    return Live(
        screen=screen,
        room=room,
        deck=deck,
        slide=slide,
        withheld=withheld,
        strip=slide_strip(slide) if slide is not None and not _own(screen) else None,
        picture=(
            _picture(slide, value) if slide is not None and _own(screen) and not withheld else None
        ),
        own=_own_sentence(slide, value) if slide is not None and member and not withheld else "",
        named=named,
        opened=opened,
        shut=shut,
        may_name=may_name,
        own_figure=_figure(slide, value) if slide is not None and value is not None else "",
        is_named=any(one.own for one in named),
        follow=follow,
        tag=_tag(room, screen, named, opened, follow, shut=shut),
    )


def _own(screen: Screen) -> bool:
    return screen == "follow"


def _named(session: Session, room: Room, slide: DeckSlide, member: str) -> tuple[Told, ...]:
    found = queries.names_standing(session, room.meeting.id)
    return tuple(
        Told(
            name,
            wording.figure(row.value, slide.unit, exact=True),
            str(row.membership_id) == member,
        )
        for row, name in found
        if row.indicator == slide.indicator.code
    )


def _opened(
    session: Session, room: Room, slide: DeckSlide, member: str
) -> tuple[tuple[Told, ...], bool]:
    """Return the figures that are open to the reader, whose own is open to those it sees.

    Both must have agreed in time. Beside them: whether the reader agreed, and none is open to it.
    """
    code = slide.indicator.code
    if room.participant is None or room.participant.membership_id is None:
        return (), False
    under = meeting_under(room, queries.agreements(session, room.meeting.id), code)
    if member not in under.agreed:
        return (), False
    found = queries.open_figures(session, room.meeting.id, code)
    own = member in {str(row.membership_id) for row, _name in found}
    told = tuple(
        Told(name, wording.figure(row.value, slide.unit, exact=True), False)
        for row, name in found
        if own
        and str(row.membership_id) != member
        and under.shows(str(row.membership_id), code, member)
    )
    return told, not told


def _line(slide: DeckSlide, value: Value) -> tuple[Line, Beside]:
    """Return a member's own figure beside the slide's, as the pages of results draw it."""
    standing = slide.standing
    cuts = Quartiles(standing.get("q1"), standing.get("median"), standing.get("q3"))
    place = quarter(value.number, cuts, slide.indicator.direction) if value.accepted else None
    beside = Beside(standing, place, None, None)
    return Line(slide.indicator, slide.unit, value, (beside,), None, None, {}), beside


def _picture(slide: DeckSlide, value: Value | None) -> Picture | None:
    if value is None:
        return pictures.plain_strip("slide", slide.indicator, slide.unit, slide.standing)
    return pictures.strip("slide", *_line(slide, value), gettext("the club"))


def _own_sentence(slide: DeckSlide, value: Value | None) -> str:
    if value is None:
        return gettext("Your member has no figure here.")
    return pictures.place_sentence(*_line(slide, value), gettext("the club"))


def _figure(slide: DeckSlide, value: Value) -> str:
    return wording.figure(value.number, slide.unit, exact=True)


def _tag(
    room: Room,
    screen: Screen,
    named: Sequence[Told],
    opened: Sequence[Told],
    follow: int | None,
    *,
    shut: bool,
) -> str:
    meeting = room.meeting
    said = (
        screen, i18n.language(), meeting.state.value, meeting.slide, meeting.slide_at,
        [(one.name, one.figure, one.own) for one in (*named, *opened)], len(named), follow, shut,
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
