"""The explanation of a score as JSON: each number exactly, as a double, and as it is shown."""

from fractions import Fraction
from typing import Any

from assessments.deviation import Deviation
from assessments.display import rounded
from assessments.explaining import (
    AttributeStep,
    CriterionStep,
    Explanation,
    LevelStep,
    PartRule,
    PartStep,
)
from assessments.levels import Measure, Rule
from assessments.scoring import Range

Report = dict[str, Any]

SHOWN_DECIMALS = 1

ROUNDING = (
    "Nothing is rounded on the way, and rules compare exact numbers. Of each number there is the "
    "exact value, the double nearest to it, and how it is shown: rounded half up to "
    f"{SHOWN_DECIMALS} decimal."
)
PART_RULES: dict[PartRule, str] = {
    "chosen": "The percentage is the number that was chosen.",
    "mean": "The percentage is the mean of the attributes.",
    "cap": "The percentage is that of the lowest attribute that caps the part, below the mean.",
    "deviation": "The percentage departs from the attributes, for the reason given.",
    "incomplete": "An attribute is missing: the part is unscored, from 0 to 100 percent.",
    "unscored": "Nothing was said yet: from 0 to 100 percent.",
    "not_applicable": "The part does not apply: the others of its criterion share its points.",
}
RULES: dict[Rule, str] = {
    "total": "The points gained in the parts that the level asks for reach what is required.",
    "percent": "The points gained in those parts, in percent of the points possible in them.",
    "part_minimum": "The percentage of the part.",
    "criterion_minimum": "The percentage of those parts that belong to the criterion.",
    "level_below": "The level below is met: 1 if so, else 0.",
}
POINTS = {
    "part_maximum": "The criterion's maximum × weight ÷ the weights of its parts that apply.",
    "part_points": "The percentage × the part's maximum ÷ 100.",
    "criterion_points": "The sum of the points of its parts.",
    "total": "The sum of the points of the criteria.",
    "mean_of_criteria": "The mean of the criteria's percentages, where the edition shows it.",
    "range": "What is unscored counts 0 in `lower` and 100 in `upper`.",
}


def explanation_report(explanation: Explanation) -> Report:
    """Return every step with the rule applied, each rule in a sentence of its own."""
    mean = explanation.mean_of_criteria
    return {
        "rounding": ROUNDING,
        "rules": {"part": PART_RULES, "points": POINTS, "level": RULES},
        "criteria": [_criterion(one) for one in explanation.criteria],
        "total": _range(explanation.total),
        "mean_of_criteria": None if mean is None else _range(mean),
        "levels": [_level(one) for one in explanation.levels],
    }


def _criterion(step: CriterionStep) -> Report:
    return {
        "id": step.score.criterion.id,
        "parts": [_part(part) for part in step.parts],
        "maximum": _number(Fraction(step.score.criterion.points)),
        "points": _range(step.score.points),
        "percent": _range(step.score.percent),
    }


def _part(step: PartStep) -> Report:
    score = step.score
    return {
        "id": score.part.id,
        "rule": step.rule,
        "attributes": [_attribute(one) for one in step.attributes],
        "mean": None if score.mean is None else _number(score.mean.mean),
        "capped_by": [] if score.mean is None else list(score.mean.capped_by),
        "deviation": None if step.deviation is None else _deviation(step.deviation),
        "band": None if step.band is None else {"value": step.band.value, "name": step.band.name},
        "percent": None if score.percent is None else _range(score.percent),
        "weight": score.part.weight,
        "weights": score.weights,
        "maximum": _number(score.maximum),
        "points": _range(score.points),
        "worth": {
            "to_gain": _number(step.worth.to_gain),
            "step_brings": _number(step.worth.step_brings),
            "share": _number(step.worth.share),
        },
    }


def _deviation(found: Deviation) -> Report:
    return {
        "by_attributes": _number(found.by_attributes),
        "difference": _number(found.difference),
        "reason": found.reason,
    }


def _attribute(step: AttributeStep) -> Report:
    return {
        "id": step.id,
        "percent": None if step.value is None else _number(step.value),
        "caps": step.caps,
        "step_brings": None if step.step_brings is None else _number(step.step_brings),
    }


def _level(step: LevelStep) -> Report:
    return {
        "id": step.result.level.id,
        "met": step.result.met,
        "parts": list(step.parts),
        "gained": _range(step.gained),
        "possible": _number(step.possible),
        "percent": _range(step.result.percent),
        "rules": [_rule(one) for one in step.rules],
    }


def _rule(measure: Measure) -> Report:
    return {
        "rule": measure.requirement.rule,
        "id": measure.requirement.id,
        "required": _number(measure.requirement.required),
        "has": _range(measure.has),
        "holds": measure.holds,
    }


def _range(value: Range) -> Report:
    return {"lower": _number(value.lower), "upper": _number(value.upper)}


def _number(value: Fraction) -> Report:
    return {
        "exact": str(value),
        "value": float(value),
        "shown": str(rounded(value, SHOWN_DECIMALS)),
    }
