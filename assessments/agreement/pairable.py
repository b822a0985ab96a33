"""The scores of units with at least two, and where a metric places them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from assessments.agreement.ratio import ratio_points
from assessments.agreement.scores import (
    Floats,
    Indices,
    Scores,
    Wholes,
    centred,
    scores_a_unit,
    whole_steps,
)

_LARGEST_COMMON = 1 << 20


@dataclass(frozen=True, eq=False)
class Pairable:
    """The scores of units with at least two, sorted by unit.

    `place` has where each of these units stands among all; `begins` where its scores begin, and
    `sizes` how many there are. `values` are the distinct pairable scores, ascending, `value`
    their places.
    """

    place: Indices
    begins: Indices
    sizes: Indices
    values: tuple[Fraction, ...]
    value: Indices

    @cached_property
    def unit_by_value(self) -> Indices:
        """Return the unit of each score, in order of the values."""
        order = np.argsort(self.value, kind="stable")
        return np.repeat(np.arange(self.sizes.size), self.sizes)[order]

    @cached_property
    def counts(self) -> Indices:
        """Return how often each value stands there."""
        return np.bincount(self.value, minlength=len(self.values))

    @cached_property
    def common(self) -> int:
        """Return a number that m − 1 divides in every unit, so that draws add whole numbers; 1
        where it would be large."""
        found = lcm(*(int(m) - 1 for m in np.unique(self.sizes)))
        return found if found <= _LARGEST_COMMON else 1

    def shared(self, apart: Wholes) -> Floats:
        """Return m Σx² − (Σx)² of each unit, divided by m − 1, times the common number."""
        found: Floats = apart * (self.common / (self.sizes - 1))
        return found

    @cached_property
    def line(self) -> "Placed":
        """Return the values as points on a line."""
        return _placed(self, centred(whole_steps(self.values))[:, np.newaxis])

    @cached_property
    def ratio(self) -> "Placed":
        """Return the values as points of the ratio metric; none of them may be negative."""
        return _placed(self, ratio_points(self.values))

    @cached_property
    def unlike(self) -> Indices:
        """Return for each unit m² less the squares of how often each value stands in it."""
        unit = np.repeat(np.arange(self.sizes.size), self.sizes)
        _, repeats = np.unique(unit * len(self.values) + self.value, return_counts=True)
        first = np.concatenate(([0], np.cumsum(repeats)[:-1]))
        same = np.bincount(unit[first], weights=repeats * repeats, minlength=self.sizes.size)
        return self.sizes**2 - same.astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Points of values, and [m Σx² − (Σx)²] · common / (m − 1) of each unit.

    `sums` and `squares` have Σx (a row for each) and Σ|x|² of each value or, where there are
    more values than units, of each unit.
    """

    by_value: bool
    sums: Floats
    squares: Floats
    within: Floats


def pairable(scores: Scores) -> Pairable:
    """Return the scores that can be compared with another of the same unit."""
    sizes = scores_a_unit(scores)
    kept = sizes > 1
    value = scores.value[kept[scores.unit]] if sizes.size else scores.value
    present, renumbered = np.unique(value, return_inverse=True)
    ends = np.cumsum(sizes[kept])
    return Pairable(
        np.flatnonzero(kept),
        ends - sizes[kept],
        sizes[kept],
        tuple(scores.values[number] for number in present),
        renumbered.astype(np.int64),
    )


def _placed(table: Pairable, points: Floats) -> Placed:
    """Return points with the scatter of each unit, exactly 0 where all its scores are the same."""
    scatter = np.zeros(table.sizes.size)
    first = np.repeat(table.value[table.begins], table.sizes)
    for x in points.T:
        away = x[table.value] - x[first]
        squares = np.add.reduceat(away * away, table.begins)
        scatter += table.sizes * squares - np.add.reduceat(away, table.begins) ** 2
    within = table.shared(scatter)
    squares = np.add.reduce(points * points, axis=1)
    if len(points) <= table.sizes.size:
        return Placed(True, points, squares, within)
    sums = np.add.reduceat(points[table.value], table.begins, axis=0)
    return Placed(False, sums, np.add.reduceat(squares[table.value], table.begins), within)
