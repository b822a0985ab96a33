"""A member's own results: each indicator that it reports, beside what is published of the others.

Reciprocity: an indicator that the member did not report is not here at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.standing import Published, Standing
from benchmarking.figures import Sheet, Value, value
from benchmarking.indicators.model import Indicator, IndicatorSet, Unit
from benchmarking.quantiles import Quartiles
from benchmarking.rounds import Round
from benchmarking.statistics.place import gap, quarter
from benchmarking.statistics.portrait import Portrait, portrait
from benchmarking.statistics.portrait import Standing as Judged
from benchmarking.statistics.trend import Trend, trend
from labelling.club import queries as club_queries
from labelling.club.frozen import reported
from labelling.club.models import Club, ClubRound
from labelling.club.results import gate, queries
from labelling.club.results.groups import own_group
from labelling.club.results.subjects import OwnResults
from labelling.club.sets import asked_codes


@dataclass(frozen=True)
class Beside:
    """A set that the member is compared with: what stands published of it, and the own place."""

    standing: Standing
    quarter: int | None
    rank: Fraction | None
    gap: Fraction | None


@dataclass(frozen=True)
class Line:
    """One indicator of a member in a round.

    ``own`` is the member's value as it stands now; ``beside`` the club first, then the member's
    group, then its own peers, as far as they were released.
    """

    indicator: Indicator
    unit: Unit
    own: Value
    beside: tuple[Beside, ...]
    trend: Trend | None
    before: Fraction | None
    series: Mapping[Round, Value]

    @property
    def whole(self) -> Beside | None:
        """Return the comparison with the whole club, None where none was released."""
        return next((one for one in self.beside if one.standing.group == WHOLE), None)


@dataclass(frozen=True)
class Results:
    """All that a member's page, report and spreadsheet show of a round."""

    club: Club
    name: str
    round: ClubRound
    half: Round
    set: IndicatorSet
    lines: tuple[Line, ...]
    missing: tuple[Indicator, ...]
    portrait: Portrait
    published: Published
    final: bool

    def line(self, code: str) -> Line | None:
        """Return the line of an indicator, None where the member did not report it."""
        return next((one for one in self.lines if one.indicator.code == code), None)


def results_of(session: Session, results: OwnResults, half_year: str) -> Results:
    """Return a member's results of a round ('' for the newest). Raises NotFound, Unavailable.

    Callers have required the permission.
    """
    club, membership = results.place.club, results.place.membership
    round_ = queries.round_named(session, club.id, half_year)
    set_ = club_queries.round_set(session, round_)
    half = Round.parse(round_.half_year)
    sheets = queries.own_sheets(session, membership.id)
    published, policy = gate.published(session, club), gate.policy_of(club)
    mine = reported(set_, sheets.get(half))
    member = str(membership.id)
    lines = tuple(
        line
        for indicator in set_.indicators.values()
        if indicator.code in mine
        and (line := _line(set_, indicator, sheets, half, (published, policy, member))) is not None
    )
    asked = asked_codes(set_, club_queries.choices_of(session, membership.id))
    shown = {line.indicator.code for line in lines}
    return Results(
        club=club,
        name=club_queries.member_names(session, [membership.id])[membership.id],
        round=round_,
        half=half,
        set=set_,
        lines=lines,
        missing=tuple(set_.indicators[code] for code in asked if code not in shown),
        portrait=portrait(map(_judged, lines)),
        published=published,
        final=queries.is_final(session, round_.id),
    )


_Context = tuple[Published, Policy, str]


def _line(
    set_: IndicatorSet,
    indicator: Indicator,
    sheets: Mapping[Round, Sheet],
    half: Round,
    context: _Context,
) -> Line | None:
    series = _series(set_, indicator, sheets, half)
    own = series.get(half)
    if own is None:
        return None
    accepted = {round_: one.number for round_, one in series.items() if one.accepted}
    seasonal = set_.seasonal(indicator)
    moved = trend(accepted, half, indicator.direction, seasonal=seasonal)
    return Line(
        indicator=indicator,
        unit=set_.units[indicator.unit],
        own=own,
        beside=tuple(_beside(indicator, own, half, context)),
        trend=moved,
        before=None if moved is None else own.number - moved.change,
        series=series,
    )


def _series(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], half: Round
) -> dict[Round, Value]:
    """Return a member's values up to a round, from the last break of the definition on."""
    since = set_.comparable_since(indicator.code, half)
    found = {}
    for round_ in sorted(sheets):
        if round_ <= half and (since is None or round_ >= since):
            one = value(set_, indicator, sheets, round_)
            if isinstance(one, Value):
                found[round_] = one
    return found


def _beside(indicator: Indicator, own: Value, half: Round, context: _Context) -> Sequence[Beside]:
    published, policy, member = context
    place = Place(str(half), indicator.code)
    found = []
    for group in (WHOLE, *published.groups_with(place, member)):
        standing = published.standing(place, group)
        if standing is None or (group.startswith("own:") and group != own_group(member)):
            continue
        cuts = Quartiles(standing.get("q1"), standing.get("median"), standing.get("q3"))
        counted = own.accepted
        down = indicator.direction == "down"
        found.append(
            Beside(
                standing=standing,
                quarter=quarter(own.number, cuts, indicator.direction) if counted else None,
                rank=_in_a_hundred(published.rank(place, group, member, policy, down=down))
                if counted
                else None,
                gap=gap(own.number, standing.get("p10"), standing.get("p90"), indicator.direction),
            )
        )
    return found


def _in_a_hundred(rank: object) -> Fraction | None:
    """Return a rank that is told as a number.

    One that is told as a quarter is left out: the quarter by the published cuts is told already,
    and at a cut, which is smoothed, the two would seem to disagree.
    """
    return rank if isinstance(rank, Fraction) else None


def _judged(line: Line) -> Judged:
    whole = line.whole
    rank = whole.rank if whole is not None else None
    place = whole.quarter if whole is not None else None
    return Judged(line.indicator.code, line.indicator.direction, place, rank)
