"""TopoJSON read: geometries whose borders are shared arcs, so that neighbours never come apart.

After the TopoJSON format specification (Bostock and Metcalf), version 1.0.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarking.geography.planes import Point

Treat = Callable[[Sequence[Point]], Sequence[Point]]


class Shape(NamedTuple):
    """A geometry: its id (as text, may be empty), its name, and its rings."""

    id: str
    name: str
    rings: tuple[tuple[Point, ...], ...]


def read_topology(topology: Mapping[str, Any], collection: str, treat: Treat) -> Iterator[Shape]:
    """Yield the polygons of a collection, each arc treated once: projected, thinned.

    ``treat`` must leave the two ends of an arc where they were or move them the same way for
    every arc. Raises KeyError or ValueError for what is no such topology.
    """
    arcs = [tuple(treat(arc)) for arc in _arcs(topology)]
    for geometry in topology["objects"][collection]["geometries"]:
        if geometry["type"] == "Polygon":
            lines = geometry["arcs"]
        elif geometry["type"] == "MultiPolygon":
            lines = [ring for polygon in geometry["arcs"] for ring in polygon]
        else:
            raise ValueError(f"{geometry['type']} is no polygon")
        yield Shape(
            str(geometry.get("id") or ""),
            str(geometry.get("properties", {}).get("name", "")),
            tuple(_ring(arcs, line) for line in lines),
        )


def _arcs(topology: Mapping[str, Any]) -> Iterator[list[Point]]:
    """Yield the arcs as positions: each step of a quantised arc is counted from the one before."""
    transform = topology["transform"]
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + shift_x, y * scale_y + shift_y))
        yield points


def _ring(arcs: Sequence[tuple[Point, ...]], line: Sequence[int]) -> tuple[Point, ...]:
    """Return a ring of arcs end to end; ~i is arc i backwards. The end is not said twice."""
    points: list[Point] = []
    for number in line:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return tuple(points[:-1])
