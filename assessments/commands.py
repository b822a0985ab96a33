"""What the commands `editions` and `score` print, as values that any JSON writer takes."""

import time
from pathlib import Path
from typing import Any

from assessments.editions import Edition, editions
from assessments.editions.model import Criterion
from assessments.explained import explanation_report
from assessments.explaining import explain
from assessments.judgement import Unfit
from assessments.levels import LevelResult, Unmet, highest_met, level_results
from assessments.reading import read_scores
from assessments.scoring import CriterionScore, PartScore, Range, Score, score
from assessments.searching.patience import Clock
from assessments.ways import LONGEST_SEARCH, Way, ways_to_next_level

Report = dict[str, Any]


def editions_report() -> list[Report]:
    """Return every shipped edition: its levels, criteria and parts; numbers are integers."""
    return [_edition(edition) for edition in editions()]


def score_report(
    path: Path,
    *,
    ways: bool = False,
    explanation: bool = False,
    seconds: float = LONGEST_SEARCH,
    clock: Clock = time.monotonic,
) -> Report:
    """Return the points and levels of a file of scores. Raises BadInput.

    Every number is the double nearest to the exact value. A part that does not apply has no
    percentage, and 0 points of a maximum of 0. With `ways` the cheapest ways to the next level
    are added, looked for no longer than so many seconds; with `explanation` every step from
    attributes and bands to the total and to each level.
    """
    sheet = read_scores(path)
    try:
        scored = score(sheet.edition, sheet.judgements)
        results = level_results(scored)
    except Unfit as error:
        raise sheet.bad_input(error) from error
    report = _score(scored, results)
    if ways:
        found = ways_to_next_level(scored, seconds=seconds, clock=clock)
        report["ways"] = [_way(way) for way in found]
    if explanation:
        report["explanation"] = explanation_report(explain(scored))
    return report


def _edition(edition: Edition) -> Report:
    return {
        "id": edition.id,
        "name": edition.name,
        "status": edition.status,
        "maximum": edition.maximum,
        "step": edition.step,
        "levels": [
            {
                "id": level.id,
                "name": level.name,
                "parts": None if level.parts is None else list(edition.scope(level)),
            }
            for level in edition.levels
        ],
        "criteria": [_criterion(edition, criterion) for criterion in edition.criteria],
    }


def _criterion(edition: Edition, criterion: Criterion) -> Report:
    return {
        "id": criterion.id,
        "name": criterion.name,
        "maximum": criterion.points,
        "parts": [
            {
                "id": part.id,
                "title": part.title,
                "weight": part.weight,
                "kind": part.kind,
                "attributes": [a.id for a in edition.rubrics[part.kind].attributes],
                "caps": list(edition.rubrics[part.kind].caps),
            }
            for part in criterion.parts
        ],
    }


def _score(scored: Score, results: tuple[LevelResult, ...]) -> Report:
    level = highest_met(results)
    return {
        "edition": scored.edition.id,
        "complete": scored.complete,
        "total": _exact(scored.total),
        "lower": float(scored.total.lower),
        "upper": float(scored.total.upper),
        "maximum": float(scored.edition.maximum),
        "level": level.id if level else None,
        "levels": [_level(result) for result in results],
        "criteria": [_criterion_score(criterion) for criterion in scored.criteria],
    }


def _level(result: LevelResult) -> Report:
    return {
        "id": result.level.id,
        "met": result.met,
        "percent": _exact(result.percent),
        "lower": float(result.percent.lower),
        "upper": float(result.percent.upper),
        "unmet": [_unmet(unmet) for unmet in result.unmet],
    }


def _unmet(unmet: Unmet) -> Report:
    return {
        "rule": unmet.requirement.rule,
        "id": unmet.requirement.id,
        "required": float(unmet.requirement.required),
        "lower": float(unmet.has.lower),
        "upper": float(unmet.has.upper),
        "gap": float(unmet.gap),
        "state": unmet.state,
    }


def _criterion_score(criterion: CriterionScore) -> Report:
    return {
        "id": criterion.criterion.id,
        "percent": _exact(criterion.percent),
        "points": _exact(criterion.points),
        "lower": float(criterion.points.lower),
        "upper": float(criterion.points.upper),
        "maximum": float(criterion.criterion.points),
        "parts": [_part(part) for part in criterion.parts],
    }


def _part(part: PartScore) -> Report:
    return {
        "id": part.part.id,
        "percent": None if part.percent is None else _exact(part.percent),
        "points": _exact(part.points),
        "maximum": float(part.maximum),
    }


def _way(way: Way) -> Report:
    return {
        "level": way.level.id,
        "parts": [
            {"id": one.part, "from": float(one.start), "to": float(one.to)} for one in way.raises
        ],
        "points": float(way.points),
        "optimal": way.optimal,
    }


def _exact(value: Range) -> float | None:
    """Return the number, null while anything under it is unscored."""
    return None if value.exact is None else float(value.exact)
