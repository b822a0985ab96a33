"""Scores by unit and rater as arrays, in an order that does not depend on how they came in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.errors import BadInput, quoted

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
Wholes = NDArray[Any]
"""Whole numbers, as int64 where every sum of them fits, else as Python's own."""

_INT64_BITS = 62


@dataclass(frozen=True, slots=True)
class Given:
    """One score that a rater gave a unit; None is missing."""

    unit: str
    rater: str
    score: Fraction | None


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What raters gave units: one item for each score, sorted by unit and rater.

    `units` and `raters` are those with at least one score, by code point; `values` are the
    distinct scores, ascending. The three arrays hold places in them.
    """

    units: tuple[str, ...]
    raters: tuple[str, ...]
    values: tuple[Fraction, ...]
    unit: Indices
    rater: Indices
    value: Indices


def scores_of(given: Iterable[Given]) -> Scores:
    """Return scores as arrays; what is missing is left out.

    Raises BadInput where a rater gave a unit two, even if one of them is missing.
    """
    by_place: dict[tuple[str, str], Fraction | None] = {}
    for one in given:
        if (one.unit, one.rater) in by_place:
            problem = f"has unit {quoted(one.unit)} by rater {quoted(one.rater)} twice"
            raise BadInput(problem)
        by_place[one.unit, one.rater] = one.score
    found = {place: by_place[place] for place in sorted(by_place)}
    present = {place: score for place, score in found.items() if score is not None}
    units = tuple(sorted({unit for unit, _ in present}))
    raters = tuple(sorted({rater for _, rater in present}))
    values = tuple(sorted(set(present.values())))
    return Scores(
        units,
        raters,
        values,
        _places([unit for unit, _ in present], units),
        _places([rater for _, rater in present], raters),
        _places(list(present.values()), values),
    )


def scores_a_unit(scores: Scores) -> Indices:
    """Return how many scores each unit has."""
    return np.bincount(scores.unit, minlength=len(scores.units))


def whole_steps(values: Sequence[Fraction]) -> list[int]:
    """Return the smallest whole numbers that lie as the values do, the lowest at 0."""
    denominator = lcm(*(value.denominator for value in values))
    lifted = [value.numerator * (denominator // value.denominator) for value in values]
    lowest = min(lifted, default=0)
    step = gcd(*(number - lowest for number in lifted)) or 1
    return [(number - lowest) // step for number in lifted]


def fitting(wholes: Sequence[int], observations: int, together: int) -> Wholes:
    """Return whole numbers as an array whose sums of squares are exact.

    With so many observations in all and at most so many together (in one unit), the squares of
    the units' sums, and the sums of squares times the size of their unit, fit the array's type.
    """
    bits = 2 * max(map(abs, wholes), default=0).bit_length()
    bits += observations.bit_length() + together.bit_length()
    return np.array(wholes, dtype=np.int64 if bits <= _INT64_BITS else object)


def centred(wholes: Sequence[int]) -> Floats:
    """Return whole numbers as places from -1 to 1 around their middle.

    The scale is a power of two, so that steps of up to 53 bits stay exact.
    """
    if not wholes:
        return np.zeros(0)
    middle = sum(wholes) // len(wholes)
    away = [whole - middle for whole in wholes]
    scale = 1 << max(abs(number) for number in away).bit_length()
    return np.array([number / scale for number in away])


def _places(items: Sequence[Any], among: Sequence[Any]) -> Indices:
    place = {item: number for number, item in enumerate(among)}
    return np.array([place[item] for item in items], dtype=np.int64)
