"""A second way to points and levels: slow, from the tables alone, as one would by hand.

It knows nothing of ranges: what is unscored is given a number first, then everything is computed
once more. A number is a Fraction; a part that does not apply is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent

Tables = Mapping[str, Any]
Numbers = Mapping[str, Fraction | None]


@dataclass(frozen=True)
class Outcome:
    """What comes out when nothing is open."""

    total: Fraction
    criteria: tuple[Fraction, ...]
    percents: tuple[Fraction, ...]
    met: tuple[bool, ...]


def numbers(tables: Tables, judgements: Mapping[str, Judgement], unscored: int) -> Numbers:
    """Return every part's percentage, with `unscored` for those that have none."""
    found: dict[str, Fraction | None] = {}
    for criterion in tables["criteria"]:
        for part in criterion["parts"]:
            rubric = tables["rubrics"][part["kind"]]
            found[part["id"]] = _number(rubric, judgements.get(part["id"]), unscored)
    return found


def _number(rubric: Tables, judgement: Judgement | None, unscored: int) -> Fraction | None:
    match judgement:
        case Percent(value):
            return value
        case NotApplicable():
            return None
        case ByAttribute(values) if set(values) == {a["id"] for a in rubric.get("attributes", [])}:
            mean = sum(values.values()) / Fraction(len(values))
            return min([mean] + [values[cap] for cap in rubric.get("caps", [])])
        case _:
            return Fraction(unscored)


def outcome(tables: Tables, given: Numbers) -> Outcome:
    """Return points, percentages and levels met of numbers by part."""
    met: list[bool] = []
    for level in tables.get("levels", []):
        met.append(all(met) and _met(tables, level, given))
    criteria = tuple(_points(criterion, given) for criterion in tables["criteria"])
    return Outcome(
        sum(criteria, Fraction(0)),
        criteria,
        tuple(_scope_percent(tables, level, given, None) for level in tables.get("levels", [])),
        tuple(met),
    )


def _points(criterion: Tables, given: Numbers) -> Fraction:
    """Weighted mean × the criterion's maximum / 100."""
    above = below = Fraction(0)
    for part in criterion["parts"]:
        percent = given[part["id"]]
        if percent is not None:
            above += percent * part["weight"]
            below += part["weight"]
    return above / below * Fraction(criterion["points"]) / 100


def _scope_percent(tables: Tables, level: Tables, given: Numbers, only: str | None) -> Fraction:
    """Gained ÷ possible of a level's scope, in one criterion or in all."""
    gained = possible = Fraction(0)
    for criterion in tables["criteria"]:
        if only not in (None, criterion["id"]):
            continue
        applying = [part for part in criterion["parts"] if given[part["id"]] is not None]
        weights = sum(part["weight"] for part in applying)
        for part in applying:
            if part["id"] in level.get("parts", given):
                worth = Fraction(part["weight"], weights) * criterion["points"]
                possible += worth
                gained += worth * (given[part["id"]] or 0) / 100
    return gained / possible * 100 if possible else Fraction(-1)


def _met(tables: Tables, level: Tables, given: Numbers) -> bool:
    if "minimum_total" in level:
        points = sum(_points(criterion, given) for criterion in tables["criteria"])
        if points < level["minimum_total"]:
            return False
    elif _scope_percent(tables, level, given, None) < level["minimum_percent"]:
        return False
    for part_id, minimum in level.get("part_minimum", {}).items():
        percent = given[part_id]
        if percent is not None and percent < Fraction(minimum):
            return False
    for criterion_id, minimum in level.get("criterion_minimum", {}).items():
        if 0 <= _scope_percent(tables, level, given, criterion_id) < Fraction(minimum):
            return False
    return True
