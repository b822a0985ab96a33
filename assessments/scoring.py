"""From judgements to exact points, with every number on the way kept as their explanation."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from assessments.deviation import deviation
from assessments.editions.model import Criterion, Edition, Part
from assessments.exact import exact_sum
from assessments.judgement import (
    WHOLE,
    ByAttribute,
    Departing,
    Judgement,
    Judgements,
    Percent,
    not_applicable,
    refuse_unfit,
)
from assessments.rubric import Mean, mean_of_attributes

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Range:
    """What a number can still become: `lower` takes what is unscored as 0, `upper` as 100."""

    lower: Fraction
    upper: Fraction

    @property
    def exact(self) -> Fraction | None:
        """Return the number, None while anything under it is unscored.

        Every part that applies has points to gain, so the ends meet only when all are scored.
        """
        return self.lower if self.lower == self.upper else None

    def times(self, factor: Fraction) -> "Range":
        """Return the range of the number multiplied by a factor that is not negative."""
        lower = self.lower * factor
        return Range(lower, lower if self.lower is self.upper else self.upper * factor)


_UNSCORED = Range(_NOTHING, WHOLE)


@dataclass(frozen=True, slots=True)
class PartScore:
    """A part: its percentage (None where it does not apply), and its points of its maximum.

    The maximum is the criterion's points × the part's weight ÷ `weights`, the sum of the weights
    of the criterion's parts that apply.
    `mean` tells what the attributes come to where it was judged by them.
    """

    part: Part
    judgement: Judgement | None
    percent: Range | None
    mean: Mean | None
    weights: int
    maximum: Fraction
    points: Range


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """A criterion: its points, which are the sum of its parts'."""

    criterion: Criterion
    parts: tuple[PartScore, ...]
    points: Range

    @property
    def percent(self) -> Range:
        """Return the percentage, which is the mean of the parts that apply by weight."""
        return percent_of(self.points, Fraction(self.criterion.points))


@dataclass(frozen=True)
class Score:
    """A whole assessment: the criteria and the total of their points."""

    edition: Edition
    criteria: tuple[CriterionScore, ...]
    total: Range

    @property
    def complete(self) -> bool:
        """Tell whether every part that applies has been scored."""
        return self.total.exact is not None

    @cached_property
    def parts(self) -> dict[str, PartScore]:
        """Return the parts by id, in the edition's order."""
        return {score.part.id: score for criterion in self.criteria for score in criterion.parts}


def score(edition: Edition, judgements: Judgements) -> Score:
    """Return the exact points of judgements; a part without one is unscored.

    A part's points are its percentage × its maximum / 100, a criterion's their sum, the total
    the sum of the criteria. A part that does not apply drops out and the others of its criterion
    share its points by weight. Nothing is rounded. Raises Unfit for what the edition does not
    take, and NothingToScore where no part of a criterion applies.
    """
    refuse_unfit(edition, judgements)
    dropped = not_applicable(judgements)
    criteria = tuple(_criterion(edition, c, judgements, dropped) for c in edition.criteria)
    return Score(edition, criteria, sum_of(criterion.points for criterion in criteria))


def sum_of(ranges: Iterable[Range]) -> Range:
    """Return the range of a sum of numbers that are each in a range."""
    ranges = tuple(ranges)
    lower = exact_sum(one.lower for one in ranges)
    if all(one.lower is one.upper for one in ranges):
        return Range(lower, lower)
    return Range(lower, exact_sum(one.upper for one in ranges))


def percent_of(points: Range, possible: Fraction) -> Range:
    """Return points gained as a percentage of the points possible."""
    return points.times(WHOLE / possible)


def _criterion(
    edition: Edition, criterion: Criterion, judgements: Judgements, dropped: frozenset[str]
) -> CriterionScore:
    weights = sum(part.weight for part in criterion.parts if part.id not in dropped)
    parts = tuple(
        _not_applicable(part, judgements[part.id], weights)
        if part.id in dropped
        else _part(edition, criterion, part, judgements.get(part.id), weights)
        for part in criterion.parts
    )
    return CriterionScore(criterion, parts, sum_of(part.points for part in parts))


def _part(
    edition: Edition, criterion: Criterion, part: Part, judgement: Judgement | None, weights: int
) -> PartScore:
    mean: Mean | None = None
    percent = _UNSCORED
    if isinstance(judgement, Percent):
        percent = Range(judgement.value, judgement.value)
    elif isinstance(judgement, Departing):
        deviation(edition, part.id, judgement.values, judgement.percent, judgement.reason)
        mean = mean_of_attributes(edition.rubrics[part.kind], judgement.values)
        percent = Range(judgement.percent, judgement.percent)
    elif isinstance(judgement, ByAttribute):
        mean = mean_of_attributes(edition.rubrics[part.kind], judgement.values)
        if mean is not None:
            percent = Range(mean.percent, mean.percent)
    maximum, rate = _worth(criterion.points, part.weight, weights)
    return PartScore(
        part=part,
        judgement=judgement,
        percent=percent,
        mean=mean,
        weights=weights,
        maximum=maximum,
        points=percent.times(rate),
    )


@lru_cache(maxsize=10_000)
def _worth(points: int, weight: int, weights: int) -> tuple[Fraction, Fraction]:
    """Return the maximum of a part, and the points of one percent of it."""
    maximum = Fraction(points * weight, weights)
    return maximum, maximum / WHOLE


def _not_applicable(part: Part, judgement: Judgement, weights: int) -> PartScore:
    return PartScore(
        part=part,
        judgement=judgement,
        percent=None,
        mean=None,
        weights=weights,
        maximum=_NOTHING,
        points=Range(_NOTHING, _NOTHING),
    )
