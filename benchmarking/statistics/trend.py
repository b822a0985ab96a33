"""Change over time, measured against what is usual for the figure itself."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from benchmarking.indicators.model import Direction
from benchmarking.rounds import Round
from benchmarking.statistics.periods import Series, predecessor
from benchmarking.statistics.spread import mad, median

ENOUGH_CHANGES = 4
"""Fewer earlier changes than this say nothing about what is usual."""

_UNUSUAL = 3  # median absolute deviations

Verdict = Literal["better", "worse", "up", "down", "usual", "unknown"]


@dataclass(frozen=True, slots=True)
class Trend:
    """The latest change of a figure.

    `usual` is the middle of its earlier changes, `noise` three times their median absolute
    deviation; both None while too few are known, or where all were alike. `slope` is the middle of
    all slopes between two rounds, per round.
    """

    change: Fraction
    usual: Fraction | None
    noise: Fraction | None
    slope: Fraction
    verdict: Verdict


def trend(
    series: Series, round_: Round, direction: Direction, *, seasonal: bool = False
) -> Trend | None:
    """Return a figure's change up to a round, None where nothing stands to compare it with.

    Seasonal figures are compared with the same half of the year before. Later rounds do not count.
    """
    known = {one: value for one, value in series.items() if one <= round_}
    changes = _changes(known, seasonal=seasonal)
    if round_ not in changes:
        return None
    change = changes.pop(round_)
    usual, noise = _usual(list(changes.values()))
    return Trend(change, usual, noise, slope(known), _verdict(change, usual, noise, direction))


def slope(series: Series) -> Fraction:
    """Return the median of the slopes between any two rounds, per round (Theil 1950, Sen 1968).

    Raises ValueError with fewer than two rounds.
    """
    points = sorted((2 * one.year + one.half, value) for one, value in series.items())
    return median([(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2)])


def _changes(series: Series, *, seasonal: bool) -> dict[Round, Fraction]:
    """Return each round's change; rounds without a predecessor have none."""
    found = {}
    for round_, value in series.items():
        before = predecessor(series, round_, seasonal=seasonal)
        if before is not None:
            found[round_] = value - series[before]
    return found


def _usual(changes: list[Fraction]) -> tuple[Fraction | None, Fraction | None]:
    if len(changes) < ENOUGH_CHANGES or (spread := mad(changes)) == 0:
        return None, None
    return median(changes), _UNUSUAL * spread


def _verdict(
    change: Fraction, usual: Fraction | None, noise: Fraction | None, direction: Direction
) -> Verdict:
    if usual is None or noise is None:
        return "unknown"
    if abs(change - usual) <= noise:
        return "usual"
    rising = change > usual
    if direction == "neutral":
        return "up" if rising else "down"
    return "better" if rising == (direction == "up") else "worse"
