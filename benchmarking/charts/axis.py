"""A scale on a picture: where a number lies, and at which round numbers it is marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from benchmarking.nearest import nearest

_NICE = (1, 2, 5)
_MOST_MARKS = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """From one number to another, between two places of the picture.

    Numbers beyond lie at its ends. Raises ValueError unless the first number is the smaller.
    """

    low: Fraction
    high: Fraction
    start: float
    end: float

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError("an axis runs from a number to a larger one")

    def at(self, value: Fraction) -> float:
        """Return the place of a number."""
        kept = min(max(value, self.low), self.high)
        return self.start + nearest((kept - self.low) / (self.high - self.low)) * (
            self.end - self.start
        )

    def marks(self) -> list[Fraction]:
        """Return up to six round numbers on the axis, ascending."""
        step = round_step((self.high - self.low) / _MOST_MARKS)
        first, last = ceil(self.low / step), floor(self.high / step)
        return [step * number for number in range(first, last + 1)]


def round_step(least: Fraction) -> Fraction:
    """Return the smallest of … 1, 2, 5, 10, 20 … that is not below a number above 0."""
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(power * nice for nice in (*_NICE, 10) if power * nice >= least)


def span(values: Iterable[Fraction], *, from_zero: bool = False) -> tuple[Fraction, Fraction]:
    """Return round numbers around values; equal ones get room on both sides.

    Raises ValueError without values.
    """
    found = list(values)
    if not found:
        raise ValueError("an axis needs numbers")
    if from_zero:
        found.append(Fraction(0))
    low, high = min(found), max(found)
    if low == high:
        reach = abs(low) / 2 or Fraction(1)
        low, high = (Fraction(0) if from_zero and low > 0 else low - reach), high + reach
    step = round_step((high - low) / _MOST_MARKS)
    return floor(low / step) * step, ceil(high / step) * step
