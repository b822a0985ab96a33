"""Student's distribution, for intervals around estimates with few cases behind them."""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

_SHARE = 0.95
_MANY = 500  # degrees of freedom from which the expansion around the normal is exact to 1e-7


@lru_cache(maxsize=1024)
def half_width(freedom: int) -> float:
    """Return how many standard errors to either side hold 95 % of Student's distribution.

    `freedom` is at least 1. M. Abramowitz and I. Stegun (1964), 26.7.3, 26.7.4 and 26.7.5.
    """
    normal = NormalDist().inv_cdf((1 + _SHARE) / 2)
    if freedom > _MANY:
        first = (normal**3 + normal) / 4
        second = (5 * normal**5 + 16 * normal**3 + 3 * normal) / 96
        return normal + first / freedom + second / freedom**2
    low, high = 0.0, 16.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _within(middle, freedom) < _SHARE else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    """Return the share of the distribution from −t to t."""
    angle = atan(t / sqrt(freedom))
    odd = freedom % 2
    term, total = (cos(angle) if odd else 1.0), 0.0
    for number in range(2 + odd, freedom + 1, 2):
        total += term
        term *= cos(angle) ** 2 * (number - 1) / number
    if odd:
        return 2 / pi * (angle + sin(angle) * total)
    return sin(angle) * total
