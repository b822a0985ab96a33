"""Natural limits of a figure over time, from its own moving range."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from benchmarking.rounds import Round
from benchmarking.statistics.periods import Series

ENOUGH_ROUNDS = 8
"""Fewer rounds in a row than this give no limits."""

_INDIVIDUALS = Fraction(266, 100)  # of the mean moving range: Wheeler, Understanding Variation
_RANGES = Fraction(327, 100)
_RUN = 8  # rounds on one side of the middle are a signal too


@dataclass(frozen=True, slots=True)
class NaturalLimits:
    """What is to be expected of a figure while nothing changes, and where something did.

    `outside`: rounds beyond the limits. `sudden`: rounds whose change from the last one is beyond
    the limit of ranges. `runs`: rounds that end eight in a row on one side of the middle.
    """

    rounds: tuple[Round, ...]
    middle: Fraction
    lower: Fraction
    upper: Fraction
    mean_range: Fraction
    largest_range: Fraction
    outside: tuple[Round, ...]
    sudden: tuple[Round, ...]
    runs: tuple[Round, ...]


def natural_limits(series: Series) -> NaturalLimits | None:
    """Return the limits of an XmR chart, None with fewer than eight rounds in a row.

    Mean ± 2.66 × mean moving range; ranges up to 3.27 × their mean. A round that is missing ends
    what came before it: only the latest rounds in a row count.
    """
    rounds = _unbroken(series)
    if len(rounds) < ENOUGH_ROUNDS:
        return None
    values = [series[one] for one in rounds]
    ranges = [abs(after - before) for before, after in pairwise(values)]
    middle = sum(values, Fraction(0)) / len(values)
    mean_range = sum(ranges, Fraction(0)) / len(ranges)
    reach, largest = _INDIVIDUALS * mean_range, _RANGES * mean_range
    outside = [one for one in rounds if abs(series[one] - middle) > reach]
    sudden = [one for one, moved in zip(rounds[1:], ranges, strict=True) if moved > largest]
    return NaturalLimits(
        rounds=tuple(rounds),
        middle=middle,
        lower=middle - reach,
        upper=middle + reach,
        mean_range=mean_range,
        largest_range=largest,
        outside=tuple(outside),
        sudden=tuple(sudden),
        runs=tuple(_runs(rounds, values, middle)),
    )


def _unbroken(series: Series) -> list[Round]:
    """Return the latest rounds that follow one another without a gap, in order."""
    found: list[Round] = []
    at = max(series, default=None)
    while at is not None and at in series:
        found.append(at)
        at = at.previous
    return found[::-1]


def _runs(rounds: list[Round], values: list[Fraction], middle: Fraction) -> list[Round]:
    found, length, side = [], 0, 0
    for round_, value in zip(rounds, values, strict=True):
        now = (value > middle) - (value < middle)
        length = length + 1 if now and now == side else abs(now)
        side = now
        if length >= _RUN:
            found.append(round_)
    return found
