"""Whether the first one stays first when weights and the way of counting change a little.

Everything is computed in whole numbers, and chance comes from SHA-256 alone: whoever recomputes it,
in whatever language, gets the same draws.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import isqrt, lcm

DRAWS = 1000
"""How often the weights are drawn anew."""

ENOUGH = Fraction(80, 100)
"""The share of draws in which the first one must stay first, under each normalisation."""

Column = Sequence[Fraction]
"""What all candidates come to on one criterion."""

_BITS = 64


def min_max(column: Column) -> list[Fraction]:
    """Return the values from 0, the least, to 1, the greatest; 0 where all are alike."""
    low, high = min(column), max(column)
    return [(value - low) / (high - low) if high > low else Fraction(0) for value in column]


def z(column: Column) -> list[Fraction]:
    """Return (value − mean) / standard deviation (n), to 64 binary places; 0 where all are alike.

    With n − 1 all of them shrink by the same factor, which changes no order.
    """
    mean = sum(column, Fraction(0)) / len(column)
    variance = sum(((value - mean) ** 2 for value in column), Fraction(0)) / len(column)
    if not variance:
        return [Fraction(0) for _ in column]
    top, bottom = variance.as_integer_ratio()
    deviation = Fraction(isqrt((top * bottom) << (2 * _BITS)), bottom << _BITS)
    return [Fraction((value - mean) * 2**_BITS // deviation, 2**_BITS) for value in column]


def rank(column: Column) -> list[Fraction]:
    """Return (number less + half the number equal) / n."""
    ordered, count = sorted(column), len(column)
    return [
        Fraction(bisect_left(ordered, value) + bisect_right(ordered, value), 2 * count)
        for value in column
    ]


NORMALISATIONS: dict[str, Callable[[Column], list[Fraction]]] = {
    "min_max": min_max,
    "z": z,
    "rank": rank,
}


def firsts(columns: Sequence[Column], weights: Column, seed: bytes) -> Iterator[list[int]]:
    """Yield who is first in each draw: one candidate, or several where they are level.

    In a draw every weight is multiplied by a factor from U(0.75, 1.25). They would then be made to
    add up to 1 again, which changes no order and is left out.
    """
    values = _whole_rows(columns)
    base = _whole(weights)
    for draw in range(DRAWS):
        drawn = [weight * _factor(seed, draw, at) for at, weight in enumerate(base)]
        totals = [sum(w * v for w, v in zip(drawn, row, strict=True)) for row in values]
        best = max(totals)
        yield [at for at, total in enumerate(totals) if total == best]


def _factor(seed: bytes, draw: int, criterion: int) -> int:
    """Return 2^65 times a number from 0.75 up to 1.25.

    0.75 + u/2, with u the first eight bytes of SHA-256(seed ‖ draw ‖ criterion) over 2^64; draw and
    criterion as four bytes each, most significant first, counted from 0.
    """
    digest = hashlib.sha256(seed + draw.to_bytes(4, "big") + criterion.to_bytes(4, "big")).digest()
    return (3 << (_BITS - 1)) + int.from_bytes(digest[:8], "big")


def _whole_rows(columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """Return the candidates' values, all multiplied by the same number so that none is broken."""
    scale = lcm(*(value.denominator for column in columns for value in column))
    return list(zip(*([int(value * scale) for value in column] for column in columns), strict=True))


def _whole(weights: Column) -> list[int]:
    scale = lcm(*(weight.denominator for weight in weights))
    return [int(weight * scale) for weight in weights]
