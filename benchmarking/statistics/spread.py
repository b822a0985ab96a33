"""Median, median absolute deviation, and how far a value lies from the middle of others."""

from collections.abc import Sequence
from fractions import Fraction

NORMAL_QUARTILE = Fraction(6745, 10_000)
"""The third quartile of the standard normal distribution, as the definition rounds it."""


def median(values: Sequence[Fraction]) -> Fraction:
    """Return the middle of the values, the mean of the two middle ones of an even number.

    Raises ValueError without values. This is no published figure: that one is smoothed.
    """
    if not values:
        raise ValueError("no values have no median")
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mad(values: Sequence[Fraction]) -> Fraction:
    """Return the median absolute deviation from the median. Raises ValueError without values."""
    middle = median(values)
    return median([abs(value - middle) for value in values])


def robust_z(value: Fraction, values: Sequence[Fraction]) -> Fraction | None:
    """Return 0.6745 · (value − median) / MAD, None where the MAD is 0 or there are no values."""
    if not values:
        return None
    spread = mad(values)
    return None if spread == 0 else NORMAL_QUARTILE * (value - median(values)) / spread
