"""Krippendorff's alpha: nominal, ordinal, interval and ratio, of a table and of draws of it.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011. Each metric δ is (up to a
factor, which cancels) the square of a distance between points x, so that with m scores in a unit,
n in all, and sums over unordered pairs as m Σx² − (Σx)²:

    within = Σ over units of [m Σx² − (Σx)²] / (m − 1)    scatter = n Σx² − (Σx)²
    alpha = [scatter − (n − 1) · within] / scatter

Nominal: a point for each value on an axis of its own. Ordinal: the middle rank of the value among
all n scores. Interval: the value. Ratio: see `ratio_points`. Of a table it is computed in whole
numbers and is exact, save for ratio; of draws in doubles.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np

from assessments.agreement.figures import Figure, Undefined
from assessments.agreement.pairable import Pairable, Placed
from assessments.agreement.scores import Floats, Indices, Wholes, fitting, whole_steps

METRICS = ("nominal", "ordinal", "interval", "ratio")

_Number = TypeVar("_Number", Fraction, Floats)


def alphas(table: Pairable) -> dict[str, Figure]:
    """Return alpha by metric; Undefined where it is not, with the reason."""
    if table.value.size < 2:  # noqa: PLR2004 # the contract's own number
        return dict.fromkeys(METRICS, Undefined("fewer_than_two_pairable_scores"))
    if len(table.values) == 1:
        found: dict[str, Figure] = dict.fromkeys(METRICS, Undefined("no_disagreement_possible"))
    else:
        found = {
            "nominal": _exact(table, table.unlike, _all_unlike(table)),
            "ordinal": _exact_on(table, [int(rank) for rank in _doubled_ranks(table.counts)]),
            "interval": _exact_on(table, whole_steps(table.values)),
        }
        if table.values[0] >= 0:
            once = np.ones((1, int(table.place[-1]) + 1))
            found["ratio"] = float(drawn_alphas(table, once, frozenset({"ratio"}))["ratio"][0])
    if table.values[0] < 0:
        found["ratio"] = Undefined("negative_scores")
    return found


def drawn_alphas(table: Pairable, times: Floats, metrics: frozenset[str]) -> dict[str, Floats]:
    """Return alpha of each draw by metric, NaN where it is undefined.

    A row of `times` has how often each unit was drawn.
    """
    if not metrics:
        return {}
    times = times.take(table.place, axis=1)
    n = _total(times, table.sizes.astype(np.float64))
    counts = _drawn_counts(table, times)
    defined = (counts > 0).sum(axis=1) > 1
    found = {}
    for metric in sorted(metrics):
        match metric:
            case "nominal":
                within = _total(times, table.shared(table.unlike))
                scatter = n * n - np.add.reduce(counts * counts, axis=1)
            case "ordinal":
                within, scatter = _drawn_ordinal(table, times, counts, n)
            case "interval":
                within, scatter = _drawn_placed(table.line, times, counts, n)
            case _:
                within, scatter = _drawn_placed(table.ratio, times, counts, n)
        with np.errstate(invalid="ignore", divide="ignore"):
            found[metric] = np.where(defined, _alpha(n, within, scatter * table.common), np.nan)
    return found


def _alpha(n: _Number, within: _Number, scatter: _Number) -> _Number:
    return (scatter - (n - 1) * within) / scatter


# --- a table, exactly ----------------------------------------------------------------------------


def _exact_on(table: Pairable, points: Sequence[int]) -> float:
    """Return alpha with whole numbers as the points of the values."""
    x = fitting(points, table.value.size, int(table.sizes.max()))[table.value]
    sums = np.add.reduceat(x, table.begins)
    squares = np.add.reduceat(x * x, table.begins)
    scatter = x.size * int(squares.sum()) - int(sums.sum()) ** 2
    return _exact(table, table.sizes * squares - sums * sums, scatter)


def _exact(table: Pairable, apart: Wholes, scatter: int) -> float:
    """Return alpha from m Σx² − (Σx)² of each unit and the same of all."""
    within = sum(
        (Fraction(int(apart[table.sizes == m].sum()), int(m) - 1) for m in np.unique(table.sizes)),
        start=Fraction(0),
    )
    return float(_alpha(Fraction(table.value.size), within, Fraction(scatter)))


def _all_unlike(table: Pairable) -> int:
    return table.value.size**2 - int((table.counts**2).sum())


def _doubled_ranks(counts: Indices) -> Indices:
    """Return twice the middle rank of each value less that of all, so that their sum is 0.

    Krippendorff's ordinal metric, (Σ n_g over g = c…k, less half of n_c and n_k)², is the square
    of the difference of middle ranks.
    """
    ranks: Indices = 2 * np.cumsum(counts, axis=-1) - counts - counts.sum(axis=-1, keepdims=True)
    return ranks


# --- draws, in doubles ---------------------------------------------------------------------------
# Sums are numpy's own over rows, never a matrix product: that would be the linear algebra
# library's, whose order of adding differs from machine to machine.


def _total(times: Floats, of_units: Floats) -> Floats:
    found: Floats = np.add.reduce(times * of_units, axis=1)
    return found


def _drawn_counts(table: Pairable, times: Floats) -> Floats:
    """Return how often each value stands in each draw."""
    drawn = times.astype(np.int64).take(table.unit_by_value, axis=1)
    return _runs(drawn, table.counts).astype(np.float64)


def _drawn_ordinal(
    table: Pairable, times: Floats, counts: Floats, n: Floats
) -> tuple[Floats, Floats]:
    ranks = _doubled_ranks(counts.astype(np.int64))
    x = ranks.take(table.value, axis=1)
    sums = _runs(x, table.sizes).astype(np.float64)
    squares = _runs(x * x, table.sizes)
    within = _total(times, table.shared(table.sizes * squares - sums * sums))
    return within, n * np.add.reduce(counts * (ranks * ranks), axis=1)


def _runs(wholes: Indices, lengths: Indices) -> Indices:
    """Return the sums of runs of so many columns, all of them together: exact, and much faster
    than `reduceat` for short runs."""
    ends = np.cumsum(wholes, axis=1).take(np.cumsum(lengths) - 1, axis=1)
    return np.diff(ends, axis=1, prepend=0)


def _drawn_placed(
    placed: Placed, times: Floats, counts: Floats, n: Floats
) -> tuple[Floats, Floats]:
    drawn = counts if placed.by_value else times
    scatter = n * _total(drawn, placed.squares)
    for x in placed.sums.T:
        scatter -= _total(drawn, x) ** 2
    return _total(times, placed.within), scatter
