"""Whether a result lies so near a threshold that somebody else looks as well. Pure.

Bronze and silver within 3 percentage points: a second assessor reads the case. Gold so near: a
third assessor moderates the two parts with the widest difference (schemes.md, levels).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assessments.consensus import Difference
from assessments.editions import Edition
from assessments.editions.model import Level, Near
from assessments.judgement import Judgements
from assessments.levels import level_results
from assessments.scoring import score
from labelling.reviews.models import SeatKind

PARTS_MODERATED = 2


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A further assessor is asked for: which, for which parts, and because of what numbers."""

    kind: SeatKind
    parts: tuple[str, ...]
    percent: Fraction
    threshold: Fraction
    within: int


def threshold_of(edition: Edition, level: Level) -> Fraction | None:
    """Return a level's threshold in percent of the points possible, None where it has none."""
    if level.minimum_percent is not None:
        return level.minimum_percent
    if level.minimum_total is not None:
        return level.minimum_total * 100 / edition.points_possible(level)
    return None


def second_look(
    edition: Edition,
    level: Level,
    judgements: Judgements,
    differences: Iterable[Difference],
) -> SecondLook | None:
    """Return the further look that an agreed result asks for, None where it is far enough away.

    None as well while a part in the level's scope is open: then nothing is scored, and nobody
    asks for the differences.
    """
    if any(part_id not in judgements for part_id in edition.scope(level)):
        return None
    near, threshold = level.near, threshold_of(edition, level)
    if near is None or threshold is None:
        return None
    results = level_results(score(edition, judgements))
    percent = next(result for result in results if result.level.id == level.id).percent.exact
    if percent is None or abs(percent - threshold) > near.points:
        return None
    return SecondLook(
        kind=_kind(near),
        parts=_parts(edition, level, near, differences),
        percent=percent,
        threshold=threshold,
        within=near.points,
    )


def _kind(near: Near) -> SeatKind:
    return SeatKind.THIRD_ASSESSOR if near.then == "third_assessor" else SeatKind.SECOND_READER


def _parts(
    edition: Edition, level: Level, near: Near, differences: Iterable[Difference]
) -> tuple[str, ...]:
    scope = edition.scope(level)
    if near.then == "second_reader":
        return scope
    spreads = {one.part: one.spread or Fraction(0) for one in differences}
    widest = sorted(
        scope, key=lambda part_id: (-spreads.get(part_id, Fraction(0)), scope.index(part_id))
    )
    chosen = set(widest[:PARTS_MODERATED])
    return tuple(part_id for part_id in scope if part_id in chosen)
