"""Lines and rings in a plane: cut to a box, thinned, measured."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Point = tuple[float, float]
Ring = Sequence[Point]
"""A closed line; the last point is not the first once more."""


class Box(NamedTuple):
    """A rectangle with sides along the axes."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.north - self.south

    def grown(self, by: float) -> "Box":
        """Return the box with a margin on every side."""
        return Box(self.west - by, self.south - by, self.east + by, self.north + by)

    def holds(self, point: Point) -> bool:
        """Say whether a point lies within, edges included."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


def around(points: Iterable[Point]) -> Box:
    """Return the smallest box around points; raise ValueError for none."""
    given = list(points)
    xs, ys = [x for x, _ in given], [y for _, y in given]
    return Box(min(xs), min(ys), max(xs), max(ys))


def clipped(ring: Ring, box: Box) -> list[Point]:
    """Return what of a ring lies in a box (Sutherland and Hodgman); nothing where none does."""
    points = list(ring)
    for axis, limit, sign in (
        (0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1),
    ):  # fmt: skip
        points = _beyond(points, axis, limit, sign)
    return points


def _beyond(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """Return what of a ring lies on one side of a line."""
    kept: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was_in, is_in = (sign * (p[axis] - limit) >= 0 for p in (before, point))
        if was_in != is_in:
            kept.append(_crossing(before, point, axis, limit))
        if is_in:
            kept.append(point)
    return kept


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    part = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + part * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def thinned(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return a line without the points it passes within a tolerance anyway (Douglas, Peucker)."""
    if len(line) < 3:  # noqa: PLR2004 (there is nothing between two ends)
        return list(line)
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:  # noqa: PLR2004
            continue
        distance = _from_segment(line[first], line[last])
        farthest = max(range(first + 1, last), key=lambda i: distance(line[i]))
        if distance(line[farthest]) > tolerance:
            keep.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(keep)]


def _from_segment(a: Point, b: Point) -> Callable[[Point], float]:
    """Return how to measure the distance of a point from the segment between two."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy

    def distance(p: Point) -> float:
        along = 0.0
        if square:
            along = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
        x, y = p[0] - a[0] - along * dx, p[1] - a[1] - along * dy
        return float((x * x + y * y) ** 0.5)

    return distance


def area(ring: Ring) -> float:
    """Return the area that a ring encloses (the trapezoid formula)."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def encloses(rings: Iterable[Ring], point: Point) -> bool:
    """Say whether a point lies in a shape of several rings: a ring within another is a hole."""
    x, y = point
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside
