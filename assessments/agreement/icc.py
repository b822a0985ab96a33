"""Intraclass correlations after Shrout and Fleiss (1979), of a table and of draws of it.

With n units and k scores each, T = Σx, Q = Σx², R = Σ over units of (sum of the unit)², and
C = Σ over raters of (sum of the rater)², n·k times the sums of squares are whole numbers where the
scores are:

    between units A = nR − T²    between raters J = kC − T²
    within units W = n(kQ − R)   residual E = nkQ − nR − kC + T²

Shrout and Fleiss's ratios of mean squares are written in these, so that nothing is divided before
the end: of a table the result is exact, of draws it is in doubles.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from assessments.agreement.figures import Figure, Undefined
from assessments.agreement.scores import (
    Floats,
    Indices,
    Scores,
    Wholes,
    centred,
    fitting,
    scores_a_unit,
    whole_steps,
)

FORMS = ("1_1", "2_1", "3_1", "1_k", "2_k", "3_k")
_ONE_WAY = frozenset({"1_1", "1_k"})

_Number = TypeVar("_Number", Fraction, Floats)


@dataclass(frozen=True, eq=False)
class Grid:
    """Units that all have k scores. `place` has where each unit stands among all.

    A row of `value` is a unit, sorted by rater; its numbers are places among the distinct
    `values`.
    """

    place: Indices
    values: tuple[Fraction, ...]
    value: Indices

    @cached_property
    def steps(self) -> Wholes:
        """Return the scores as whole numbers."""
        n, k = self.value.shape
        return fitting(whole_steps(self.values), n * k, k)[self.value]

    @cached_property
    def places(self) -> Floats:
        """Return the scores as numbers around their middle."""
        return centred(whole_steps(self.values))[self.value]

    @cached_property
    def level(self) -> Indices:
        """Return a number for each unit that is the same where the units' sums are."""
        return np.unique(self.steps.sum(axis=1), return_inverse=True)[1].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Grids:
    """What the two kinds of correlation are taken of; one and the same where nothing is missing.

    `one_way` has the units with k scores, k being the most frequent count from 2 on (the larger
    on ties); `crossed` has those that every rater has scored.
    """

    one_way: Grid
    crossed: Grid


@dataclass(frozen=True, slots=True)
class Sums(Generic[_Number]):
    """What is summed over n units of k scores: all, squares, squares by unit and by rater."""

    n: _Number
    k: int
    total: _Number
    squares: _Number
    by_unit: _Number
    by_rater: _Number


def grids(scores: Scores) -> Grids:
    """Return the units of a table that correlations are taken of."""
    sizes = scores_a_unit(scores)
    crossed = _grid(scores, sizes == len(scores.raters), len(scores.raters))
    counts, units = np.unique(sizes[sizes > 1], return_counts=True)
    if not counts.size:
        return Grids(_grid(scores, sizes < 0, 1), crossed)
    k = int(counts[units == units.max()].max())
    return Grids(crossed if k == len(scores.raters) else _grid(scores, sizes == k, k), crossed)


def iccs(of: Grids) -> dict[str, Figure]:
    """Return the six intraclass correlations; Undefined where one is not, with the reason."""
    return {form: _icc(of.one_way if form in _ONE_WAY else of.crossed, form) for form in FORMS}


def drawn_iccs(of: Grids, times: Floats, forms: frozenset[str]) -> dict[str, Floats]:
    """Return intraclass correlations of draws by form, NaN where one is undefined.

    A row of `times` has how often each unit of the table was drawn.
    """
    if of.one_way is of.crossed:
        return _drawn(of.crossed, times, forms)
    one_way = _drawn(of.one_way, times, forms & _ONE_WAY)
    return one_way | _drawn(of.crossed, times, forms - _ONE_WAY)


def _drawn(grid: Grid, times: Floats, forms: frozenset[str]) -> dict[str, Floats]:
    if not forms:
        return {}
    times = times.take(grid.place, axis=1)
    sums = _drawn_sums(grid, times)
    highest = np.where(times > 0, grid.level, -1).max(axis=1)
    lowest = np.where(times > 0, grid.level, grid.level.size).min(axis=1)
    found = {}
    for form in sorted(forms):
        above, below = _ratio(sums, form)
        defined = (highest > lowest) & (below != 0)
        found[form] = np.full(len(times), np.nan)
        with np.errstate(over="ignore"):
            np.divide(above, below, out=found[form], where=defined)
    return found


def _grid(scores: Scores, kept: NDArray[np.bool_], k: int) -> Grid:
    place = np.flatnonzero(kept)
    value = scores.value[kept[scores.unit]] if scores.units else scores.value
    present, renumbered = np.unique(value, return_inverse=True)
    values = tuple(scores.values[number] for number in present)
    return Grid(place, values, renumbered.astype(np.int64).reshape(place.size, k))


def _icc(grid: Grid, form: str) -> Figure:
    n, k = grid.value.shape
    if n < 2:  # noqa: PLR2004 # the contract's own number
        return Undefined("fewer_than_two_units" if form in _ONE_WAY else "not_crossed")
    if k < 2:  # noqa: PLR2004
        return Undefined("fewer_than_two_raters")
    if not grid.level.any():
        return Undefined("units_do_not_differ")
    above, below = _ratio(_sums(grid), form)
    if not below:
        return Undefined("denominator_is_zero")
    try:
        return float(above / below)
    except OverflowError:
        return Undefined("too_large_for_a_double")


def _ratio(sums: Sums[_Number], form: str) -> tuple[_Number, _Number]:
    """Return numerator and denominator of a form; the second is 0 in odd cases of `2_k` alone."""
    n, k = sums.n, sums.k
    square = sums.total * sums.total
    between = (n * sums.by_unit - square) * (k - 1)
    if form in _ONE_WAY:
        within = (k * sums.squares - sums.by_unit) * (n - 1)
        return between - within, between + (k - 1) * within if form == "1_1" else between
    residual = n * (k * sums.squares - sums.by_unit) - k * sums.by_rater + square
    raters = (n - 1) * (k * sums.by_rater - square)
    ratios: Mapping[str, tuple[_Number, _Number]] = {
        "2_1": (
            n * (between - residual),
            n * between + n * (k - 1) * residual + k * (raters - residual),
        ),
        "2_k": (n * (between - residual), n * between + raters - residual),
        "3_1": (between - residual, between + (k - 1) * residual),
        "3_k": (between - residual, between),
    }
    return ratios[form]


def _sums(grid: Grid) -> Sums[Fraction]:
    x = grid.steps
    n, k = x.shape
    return Sums(
        Fraction(n),
        k,
        Fraction(int(x.sum())),
        Fraction(int((x * x).sum())),
        Fraction(int((x.sum(axis=1) ** 2).sum())),
        Fraction(sum(int(rater) ** 2 for rater in x.sum(axis=0))),
    )


def _drawn_sums(grid: Grid, times: Floats) -> Sums[Floats]:
    """Return the sums of draws; added row by row, which is the same on every machine."""
    x = grid.places
    of_units = np.add.reduce(x, axis=1)
    by_rater = np.zeros(len(times))
    for rater in x.T:
        by_rater += np.add.reduce(times * rater, axis=1) ** 2
    return Sums(
        np.add.reduce(times, axis=1),
        x.shape[1],
        np.add.reduce(times * of_units, axis=1),
        np.add.reduce(times * np.add.reduce(x * x, axis=1), axis=1),
        np.add.reduce(times * of_units**2, axis=1),
        by_rater,
    )
