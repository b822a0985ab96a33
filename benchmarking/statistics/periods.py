"""Which rounds may be compared with which, and which figures a year may have."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.indicators.model import Counted
from benchmarking.rounds import Round

Series = Mapping[Round, Fraction]
"""One figure over time; a round in which it was not collected is absent."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value beside the last one and beside that of the same half of the year before."""

    value: Fraction
    last: Fraction | None
    same_half: Fraction | None

    @property
    def since_last(self) -> Fraction | None:
        """Return the change since the last round."""
        return None if self.last is None else self.value - self.last

    @property
    def in_a_year(self) -> Fraction | None:
        """Return the change since the same half of the year before."""
        return None if self.same_half is None else self.value - self.same_half


def comparison(series: Series, round_: Round) -> Comparison | None:
    """Return a round's value beside its two predecessors, None where it was not collected."""
    if round_ not in series:
        return None
    return Comparison(series[round_], series.get(round_.previous), series.get(round_.year_before))


def predecessor(series: Series, round_: Round, *, seasonal: bool) -> Round | None:
    """Return the round with which a value is compared first; None where there is none.

    What counts a half-year's events is compared with the same half of the year before, and with the
    last round only where that is missing; a stock with the last round.
    """
    wanted = (round_.year_before, round_.previous) if seasonal else (round_.previous,)
    return next((one for one in wanted if one in series), None)


def annual(series: Series, year: int, kind: Counted) -> Fraction | None:
    """Return a calendar year's figure, None where there is none.

    Only a flow adds up, and only where both halves were collected. Distinct counts may hold the
    same member twice, and a stock is of a day: neither is annualised. Half a year is never doubled.
    """
    halves = [series.get(Round(year, half)) for half in (1, 2)]
    known = [half for half in halves if half is not None]
    return sum(known, Fraction(0)) if kind == "flow" and len(known) == len(halves) else None
