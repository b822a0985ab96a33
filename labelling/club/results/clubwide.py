"""The club's view: every indicator as published, change against noise, coverage, the matrix."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.standing import Published, Standing
from benchmarking.indicators.model import Indicator, IndicatorSet, Unit
from benchmarking.rounds import Round
from benchmarking.statistics.trend import Trend, trend
from labelling.club import queries as club_queries
from labelling.club.frozen import reported
from labelling.club.models import Club, ClubRound
from labelling.club.results import gate, queries
from labelling.club.results.subjects import ClubResults

MATRIX = ("E02", "E04", "E05", "E06", "A04", "C05", "D02")
"""The indicators of the cross-sectoral matrix: how far offices reach beyond their own field."""


@dataclass(frozen=True)
class Row:
    """An indicator of the club: what stands published of the whole and of its groups.

    ``medians`` are those of the rounds in which the reader reported it, or all for the office.
    """

    indicator: Indicator
    unit: Unit
    whole: Standing
    groups: tuple[Standing, ...]
    trend: Trend | None
    medians: Mapping[Round, Fraction]


@dataclass(frozen=True)
class ClubView:
    """All that the club's page, pack and extract show of a round."""

    club: Club
    round: ClubRound
    half: Round
    set: IndicatorSet
    rows: tuple[Row, ...]
    hidden: int
    published: Published
    final: bool
    taking_part: int

    def row(self, code: str) -> Row | None:
        """Return the row of an indicator, None where it is not shown to the reader."""
        return next((one for one in self.rows if one.indicator.code == code), None)

    @property
    def group_names(self) -> list[str]:
        """Return the groups of the club in this round, without members' own choices."""
        return sorted({one.group for row in self.rows for one in row.groups})


def club_view(session: Session, results: ClubResults, half_year: str) -> ClubView:
    """Return a club's results of a round ('' for the newest). Raises NotFound, Unavailable.

    A member sees what it reported itself; the office all that is published. Callers have required
    the permission.
    """
    club = results.club
    round_ = queries.round_named(session, club.id, half_year)
    set_, half = club_queries.round_set(session, round_), Round.parse(round_.half_year)
    published = gate.published(session, club)
    sees = seen(session, results, set_, [*map(Round.parse, published.rounds()), half])
    rows = tuple(
        row
        for indicator in set_.indicators.values()
        if indicator.code in sees[half]
        and (row := _row(set_, indicator, half, published, sees)) is not None
    )
    _, taking_part = club_queries.sent_count(session, [round_.id]).get(round_.id, (0, 0))
    return ClubView(
        club=club,
        round=round_,
        half=half,
        set=set_,
        rows=rows,
        hidden=len(set_.indicators) - len(sees[half]),
        published=published,
        final=queries.is_final(session, round_.id),
        taking_part=taking_part,
    )


_Sees = Mapping[Round, Collection[str]]


def seen(
    session: Session, results: ClubResults, set_: IndicatorSet, rounds: Iterable[Round]
) -> dict[Round, Collection[str]]:
    """Return by round which indicators the reader sees: those that it reported, the office all."""
    if results.place is None:
        return dict.fromkeys(rounds, set_.indicators)
    sheets = queries.own_sheets(session, results.place.membership.id)
    return {one: reported(set_, sheets.get(one)) for one in rounds}


def _row(
    set_: IndicatorSet, indicator: Indicator, half: Round, published: Published, sees: _Sees
) -> Row | None:
    place = Place(str(half), indicator.code)
    whole = published.standing(place)
    if whole is None:
        return None
    groups = [
        standing
        for group in published.groups(place)
        if group != WHOLE
        and not group.startswith("own:")
        and (standing := published.standing(place, group)) is not None
    ]
    medians = _medians(published, indicator.code, half, sees)
    moved = trend(medians, half, indicator.direction, seasonal=set_.seasonal(indicator))
    return Row(indicator, set_.units[indicator.unit], whole, tuple(groups), moved, medians)


def _medians(published: Published, code: str, half: Round, sees: _Sees) -> dict[Round, Fraction]:
    found = {}
    for name in published.rounds():
        standing = published.standing(Place(name, code))
        median = standing.get("median") if standing is not None else None
        one = Round.parse(name)
        if median is not None and one <= half and code in sees[one]:
            found[one] = median
    return found


def matrix(view: ClubView) -> Sequence[tuple[Row, tuple[Standing | None, ...]]]:
    """Return the cross-sectoral indicators with the median of each group, in the groups' order."""
    found = []
    for code in MATRIX:
        row = view.row(code)
        if row is not None:
            by_name = {one.group: one for one in row.groups}
            found.append((row, tuple(by_name.get(name) for name in view.group_names)))
    return found
