"""Ratings of a question as they may be told: a rounded mean, and how they spread over the scale.

Whoever asks may know some of the answers, so a mean is rounded until at least two sums are behind
it, and steps of the scale are joined until each holds nobody or several.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from benchmarking.disclosure.cells import Contribution
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.sizes import Ground

_STEPS = ((20, Fraction(1, 10)), (10, Fraction(1, 5)), (0, Fraction(1, 2)))
"""From how many answers on a mean is rounded to which step; N times the step is two or more."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many ratings lie from one step of the scale to another, both included."""

    lowest: int
    highest: int
    count: int


def rounded_mean(
    ratings: Sequence[int], lowest: int, highest: int, policy: Policy
) -> Fraction | None:
    """Return the mean, rounded half up; None where it would tell too much of somebody.

    It takes as many answers as any mean does. As a scale has two ends, the p % rule is applied to
    what is left to either: it hides the mean where all or all but one or two chose the same end.
    """
    if len(ratings) < policy.few:
        return None
    values = [Contribution(str(at), Fraction(one - lowest)) for at, one in enumerate(ratings)]
    ground = Ground(values, [range(len(values))], Fraction(highest - lowest))
    if ground.dominated(ground.masks[0], policy.p):
        return None
    step = rounding_step(len(ratings))
    return floor(Fraction(sum(ratings), len(ratings)) / step + Fraction(1, 2)) * step


def rounding_step(answers: int) -> Fraction:
    """Return to which step the mean of so many answers is rounded."""
    return next(step for least, step in _STEPS if answers >= least)


def spread(
    ratings: Sequence[int], lowest: int, highest: int, policy: Policy
) -> tuple[Stretch, ...] | None:
    """Return how the ratings spread, neighbouring steps joined until each holds none or several.

    None where there are too few answers, or where all would stand in one stretch.
    """
    if len(ratings) < policy.histogram_from:
        return None
    found: list[Stretch] = []
    begin, count = lowest, 0
    for step in range(lowest, highest + 1):
        count += ratings.count(step)
        if count == 0 or count >= policy.bin_holds:
            found.append(Stretch(begin, step, count))
            begin, count = step + 1, 0
    while count and count < policy.bin_holds:
        last = found.pop()
        begin, count = last.lowest, count + last.count
    if begin <= highest:
        found.append(Stretch(begin, highest, count))
    return tuple(found) if sum(one.count > 0 for one in found) > 1 else None
