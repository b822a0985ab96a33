"""Computable unions, against trying every union with a rank of fractions for each."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.disclosure.spans import TooMany, reduced, smallest_unions, unions
from tests.benchmarking.naive_compare import rank

Rows = list[list[int]]


@st.composite
def matrices(draw: st.DrawFn, low: int = 0, high: int = 1) -> Rows:
    columns = draw(st.integers(1, 7))
    row = st.lists(st.integers(low, high), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=1, max_size=4))


def tried(rows: Rows) -> set[tuple[int, ...]]:
    """Return the unions in the span, found by trying all of them."""
    columns, own = len(rows[0]), rank(_fractions(rows))
    return {
        chosen
        for count in range(1, columns + 1)
        for chosen in combinations(range(columns), count)
        if rank(_fractions([*rows, [int(at in chosen) for at in range(columns)]])) == own
    }


def _fractions(rows: Rows) -> list[list[Fraction]]:
    return [[Fraction(entry) for entry in row] for row in rows]


@settings(deadline=None, max_examples=60)
@given(st.one_of(matrices(), matrices(-2, 2)))
def test_unions_are_those_found_by_trying(rows: Rows) -> None:
    found = unions(np.array(rows))
    assert (set(found), len(found)) == (tried(rows), len(set(found)))


@settings(deadline=None, max_examples=60)
@given(st.one_of(matrices(), matrices(-2, 2)))
def test_smallest_unions_contain_no_other_and_make_up_all(rows: Rows) -> None:
    everything = {frozenset(union) for union in tried(rows)}
    smallest = {frozenset(union) for union in smallest_unions(np.array(rows))}
    assert smallest == {one for one in everything if not any(other < one for other in everything)}
    for union in everything:
        left = set(union)
        for one in sorted(smallest, key=sorted):
            if one <= left:
                left -= one
        assert not left or any(one <= union for one in smallest)


@settings(deadline=None, max_examples=60)
@given(matrices(-2, 2))
def test_echelon_form_has_the_same_span(rows: Rows) -> None:
    form, pivots = reduced(np.array(rows))
    found: Rows = form.tolist()
    assert rank(_fractions(rows)) == len(pivots) == rank(_fractions([*rows, *found]))
    for at, (row, pivot) in enumerate(zip(found, pivots, strict=True)):
        assert row[pivot] > 0
        assert [other[pivot] for other in found] == [row[pivot] * (at == n)
                                                     for n in range(len(found))]  # fmt: skip


def test_numbers_beyond_sixty_four_bits_stay_exact() -> None:
    """Each row alone fits; products of two such rows do not."""
    large = 2**40 + 1
    rows = np.array([[large, 1, 1, 0], [1, large, 0, 1]])
    form, _ = reduced(rows)
    assert form.dtype == object
    det = large * large - 1
    assert form.tolist() == [[det, 0, large, -1], [0, det, -1, large]]


def test_no_rows_and_no_columns_have_no_unions() -> None:
    assert unions(np.zeros((0, 3), dtype=np.int64)) == []
    assert smallest_unions(np.zeros((2, 0), dtype=np.int64)) == []


def test_too_many_are_said_to_be_so() -> None:
    """Fourteen groups of one have 16,383 unions; their smallest are fourteen all the same."""
    rows = np.eye(14, dtype=np.int64)
    with pytest.raises(TooMany):
        unions(rows)
    assert smallest_unions(rows) == [(at,) for at in range(14)]


def test_thirteen_sets_are_never_too_many() -> None:
    rows = np.eye(13, dtype=np.int64)
    assert len(unions(rows)) == 2**13 - 1
