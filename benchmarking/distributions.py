"""Figures and ranks of many cells at once, as exact as one by one: whole numbers until the end.

Rows are cells, columns are members. What of it may be shown is for the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmarking.nearest import nearest_root

LARGEST = 2**50
MOST_MEMBERS = 2**12
"""Within these no sum of products leaves 64 bits; what is larger is for ``disclosure.figures``."""

SHARES = {"median": (1, 2), "q1": (1, 4), "q3": (3, 4), "p10": (1, 10), "p90": (9, 10)}

_HALF_BITS = 25
_ABSENT = np.iinfo(np.int64).max

Whole = NDArray[np.int64]
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Distributions:
    """Of each cell its number of values and its figures by name, NaN where there is none.

    Quantiles are smoothed; ranks are (#less + ½ #equal) / n, one for each value.
    """

    counts: Whole
    figures: dict[str, Table]
    ranks: Table


def distributions(values: Whole, present: NDArray[np.bool_], scale: int = 1) -> Distributions:
    """Return the figures of values, given as whole numbers of 1/scale.

    Each figure is the double nearest to the exact one. Raises ValueError for values beyond
    ``LARGEST`` or more than ``MOST_MEMBERS`` columns.
    """
    ours = np.where(present, values, 0)
    if max(int(ours.max(initial=0)), -int(ours.min(initial=0))) > LARGEST:
        raise ValueError(f"values go up to {LARGEST}")
    if values.shape[1] > MOST_MEMBERS:
        raise ValueError(f"there may be {MOST_MEMBERS} members")
    counts = present.sum(axis=1)
    ascending = np.sort(np.where(present, values, _ABSENT), axis=1)
    sums = ours.sum(axis=1)
    figures = {name: _quantiles(ascending, counts, share, scale) for name, share in SHARES.items()}
    figures["mean"] = _doubles(sums.tolist(), (counts * scale).tolist())
    figures["sd"] = _spreads(ours, sums, counts, scale)
    return Distributions(counts, figures, _ranks(ours, ascending, present, counts))


def _quantiles(ascending: Whole, counts: Whole, share: tuple[int, int], scale: int) -> Table:
    """Return ¼ R(h−1) + ½ R(h) + ¼ R(h+1) of each row, with h = (N−1)·p."""
    last = np.maximum(counts - 1, 0)
    at, rest = np.divmod(last * share[0], share[1])
    total = sum(
        weight * _between(ascending, at + shift, rest, last, share[1])
        for shift, weight in ((-1, 1), (0, 2), (1, 1))
    )
    total = np.where(counts > 0, total, 0)
    return _doubles(total.tolist(), (np.minimum(counts, 1) * (4 * share[1] * scale)).tolist())


def _between(ascending: Whole, at: Whole, rest: Whole, last: Whole, parts: int) -> Whole:
    """Return the value at place ``at + rest/parts`` of each row, times the parts."""
    rest = np.where((at < 0) | (at >= last), 0, rest)
    at = np.clip(at, 0, last)
    rows = np.arange(len(ascending))
    low = np.where(ascending[rows, at] == _ABSENT, 0, ascending[rows, at])
    high = np.where(rest > 0, ascending[rows, np.minimum(at + 1, last)], 0)
    return np.asarray(low * (parts - rest) + high * rest)


def _spreads(ours: Whole, sums: Whole, counts: Whole, scale: int) -> Table:
    """Return the standard deviation (n − 1) of each row."""
    found = []
    for count, total, squares in zip(counts.tolist(), sums.tolist(), _squares(ours), strict=True):
        if count < 2:  # noqa: PLR2004 # n − 1 of them
            found.append(np.nan)
        else:
            parts = count * (count - 1) * scale**2
            found.append(nearest_root(Fraction(count * squares - total * total, parts)))
    return np.array(found, dtype=np.float64)


def _squares(ours: Whole) -> list[int]:
    """Return the sum of squares of each row, which may need more than 64 bits."""
    if not ours.size or int(np.abs(ours).max()) < 1 << _HALF_BITS:
        squares: list[int] = np.einsum("ij,ij->i", ours, ours).tolist()
        return squares
    high, low = ours >> _HALF_BITS, ours & ((1 << _HALF_BITS) - 1)
    products = (np.einsum("ij,ij->i", *pair).tolist() for pair in
                ((high, high), (high, low), (low, low)))  # fmt: skip
    return [
        (both << 2 * _HALF_BITS) + (mixed << _HALF_BITS + 1) + rest
        for both, mixed, rest in zip(*products, strict=True)
    ]


def _ranks(ours: Whole, ascending: Whole, present: NDArray[np.bool_], counts: Whole) -> Table:
    ranks = np.empty(ours.shape)
    for row, count in enumerate(counts.tolist()):
        known = ascending[row, :count]
        below = np.searchsorted(known, ours[row], "left")
        ranks[row] = (below + np.searchsorted(known, ours[row], "right")) / max(2 * count, 1)
    ranks[~present] = np.nan
    return ranks


def _doubles(numerators: Sequence[int], denominators: Sequence[int]) -> Table:
    """Return the nearest double of each fraction, NaN where there is none.

    Python divides whole numbers of any size to the nearest double; numpy would round twice.
    """
    return np.array(
        [n / d if d else np.nan for n, d in zip(numerators, denominators, strict=True)],
        dtype=np.float64,
    )
