"""A member's place among others, and how far it is to the good ones."""

from collections.abc import Sequence
from fractions import Fraction

from benchmarking.indicators.model import Direction
from benchmarking.quantiles import Quartiles


def percentile_rank(value: Fraction, values: Sequence[Fraction], direction: Direction) -> Fraction:
    """Return (number less + half the number equal) / n, of −x where less is better.

    The member's own value is among the values. Raises ValueError where it is not.
    """
    equal = sum(other == value for other in values)
    if not equal:
        raise ValueError("a rank is among values that include one's own")
    worse = sum(other > value if direction == "down" else other < value for other in values)
    return (worse + Fraction(equal, 2)) / len(values)


def quarter(value: Fraction, published: Quartiles, direction: Direction) -> int | None:
    """Return in which quarter a value lies, 4 the best; None where the quartiles are not shown.

    Told by the published cuts alone, so that the word says no more than the picture beside it. A
    value on a cut lies in the lower quarter.
    """
    if published.q1 is None or published.median is None or published.q3 is None:
        return None
    cuts = (published.q1, published.median, published.q3)
    if direction == "down":
        return 1 + sum(value < cut for cut in cuts)
    return 1 + sum(value > cut for cut in cuts)


def gap(
    value: Fraction, p10: Fraction | None, p90: Fraction | None, direction: Direction
) -> Fraction | None:
    """Return how far it is to the published P90, to P10 where less is better; 0 once it is reached.

    In the indicator's unit. None where the mark is not shown or the indicator has no direction.
    """
    if direction == "up" and p90 is not None:
        return max(p90 - value, Fraction(0))
    if direction == "down" and p10 is not None:
        return max(value - p10, Fraction(0))
    return None
