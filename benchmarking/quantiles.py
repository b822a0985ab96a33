"""Smoothed quantiles, and from how many values on they are shown (club-2026, rules 1, 2 and 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MEDIAN_FROM = 5
QUARTILES_FROM = 8
_BEYOND = 2  # members strictly below the first and above the third quartile


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Median and quartiles, None where too few values stand behind them."""

    q1: Fraction | None
    median: Fraction | None
    q3: Fraction | None


def quartiles(values: Sequence[Fraction]) -> Quartiles:
    """Return median and quartiles of values, smoothed so that none is somebody's own value.

    The median from five values on; the quartiles from eight on, with at least two values strictly
    below the plain first and two strictly above the plain third; both or neither.
    """
    ordered = sorted(values)
    if len(ordered) < MEDIAN_FROM:
        return Quartiles(None, None, None)
    median = smoothed(ordered, Fraction(1, 2))
    first, third = plain(ordered, Fraction(1, 4)), plain(ordered, Fraction(3, 4))
    below = sum(value < first for value in ordered)
    above = sum(value > third for value in ordered)
    if len(ordered) < QUARTILES_FROM or min(below, above) < _BEYOND:
        return Quartiles(None, median, None)
    return Quartiles(smoothed(ordered, Fraction(1, 4)), median, smoothed(ordered, Fraction(3, 4)))


def plain(ordered: Sequence[Fraction | int], share: Fraction) -> Fraction:
    """Return the plain quantile of ascending values: type 7 of Hyndman and Fan (R-7)."""
    return _between(ordered, (len(ordered) - 1) * share)


def smoothed(ordered: Sequence[Fraction | int], share: Fraction) -> Fraction:
    """Return ¼ R(h−1) + ½ R(h) + ¼ R(h+1) of ascending values, with h = (N−1)·p."""
    place = (len(ordered) - 1) * share
    return (
        _between(ordered, place - 1) + 2 * _between(ordered, place) + _between(ordered, place + 1)
    ) / 4


def _between(ordered: Sequence[Fraction | int], place: Fraction) -> Fraction:
    """Return the linear interpolation between ascending values, the ends beyond them."""
    place = min(max(place, Fraction(0)), Fraction(len(ordered) - 1))
    at = int(place)
    if at == len(ordered) - 1:
        return Fraction(ordered[at])
    return ordered[at] + (place - at) * (ordered[at + 1] - ordered[at])
