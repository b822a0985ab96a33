"""An edition's rules over many organisations at once: percentages, and the highest level met."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from assessments.agreement.scores import Floats, Indices
from assessments.editions import Edition
from assessments.editions.model import Level

_ROUNDING = 1e-9  # percentage points: sums of doubles that should be a threshold count as it

Flags = NDArray[np.bool_]


def percentages(edition: Edition, scores: Floats, parts: Collection[str]) -> Floats:
    """Return the points gained in the parts as a percentage of the points possible.

    A row of `scores` is an organisation, with a percentage for each part in the edition's order.
    """
    possible = _possible(edition, parts)
    gained: Floats = np.add.reduce(scores * possible, axis=1) / possible.sum()
    return gained


def levels_met(edition: Edition, scores: Floats) -> Indices:
    """Return how many levels each organisation meets, 0 for none, with those below it met."""
    met = np.ones(len(scores), dtype=np.bool_)
    found = np.zeros(len(scores), dtype=np.int64)
    for level in edition.levels:
        met = met & _holds(edition, level, scores)
        found += met
    return found


def near_a_threshold(edition: Edition, scores: Floats) -> Flags:
    """Tell which organisations lie so near a level's threshold that somebody looks again."""
    near = np.zeros(len(scores), dtype=np.bool_)
    for level in edition.levels:
        if level.near is not None and level.minimum_percent is not None:
            away = percentages(edition, scores, edition.scope(level)) - float(level.minimum_percent)
            near |= np.abs(away) <= level.near.points + _ROUNDING
    return near


def _possible(edition: Edition, parts: Collection[str]) -> Floats:
    """Return the points possible in each part of the edition, 0 in those not asked for."""
    return np.array(
        [
            criterion.points * part.weight / criterion.weight if part.id in parts else 0.0
            for criterion in edition.criteria
            for part in criterion.parts
        ]
    )


def _holds(edition: Edition, level: Level, scores: Floats) -> Flags:
    """Tell for which organisations every rule of a level holds, those below it apart."""
    scope = edition.scope(level)
    holds = np.ones(len(scores), dtype=np.bool_)
    overall = percentages(edition, scores, scope)
    if level.minimum_percent is not None:
        holds &= overall >= float(level.minimum_percent) - _ROUNDING
    if level.minimum_total is not None:
        points = overall * float(_possible(edition, scope).sum()) / 100
        holds &= points >= float(level.minimum_total) - _ROUNDING
    for place, part in enumerate(edition.parts):
        if part in level.part_minimum:
            holds &= scores[:, place] >= float(level.part_minimum[part]) - _ROUNDING
    for criterion in edition.criteria:
        if criterion.id in level.criterion_minimum:
            asked = {part.id for part in criterion.parts} & set(scope)
            gained = percentages(edition, scores, asked)
            holds &= gained >= float(level.criterion_minimum[criterion.id]) - _ROUNDING
    return holds
