"""Cutting, thinning and measuring, against what can be said without the code."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.geography.planes import Box, area, around, clipped, encloses, thinned

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
BOX = Box(0, 0, 100, 100)
numbers = st.integers(-50, 150).map(float)
points = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12)


def test_ring_that_lies_within_is_left_as_it_is() -> None:
    assert clipped(SQUARE, Box(-1, -1, 11, 11)) == SQUARE


def test_ring_across_an_edge_is_cut_there() -> None:
    assert sorted(clipped(SQUARE, Box(5, -1, 11, 11))) == [(5, 0), (5, 10), (10, 0), (10, 10)]


def test_ring_elsewhere_leaves_nothing() -> None:
    assert clipped(SQUARE, Box(20, 20, 30, 30)) == []


@given(points)
def test_clipped_ring_lies_in_its_box(ring: list[tuple[float, float]]) -> None:
    assert all(BOX.grown(1e-9).holds(point) for point in clipped(ring, BOX))


@given(points, st.floats(0.1, 30))
def test_thinned_line_keeps_its_ends_and_stays_near(
    line: list[tuple[float, float]], tolerance: float
) -> None:
    thin = thinned(line, tolerance)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    segments = list(pairwise(thin))
    nearest = [min(_distance(point, a, b) for a, b in segments) for point in line]
    assert max(nearest) <= tolerance + 1e-9


def _distance(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return how far a point is from a segment: by its foot where that lies on it."""
    square = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / (square or 1)
    feet = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (0, 1, along)]
    allowed = feet if 0 <= along <= 1 else feet[:2]
    return min(float(((x - p[0]) ** 2 + (y - p[1]) ** 2) ** 0.5) for x, y in allowed)


def test_area_of_a_square() -> None:
    assert area(SQUARE) == 100


def test_hole_is_not_enclosed() -> None:
    hole = [(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0)]
    assert [encloses([SQUARE, hole], p) for p in ((5, 5), (2, 2), (12, 5))] == [False, True, False]


def test_box_around_no_points_is_refused() -> None:
    assert around(SQUARE) == Box(0, 0, 10, 10)
    with pytest.raises(ValueError, match=r"min\(\)|empty"):
        around([])
