"""Which unions can be computed from published sums: exact linear algebra over the rationals.

From sums over sets a reader computes every rational combination of them. The dangerous ones are
those that are 0 or 1 on each value: the sum over a union. They are found without trying
combinations: a vector in a space of rank r is fixed by its values at r pivots, so there are at most
2^r of them, and they are grown pivot by pivot, dropping at once what is already neither 0 nor 1
somewhere. Twelve sets and the whole have rank 13 at most: 8,192 candidates.

Numbers are whole. Of a 0/1 matrix of rank 13 no minor is larger than 14^7 / 2^13 = 12,868
(Hadamard), so int64 is far from its end; larger systems change to Python's integers in time.
"""

from collections.abc import Iterator, Sequence
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]

MOST_CANDIDATES = 2**13
"""All that thirteen sets can lead to; more come only from a long past of releases."""

_SAFE = 2**62
_AT_ONCE = 64  # columns that are looked at together; bounds the memory


class TooMany(Exception):
    """More unions than are looked at may be computable: what leads there is not published."""


def reduced(rows: Matrix) -> tuple[Matrix, list[int]]:
    """Return the reduced echelon form of whole numbers, each row without common divisor.

    The second value is the column of each row's pivot, which is positive; elsewhere its column
    is 0. Pivots are taken from the left.
    """
    form = np.array(rows)
    pivots: list[int] = []
    for column in range(form.shape[1] if form.size else 0):
        done = len(pivots)
        below = np.flatnonzero(form[done:, column])
        if not below.size:
            continue
        chosen = done + int(below[0])
        form[[done, chosen]] = form[[chosen, done]]
        form = _cleared(form, done, column)
        pivots.append(column)
        if len(pivots) == len(form):
            break
    return form[: len(pivots)], pivots


def _cleared(form: Matrix, row: int, column: int) -> Matrix:
    """Return the form with 0 in the column everywhere but in the row, where it is positive."""
    if form[row, column] < 0:
        form[row] = -form[row]
    others = np.flatnonzero(form[:, column])
    others = others[others != row]
    if not others.size:
        return form
    largest = int(max(form.max(), -form.min()))
    if form.dtype != object and 2 * largest * largest >= _SAFE:
        form = form.astype(object)
    pivot, factors = form[row, column], form[others, column][:, None]
    changed = form[others] * pivot - factors * form[row]
    divisors = np.gcd.reduce(changed, axis=1)
    form[others] = changed // np.where(divisors == 0, 1, divisors)[:, None]
    return form


def unions(rows: Matrix, most: int = MOST_CANDIDATES) -> list[tuple[int, ...]]:
    """Return the columns of each vector of zeros and ones in the rows' span, but the zero vector.

    Raises TooMany where more than ``most`` are in sight at any time.
    """
    form, pivots = reduced(rows)
    if not pivots:
        return []
    one = lcm(*(int(form[row, column]) for row, column in enumerate(pivots)))
    form = _with_equal_pivots(form, pivots, one)
    states = np.zeros((1, 0), dtype=form.dtype)
    for level, columns in enumerate(_settled(form)):
        states = _doubled(states)
        for start in range(0, len(columns), _AT_ONCE):
            values = states @ form[: level + 1, columns[start : start + _AT_ONCE]]
            states = states[((values == 0) | (values == one)).all(axis=1)]
        if len(states) > most:
            raise TooMany
    return [tuple(np.flatnonzero(state @ form).tolist()) for state in states if state.any()]


def smallest_unions(rows: Matrix, most: int = MOST_CANDIDATES) -> list[tuple[int, ...]]:
    """Return those unions that contain no smaller one; every other is made of some of them.

    For where one union lies in another, what is left of the other can be computed as well.
    Raises TooMany as ``unions`` does.
    """
    form, _ = reduced(rows)
    found: list[tuple[int, ...]] = []
    for part in _apart(form):
        columns = np.flatnonzero(form[part].any(axis=0))
        within = unions(form[part][:, columns], most)
        found += [tuple(columns[list(union)].tolist()) for union in _smallest(within)]
    return found


def _apart(form: Matrix) -> list[list[int]]:
    """Return the rows of an echelon form in parts that have no column in common.

    A vector of zeros and ones is one in each part, so no union that spans two is a smallest one.
    """
    parts: list[tuple[list[int], npt.NDArray[np.bool_]]] = []
    for row, used in enumerate(form != 0):
        touched = [part for part in parts if (part[1] & used).any()]
        parts = [part for part in parts if not (part[1] & used).any()]
        rows = [row, *(other for part in touched for other in part[0])]
        parts.append((sorted(rows), np.logical_or.reduce([used, *(one[1] for one in touched)])))
    return [rows for rows, _ in parts]


def _smallest(found: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield the unions that contain no other."""
    smaller: list[int] = []
    for columns in sorted(found, key=len):
        mask = sum(1 << column for column in columns)
        if not any(mask & other == other for other in smaller):
            smaller.append(mask)
            yield columns


def _with_equal_pivots(form: Matrix, pivots: Sequence[int], one: int) -> Matrix:
    """Return the form with the same number at all pivots."""
    factors = [one // int(form[row, column]) for row, column in enumerate(pivots)]
    if int(np.abs(form).max()) * max(factors) * len(pivots) >= _SAFE:
        form = form.astype(object)
    equal: Matrix = form * np.array(factors, dtype=form.dtype)[:, None]
    return equal


def _settled(form: Matrix) -> Iterator[Matrix]:
    """Yield, pivot by pivot, the columns whose value depends on no later one."""
    used = form != 0
    last = np.where(used.any(axis=0), len(form) - 1 - used[::-1].argmax(axis=0), -1)
    for level in range(len(form)):
        yield np.flatnonzero(last == level)


def _doubled(states: Matrix) -> Matrix:
    zeros = np.zeros((len(states), 1), dtype=states.dtype)
    return np.vstack([np.hstack([states, zeros]), np.hstack([states, zeros + 1])])
