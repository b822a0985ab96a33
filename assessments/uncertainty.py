"""How far chance alone moves a total, where assessors err by so much in each part."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from assessments.editions.model import Level
from assessments.exact import exact_sum
from assessments.judgement import WHOLE
from assessments.scoring import PartScore, Score


@dataclass(frozen=True, slots=True)
class AssessorError:
    """What is assumed of assessors.

    `deviation` is the standard deviation of one assessor's error in a part, in percentage points;
    `shared` the correlation of one assessor's errors in two parts, from 0 to 1 (who is lenient in
    one part is so in others); `assessors` how many score on their own and are averaged.
    """

    deviation: Fraction
    shared: Fraction = Fraction(0)
    assessors: int = 1

    def __post_init__(self) -> None:
        """Raise ValueError for what no error can be."""
        if self.deviation < 0 or not 0 <= self.shared <= 1 or self.assessors < 1:
            raise ValueError("an error has a deviation from 0, a share from 0 to 1, assessors")


def deviation_of_total(score: Score, error: AssessorError) -> float:
    """Return the standard deviation of the total in points."""
    return sqrt(variance(score.parts.values(), error))


def deviation_of_percent(score: Score, level: Level, error: AssessorError) -> float:
    """Return the standard deviation of a level's percentage in percentage points."""
    parts = [score.parts[part_id] for part_id in score.edition.scope(level)]
    possible = exact_sum(part.maximum for part in parts)
    return sqrt(variance(parts, error)) * float(WHOLE / possible)


def variance(parts: Iterable[PartScore], error: AssessorError) -> Fraction:
    """Return the variance of the points gained in the parts, exactly.

    With w the points that one percent of a part brings, it is σ² ((1 − ρ) Σ w² + ρ (Σ w)²) ÷ n:
    the variance of a weighted sum of numbers of equal variance and correlation. That no
    percentage leaves 0 to 100 is not allowed for, so that it is rather too large near the ends.
    """
    rates = [part.maximum / WHOLE for part in parts]
    alone = exact_sum(rate * rate for rate in rates)
    together = exact_sum(rates) ** 2
    spread = (1 - error.shared) * alone + error.shared * together
    return error.deviation**2 * spread / error.assessors
