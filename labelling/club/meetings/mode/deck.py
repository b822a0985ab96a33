"""The slides of a meeting: what its release shows of each chosen indicator, and nothing besides.

While a meeting is held its slides do not change, so each process makes them once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.releasefile import ReadRelease
from benchmarking.disclosure.standing import Standing
from benchmarking.figures import Value
from benchmarking.indicators.model import Indicator, Unit
from labelling.club import queries as club
from labelling.club.frozen import reported
from labelling.club.meetings.mode import queries
from labelling.club.meetings.models import Meeting, Slide
from labelling.club.models import ClubRound, FrozenRound, Release
from labelling.club.results import gate
from labelling.core.errors import NotFound, Unavailable


@dataclass(frozen=True)
class DeckSlide:
    """One slide: a question over the strip of an indicator.

    ``values`` are all members' own, by membership: each reader is shown one of them at most.
    ``reported`` are the members that gave this indicator.
    """

    number: int
    indicator: Indicator
    unit: Unit
    question: str
    notes: str
    standing: Standing
    values: Mapping[str, Value]
    reported: frozenset[str]


@dataclass(frozen=True)
class Deck:
    """The slides of a meeting, in order; ``protected`` are chosen but not to be shown."""

    slides: tuple[DeckSlide, ...]
    protected: tuple[Indicator, ...]

    def slide(self, number: int | None) -> DeckSlide | None:
        """Return the slide of a number, None before the first."""
        return next((one for one in self.slides if one.number == number), None)

    def of(self, code: str) -> DeckSlide | None:
        """Return the slide of an indicator."""
        return next((one for one in self.slides if one.indicator.code == code), None)


def deck_of(session: Session, meeting: Meeting, round_: ClubRound) -> Deck:
    """Return the slides of a meeting that was opened. Raises NotFound, Unavailable."""
    if meeting.opened_at is None:
        raise NotFound
    key = (meeting.id, meeting.opened_at.isoformat())
    if key not in _kept:
        release = queries.find_slides_release(session, round_.id)
        if release is None or release.frozen_id is None:
            raise Unavailable
        frozen = session.get_one(FrozenRound, release.frozen_id)
        chosen = queries.slides_of(session, meeting.id)
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = made_of(session, round_, frozen, gate.read(release), chosen)
    return _kept[key]


_MOST_KEPT = 16
_kept: dict[tuple[UUID, str], Deck] = {}


def made_of(
    session: Session,
    round_: ClubRound,
    frozen: FrozenRound,
    release: ReadRelease,
    chosen: Sequence[Slide],
) -> Deck:
    """Return the slides of some indicators as a release shows them; the rest is left out."""
    set_ = club.round_set(session, round_)
    figures = gate.figures_of(session, round_, frozen)
    slides: list[DeckSlide] = []
    protected: list[Indicator] = []
    for one in chosen:
        indicator = set_.indicators[one.indicator]
        place = Place(round_.half_year, one.indicator)
        shown = release.shown.get((place, WHOLE))
        if shown is None or "median" not in shown.figures.shown:
            protected.append(indicator)
            continue
        values = {
            member: found
            for member in figures.members
            if (found := figures.value(member, indicator)) is not None
        }
        gave = frozenset(
            member
            for member, of in figures.members.items()
            if one.indicator in reported(set_, of.sheet)
        )
        told = shown.figures
        exact = {name: Fraction(figure) for name, figure in told.shown.items()}
        standing = Standing(place, WHOLE, told.n, exact, told.suppressed, bins=shown.bins)
        slides.append(
            DeckSlide(
                number=len(slides) + 1,
                indicator=indicator,
                unit=set_.units[indicator.unit],
                question=one.question,
                notes=one.notes,
                standing=standing,
                values=values,
                reported=gave,
            )
        )
    return Deck(tuple(slides), tuple(protected))


def released_from(session: Session, round_: ClubRound) -> tuple[Release, FrozenRound] | None:
    """Return the results that a meeting discusses, with the frozen round behind them."""
    release = queries.newest_release(session, round_.id)
    if release is None or release.frozen_id is None:
        return None
    return release, session.get_one(FrozenRound, release.frozen_id)
