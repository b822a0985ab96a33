"""A member's own place among the others, as exactly as it may be told (rule 2)."""

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
    less = sum(value > own if down else value < own for value in values)
    return Fraction(2 * less + sum(value == own for value in values), 2 * len(values))


def own_place(
    values: Sequence[Fraction], own: Fraction, figures: Figures, policy: Policy, *,
    down: bool = False,
) -> Fraction | Quarter | None:  # fmt: skip
    """Return a member's percentile rank: a number from 20 holdings on, below that its quarter.

    None where the set's quartiles are hidden. A rank on the border belongs to the quarter above.
    """
    if figures.n is None or "q1" not in figures.shown:
        return None
    rank = percentile_rank(values, own, down=down)
    if figures.n >= policy.rank_number_from:
        return rank
    return Quarter(min(floor(rank * 4), 3) + 1)
