"""How a score came about: every step from attributes and bands to the total and to each level."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessments.deviation import Deviation
from assessments.editions.model import Band, Edition, Rubric
from assessments.judgement import WHOLE, ByAttribute, Departing, NotApplicable
from assessments.levels import LevelResult, Measure, level_results, measures
from assessments.rubric import band_reached, mean_of_attributes
from assessments.scoring import CriterionScore, PartScore, Range, Score, sum_of

PartRule = Literal["chosen", "mean", "cap", "deviation", "incomplete", "unscored", "not_applicable"]
"""How a part's percentage came about.

Chosen as one number; the mean of its attributes; that mean held down by a cap; a number that
departs from both, with a reason; none yet as an attribute is missing, or as nothing was said; none
as the part does not apply.
"""


@dataclass(frozen=True, slots=True)
class AttributeStep:
    """An attribute: its percentage (None while it is missing) and what one step more would bring.

    `step_brings` are points, with everything else as it is; None while an attribute is missing,
    0 where the part departs from its attributes.
    """

    id: str
    value: Fraction | None
    caps: bool
    step_brings: Fraction | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What the answer to a part is worth, in points.

    `to_gain` is what raising it to 100 would bring, `step_brings` what the next multiple of the
    edition's step would; `share` is the part's maximum in percent of the edition's.
    """

    to_gain: Fraction
    step_brings: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class PartStep:
    """A part: the rule that gave its percentage, the band that it reaches, and what it is worth."""

    score: PartScore
    rule: PartRule
    attributes: tuple[AttributeStep, ...]
    deviation: Deviation | None
    band: Band | None
    worth: Worth


@dataclass(frozen=True, slots=True)
class CriterionStep:
    """A criterion: its points are the sum of its parts'."""

    score: CriterionScore
    parts: tuple[PartStep, ...]


@dataclass(frozen=True, slots=True)
class LevelStep:
    """A level: points gained of those possible in the parts it asks for, and all its rules."""

    result: LevelResult
    parts: tuple[str, ...]
    gained: Range
    possible: Fraction
    rules: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All steps of a score; `mean_of_criteria` is given where the edition shows it."""

    edition: Edition
    criteria: tuple[CriterionStep, ...]
    total: Range
    mean_of_criteria: Range | None
    levels: tuple[LevelStep, ...]


def explain(score: Score) -> Explanation:
    """Return every step of a score; nothing in it is rounded.

    Raises NothingToScore where no part that a level asks for applies.
    """
    mean = None
    if score.edition.mean_of_criteria:
        count = Fraction(1, len(score.criteria))
        mean = sum_of(criterion.percent for criterion in score.criteria).times(count)
    return Explanation(
        edition=score.edition,
        criteria=tuple(
            CriterionStep(one, tuple(_part(score.edition, part) for part in one.parts))
            for one in score.criteria
        ),
        total=score.total,
        mean_of_criteria=mean,
        levels=tuple(_level(score, result) for result in level_results(score)),
    )


def _part(edition: Edition, score: PartScore) -> PartStep:
    rubric = edition.rubrics[score.part.kind]
    percent = score.percent.exact if score.percent else None
    return PartStep(
        score=score,
        rule=_rule(score),
        attributes=_attributes(edition, rubric, score),
        deviation=_deviation(score),
        band=None if percent is None else band_reached(rubric, percent),
        worth=_worth(edition, score),
    )


def _rule(score: PartScore) -> PartRule:
    match score.judgement:
        case None:
            return "unscored"
        case NotApplicable():
            return "not_applicable"
        case Departing() if _deviation(score) is not None:
            return "deviation"
        case ByAttribute() | Departing():
            if score.mean is None:
                return "incomplete"
            return "cap" if score.mean.capped_by else "mean"
        case _:
            return "chosen"


def _deviation(score: PartScore) -> Deviation | None:
    said = score.judgement
    if not isinstance(said, Departing) or score.mean is None or said.percent == score.mean.percent:
        return None
    return Deviation(score.part.id, score.mean.percent, said.percent, said.reason.strip())


def _attributes(edition: Edition, rubric: Rubric, score: PartScore) -> tuple[AttributeStep, ...]:
    if not isinstance(score.judgement, ByAttribute | Departing):
        return ()
    values = score.judgement.values
    steps = []
    for attribute in rubric.attributes:
        value = values.get(attribute.id)
        brings = None
        if value is not None and score.mean is not None:
            raised = mean_of_attributes(
                rubric, {**values, attribute.id: _next(edition.step, value)}
            )
            more = (raised or score.mean).percent - score.mean.percent
            if _deviation(score) is not None:
                more = Fraction(0)
            brings = more * score.maximum / WHOLE
        steps.append(AttributeStep(attribute.id, value, attribute.id in rubric.caps, brings))
    return tuple(steps)


def _worth(edition: Edition, score: PartScore) -> Worth:
    percent = score.percent.lower if score.percent else WHOLE
    return Worth(
        to_gain=score.maximum - score.points.lower,
        step_brings=(_next(edition.step, percent) - percent) * score.maximum / WHOLE,
        share=score.maximum * WHOLE / edition.maximum,
    )


def _next(step: int, percent: Fraction) -> Fraction:
    """Return the next multiple of the step above, 100 at the most."""
    return min(WHOLE, Fraction((percent // step + 1) * step))


def _level(score: Score, result: LevelResult) -> LevelStep:
    parts = [score.parts[part_id] for part_id in score.edition.scope(result.level)]
    applying = [part for part in parts if part.maximum]
    return LevelStep(
        result=result,
        parts=tuple(part.part.id for part in applying),
        gained=sum_of(part.points for part in applying),
        possible=sum((part.maximum for part in applying), start=Fraction(0)),
        rules=measures(score, result.level.id),
    )
