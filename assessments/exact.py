"""Sums of many exact numbers, fast enough to score a whole call of applications."""

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from operator import add


def exact_sum(numbers: Iterable[Fraction]) -> Fraction:
    """Return the sum. Numbers of like denominators are added as integers first.

    `sum` reduces the fraction at every step, which takes most of the time of scoring.
    """
    numerators: dict[int, int] = {}
    for number in numbers:
        numerator, denominator = number.as_integer_ratio()
        numerators[denominator] = numerators.get(denominator, 0) + numerator
    sums = [Fraction(numerator, denominator) for denominator, numerator in numerators.items()]
    return reduce(add, sums) if sums else Fraction(0)
