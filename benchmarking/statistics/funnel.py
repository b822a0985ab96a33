"""Limits of a funnel plot: how far a share strays by chance alone, given how many it rests on."""

from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist
from typing import Literal

EXACT_BELOW = 50
"""From so many cases on the normal approximation serves."""

WARNING = Fraction(95, 100)
ALARM = Fraction(998, 1000)

Method = Literal["exact binomial", "normal approximation"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which shares (0 to 1) a member lies by chance at a level, both ends included."""

    level: Fraction
    lower: Fraction
    upper: Fraction
    method: Method

    def hold(self, share: Fraction) -> bool:
        """Say whether a share lies within."""
        return self.lower <= share <= self.upper


def limits(expected: Fraction, cases: int, level: Fraction) -> Limits:
    """Return the limits around the expected share for a member with so many cases.

    Below 50 cases exact: the least counts r with P(R ≤ r) ≥ (1 − level)/2 and ≥ (1 + level)/2 for R
    binomial, so that each side holds at most (1 − level)/2 beyond. From 50 on
    θ ± z·√(θ(1 − θ)/n), kept between 0 and 1 (Spiegelhalter, Statistics in Medicine 24, 2005,
    1185–1202). Raises ValueError for a share or level outside 0 to 1, or without cases.
    """
    if not 0 <= expected <= 1 or not 0 < level < 1 or cases < 1:
        raise ValueError("limits need a share and a level from 0 to 1, and at least one case")
    if cases < EXACT_BELOW:
        low = _least_count(expected, cases, (1 - level) / 2)
        high = _least_count(expected, cases, (1 + level) / 2)
        return Limits(level, Fraction(low, cases), Fraction(high, cases), "exact binomial")
    reach = Fraction(_deviations(level) * sqrt(expected * (1 - expected) / cases))
    lower, upper = max(expected - reach, Fraction(0)), min(expected + reach, Fraction(1))
    return Limits(level, lower, upper, "normal approximation")


def _deviations(level: Fraction) -> float:
    return NormalDist().inv_cdf(float((1 + level) / 2))


def _least_count(share: Fraction, cases: int, probability: Fraction) -> int:
    """Return the least r with P(R ≤ r) ≥ probability, in whole numbers throughout."""
    hits, misses = share.numerator, share.denominator - share.numerator
    wanted = probability * share.denominator**cases
    reached = 0
    for count in range(cases):
        reached += comb(cases, count) * hits**count * misses ** (cases - count)
        if reached >= wanted:
            return count
    return cases
