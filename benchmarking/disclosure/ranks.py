"""A member's own place among the others, as exactly as it may be told (rule 2)."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.policy import Policy


@dataclass(frozen=True, slots=True)
class Quarter:
    """The quarter of the members in which one lies: 1, the lowest in rank, to 4."""

    number: int


def percentile_rank(values: Sequence[Fraction], own: Fraction, *, down: bool = False) -> Fraction:
    """Return (#less + ½ #equal) / n, oneself included; of −x where less is better (``down``).

    ``own`` is one of the values.
    """
    return rank_among(sorted(values), own, down=down)


def rank_among(ascending: Sequence[Fraction], own: Fraction, *, down: bool = False) -> Fraction:
    """Return the percentile rank among ascending values, of which ``own`` is one."""
    first, after = bisect_left(ascending, own), bisect_right(ascending, own)
    less = len(ascending) - after if down else first
    return Fraction(2 * less + after - first, 2 * len(ascending))


def own_place(
    ascending: Sequence[Fraction], own: Fraction, figures: Figures, policy: Policy, *,
    down: bool = False,
) -> Fraction | Quarter | None:  # fmt: skip
    """Return a member's percentile rank: a number from 20 holdings on, below that its quarter.

    ``ascending`` are the set's values. None where its quartiles are hidden. A rank on the border
    belongs to the quarter above.
    """
    if figures.n is None or "q1" not in figures.shown:
        return None
    rank = rank_among(ascending, own, down=down)
    if figures.n >= policy.rank_number_from:
        return rank
    return Quarter(min(floor(rank * 4), 3) + 1)
