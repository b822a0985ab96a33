"""The cheapest ways to the next level: which parts to raise, and to what, so that it is met.

A way raises applicable parts to multiples of the edition's step. The cheapest raises the fewest
parts, then takes the fewest percentage points, then the fewest points; of equal ones the one
whose parts come first in the edition. So what is missed by little comes first.
"""

import time
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions.model import Level
from assessments.levels import LevelResult, level_results, what_levels_ask
from assessments.scoring import Score
from assessments.searching.choosing import Choice, cheapest_choices
from assessments.searching.patience import Clock, Patience
from assessments.searching.task import Task, task_to_reach

MOST_WAYS = 5
LONGEST_SEARCH = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Raise:
    """A part that is raised, from its percentage (0 where it is unscored) to a multiple."""

    part: str
    start: Fraction
    to: int

    @property
    def percentage_points(self) -> Fraction:
        """Return by how much the part is raised."""
        return self.to - self.start


@dataclass(frozen=True, slots=True)
class Way:
    """Raises that together reach a level, and the points that they bring.

    `optimal` tells that no cheaper way was missed; it is False where the time did not suffice to
    prove that.
    """

    level: Level
    raises: tuple[Raise, ...]
    points: Fraction
    optimal: bool

    @property
    def percentage_points(self) -> Fraction:
        """Return the sum of the percentage points by which parts are raised."""
        return sum((one.percentage_points for one in self.raises), start=Fraction(0))


def next_level(results: tuple[LevelResult, ...]) -> Level | None:
    """Return the lowest level that is not met, None where all are or the edition has none."""
    return next((result.level for result in results if not result.met), None)


def ways_to_next_level(
    score: Score,
    *,
    most: int = MOST_WAYS,
    seconds: float = LONGEST_SEARCH,
    clock: Clock = time.monotonic,
) -> tuple[Way, ...]:
    """Return the cheapest ways to the next level, at most so many, the cheapest first.

    Every way raises other parts than the rest, and no step of it could be taken back. Parts that
    are unscored count as 0 and can be raised like any other; parts that do not apply, and those
    that the level does not ask for, are never raised. () where all levels are met, and where the
    next one is not met even with 100 in every part. Raises NothingToScore where no part that a
    level asks for applies.
    """
    level = next_level(level_results(score))
    if level is None:
        return ()
    asked = next(asked for asked in what_levels_ask(score.edition) if asked.level.id == level.id)
    task = task_to_reach(score, asked)
    choices = cheapest_choices(task, most, Patience(seconds, clock))
    return tuple(_way(level, task, score.edition.step, choice) for choice in choices)


def _way(level: Level, task: Task, step: int, choice: Choice) -> Way:
    raises = []
    for number, steps in zip(choice.parts, choice.steps, strict=True):
        one = task.candidates[number]
        to = one.start + Fraction(one.first, task.scales.percent) + steps * step
        raises.append(Raise(one.part, one.start, int(to)))
    return Way(level, tuple(raises), Fraction(choice.points, task.scales.points), choice.proven)
