"""The two middles of a ratio, which are published apart because they answer different questions."""

from collections.abc import Sequence
from fractions import Fraction

from benchmarking.statistics.spread import median

Parts = tuple[Fraction, Fraction]
"""A member's numerator and denominator."""


def median_of_ratios(members: Sequence[Parts], factor: int = 1) -> Fraction | None:
    """Return the ratio of the member in the middle, None where nobody has one.

    A denominator of 0 gives no ratio and drops out.
    """
    ratios = [factor * top / bottom for top, bottom in members if bottom]
    return median(ratios) if ratios else None


def ratio_of_sums(members: Sequence[Parts], factor: int = 1) -> Fraction | None:
    """Return the ratio of all members together, None where their denominators add up to 0."""
    bottom = sum((one[1] for one in members), Fraction(0))
    top = sum((one[0] for one in members), Fraction(0))
    return factor * top / bottom if bottom else None
