"""The ratio metric as distances between points, so that its sums need no pairs of scores.

δ(c, k) = ((c − k) / (c + k))² = 1 − 4ck / (c + k)² for numbers that are not negative. The second
term is a positive definite kernel, since 1 / (c + k)² = ∫ t exp(−t(c + k)) dt, so δ is the square
of a Euclidean distance (Schoenberg 1938). A pivoted Cholesky decomposition finds points in as few
dimensions as double precision tells apart: some twenty, however many scores there are.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from assessments.agreement.scores import Floats, Wholes

_NEGLIGIBLE = 1e-15  # of the largest squared distance


def ratio_points(values: Sequence[Fraction]) -> Floats:
    """Return a point (a row) for each of the distinct values, none of them negative.

    The square of the distance of two points is their δ, to some 15 digits of the largest. Only
    sums, products, quotients and roots are taken, so every machine gives the same points.
    """
    wholes = _proportional(values)
    origin = len(wholes) // 2
    from_origin = _metric(wholes, origin)
    left = from_origin.copy()  # what the dimensions so far do not explain of each squared distance
    dimensions: list[Floats] = []
    while left.size and left.max() > _NEGLIGIBLE * from_origin.max():
        pivot = int(left.argmax())
        column = (from_origin + from_origin[pivot] - _metric(wholes, pivot)) / 2
        for dimension in dimensions:
            column -= dimension * dimension[pivot]
        column /= np.sqrt(left[pivot])
        dimensions.append(column)
        left -= column * column
        left[pivot] = 0
    return np.stack(dimensions, axis=1) if dimensions else np.zeros((len(values), 0))


def _metric(wholes: Wholes, at: int) -> Floats:
    """Return δ of each value and one of them; that of two zeros is 0."""
    together = wholes + wholes[at]
    if not wholes[at]:
        together[at] = 1
    share: Floats = ((wholes - wholes[at]) / together).astype(np.float64)
    return share * share


def _proportional(values: Sequence[Fraction]) -> Wholes:
    """Return whole numbers in the same proportions, as int64 where a double holds each sum."""
    denominator = lcm(*(value.denominator for value in values))
    wholes = [value.numerator * (denominator // value.denominator) for value in values]
    fits = max(wholes, default=0) < 1 << 52
    return np.array(wholes, dtype=np.int64 if fits else object)
