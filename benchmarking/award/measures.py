"""What a candidate's course comes to on one criterion; more is always better."""

from collections.abc import Sequence
from fractions import Fraction

from benchmarking.award.case import Criterion, Measure

Move = tuple[Fraction, Fraction]
"""Start and end of one candidate."""


def gap_closed(start: Fraction, end: Fraction, target: Fraction) -> Fraction:
    """Return (end − start) / (target − start): 1 is the whole gap, below 0 it widened.

    Raises ValueError for a start at the target.
    """
    if start == target:
        raise ValueError("there is no gap to close")
    return (end - start) / (target - start)


def residuals(moves: Sequence[Move]) -> list[Fraction]:
    """Return how far each end lies above what its start let expect.

    By the least-squares line through all moves; a level line where all start alike. It does not
    favour those who started lowest, as raw change does.
    """
    count = len(moves)
    if not count:
        return []
    middle_start = sum((start for start, _ in moves), Fraction(0)) / count
    middle_end = sum((end for _, end in moves), Fraction(0)) / count
    spread = sum(((start - middle_start) ** 2 for start, _ in moves), Fraction(0))
    shared = sum(((start - middle_start) * (end - middle_end) for start, end in moves), Fraction(0))
    slope = shared / spread if spread else Fraction(0)
    return [end - middle_end - slope * (start - middle_start) for start, end in moves]


def measured(measure: Measure, criterion: Criterion, moves: Sequence[Move]) -> list[Fraction]:
    """Return what every candidate comes to on a criterion by the measure of the rule.

    Raises ValueError for a jury's, which has no criteria.
    """
    sign = -1 if criterion.direction == "down" else 1
    if measure == "gap_closed" and criterion.target is not None:
        return [gap_closed(start, end, criterion.target) for start, end in moves]
    if measure == "residual":
        return [sign * residual for residual in residuals(moves)]
    if measure == "level":
        return [sign * end for _, end in moves]
    raise ValueError(f"{measure} measures no criterion")
