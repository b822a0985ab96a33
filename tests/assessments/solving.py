"""A third way to the cheapest way: an integer program, solved by HiGHS through scipy."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from assessments.levels import level_results, what_levels_ask
from assessments.scoring import Score

Rows = list[tuple[list[float], float, float]]
"""Coefficients of all variables, and what their sum lies between."""


def solved(scored: Score) -> tuple[int, int, float]:
    """Return parts, percentage points and points of the cheapest way to the next level.

    For percentages on the step. Variables are, by part, whether it is raised and by how many
    steps; one cost after the other is minimised with those before it held.
    """
    results = level_results(scored)
    goal = next(n for n, result in enumerate(results) if not result.met)
    asked = what_levels_ask(scored.edition)[goal]
    parts = [scored.parts[part] for part in asked.scope]
    step = scored.edition.step
    starts = [float(part.percent.lower) if part.percent else 0.0 for part in parts]
    worth = [float(part.maximum) * step / 100 for part in parts]
    nothing, ones = [0.0] * len(parts), [1.0] * len(parts)
    rows: Rows = []
    for n, start in enumerate(starts):
        rows.append(([*_unit(n, -(100 - start) / step, parts), *_unit(n, 1, parts)], -np.inf, 0))
    for rule in asked.requirements:
        inside = [
            part.part.criterion == rule.id or rule.rule in {"total", "percent"} for part in parts
        ]
        gained = sum(float(p.points.lower) for p, is_in in zip(parts, inside, strict=True) if is_in)
        possible = sum(float(p.maximum) for p, is_in in zip(parts, inside, strict=True) if is_in)
        match rule.rule:
            case "part_minimum":
                n = asked.scope.index(rule.id or "")
                lacks = (float(rule.required) - starts[n]) / step
                rows.append(([*nothing, *_unit(n, 1, parts)], lacks, np.inf))
            case "level_below":
                continue
            case _:
                share = 1 if rule.rule == "total" else possible / 100
                lacks = float(rule.required) * share - gained - 1e-9
                counted = [w * is_in for w, is_in in zip(worth, inside, strict=True)]
                rows.append(([*nothing, *counted], lacks, np.inf))
    costs = [[*ones, *nothing], [*nothing, *ones], [*nothing, *worth]]
    least = [_minimised(cost, rows) for cost in costs]
    return round(least[0]), round(least[1]) * step, least[2]


def _minimised(cost: list[float], rows: Rows) -> float:
    """Return the least cost, and hold it for those that follow."""
    matrix, low, high = zip(*rows, strict=True)
    many = len(cost) // 2
    found = milp(
        cost,
        constraints=LinearConstraint(np.array(matrix), low, high),
        bounds=Bounds(np.zeros(2 * many), np.array([1.0] * many + [100.0] * many)),
        integrality=np.ones(2 * many),
    )
    assert found.success, found.message
    rows.append((cost, -np.inf, float(found.fun) + 1e-6))
    return float(found.fun)


def _unit(place: int, value: float, parts: Sequence[object]) -> list[float]:
    return [value if n == place else 0.0 for n in range(len(parts))]
