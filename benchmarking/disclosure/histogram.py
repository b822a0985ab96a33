"""A histogram that tells of nobody: equal bins, each empty or of several members, open at the ends.

Its steps come from the smoothed quartiles, which are shown anyway, and never from the smallest or
largest value; beyond them the first and last bin have no end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.policy import Policy

_FINEST = 20  # steps between the quartiles and beyond them as far again
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bin:
    """How many members have a value from ``low`` up to but not including ``high``; None: open."""

    low: Fraction | None
    high: Fraction | None
    count: int


def histogram(
    values: Sequence[Fraction], figures: Figures, policy: Policy
) -> tuple[Bin, ...] | None:
    """Return the finest histogram with 0 or at least ``bin_holds`` members in each bin.

    Bins at the ends are open, and joined until they hold as many; those between are equal. None
    where the set is too small, where its quartiles are hidden (nothing then says where its
    values lie), or where no two bins are left.
    """
    if figures.n is None or figures.n < policy.histogram_from:
        return None
    low, high = figures.shown.get("q1"), figures.shown.get("q3")
    if not isinstance(low, Fraction) or not isinstance(high, Fraction) or low == high:
        return None
    for step in _steps((high - low) * 3 / _FINEST, high - low):
        bins = _bins(values, low - (high - low), high + (high - low), step, policy.bin_holds)
        if all(one.count == 0 or one.count >= policy.bin_holds for one in bins):
            return bins if sum(one.count > 0 for one in bins) > 1 else None
    return None


def _steps(least: Fraction, most: Fraction) -> Iterator[Fraction]:
    """Yield the steps 1, 2, 5, 10, 20 … that are not below the least, up to beyond the most."""
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    while True:
        for nice in _NICE:
            if power * nice >= least:
                yield power * nice
            if power * nice > 2 * most:
                return
        power *= 10


def _bins(
    values: Sequence[Fraction], low: Fraction, high: Fraction, step: Fraction, least: int
) -> tuple[Bin, ...]:
    first, last = ceil(low / step), floor(high / step)
    counts = [0] * (max(last - first, 0) + 2)
    for value in values:
        counts[min(max(floor(value / step) - first + 1, 0), len(counts) - 1)] += 1
    edges = [step * (first + number) for number in range(len(counts) - 1)]
    for outer in (0, -1):
        while edges and counts[outer] < least:
            joined = counts.pop(outer)
            counts[outer] += joined
            edges.pop(outer)
    return tuple(
        Bin(begin, end, count)
        for begin, end, count in zip([None, *edges], [*edges, None], counts, strict=True)
    )
