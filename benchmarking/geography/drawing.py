"""From kilometres to a picture: a view of a part of Europe, and shapes as paths in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from benchmarking.geography.outlines import FRAME, outlines
from benchmarking.geography.planes import Box, Point, Ring, clipped

WIDTH, HEIGHT = 720, 588
_MARGIN = 20  # what is drawn beyond the edges, so that no line runs along them
_SMALLEST_VIEW = 420.0  # km across: a small country is shown among its neighbours
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class View:
    """A part of the plane, drawn into a picture of WIDTH × HEIGHT from its top left."""

    box: Box

    @property
    def scale(self) -> float:
        """Return how many units of the picture a kilometre has."""
        return WIDTH / self.box.width

    def place(self, point: Point) -> Point:
        """Return where a point is drawn."""
        return (point[0] - self.box.west) * self.scale, (self.box.north - point[1]) * self.scale

    def path(self, rings: Iterable[Ring]) -> str:
        """Return rings as an SVG path, in steps of half a unit; nothing where none is in view."""
        beyond = self.box.grown(_MARGIN / self.scale)
        return "".join(_path([self.place(p) for p in clipped(ring, beyond)]) for ring in rings)


def _path(points: list[Point]) -> str:
    """Return a closed path in relative steps, in half units written as halves."""
    halves: list[tuple[int, int]] = []
    for x, y in points:
        half = (round(2 * x), round(2 * y))
        if not halves or halves[-1] != half:
            halves.append(half)
    if len(halves) < _FEWEST:
        return ""
    (x, y), *others = halves
    steps = [f"M{_half(x)} {_half(y)}l"]
    for next_x, next_y in others:
        step_x, step_y = _half(next_x - x), _half(next_y - y)
        steps.append(f"{step_x}{'' if step_y.startswith('-') else ' '}{step_y} ")
        x, y = next_x, next_y
    return "".join(steps).rstrip() + "z"


def _half(halves: int) -> str:
    whole, rest = divmod(abs(halves), 2)
    text = f"{whole or ''}.5" if rest else str(whole)
    return f"-{text}" if halves < 0 else text


@cache
def view_of(country: str = "") -> View:
    """Return the view of a country, or of all of Europe where there is none of that code."""
    extent = outlines().extent(country) if country else None
    return View(_fitted(extent)) if extent is not None else View(_fitted(FRAME))


def _fitted(box: Box) -> Box:
    """Return the smallest box around one that has the picture's shape and is not too small."""
    margin = 0.0 if box == FRAME else 0.06 * max(box.width, box.height)
    width = max(box.width + 2 * margin, _SMALLEST_VIEW)
    height = max(box.height + 2 * margin, width * HEIGHT / WIDTH)
    width = max(width, height * WIDTH / HEIGHT)
    x, y = (box.west + box.east) / 2, (box.south + box.north) / 2
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


@dataclass(frozen=True, slots=True)
class Land:
    """Paths of the land in a view: the countries that statistics cover, the one asked for, rest."""

    countries: str
    chosen: str
    others: str


@cache
def land(country: str = "") -> Land:
    """Return the land in the view of a country, or of all of Europe."""
    view, kept = view_of(country), outlines().countries
    named = [rings for code, rings in kept.items() if code not in {"", country}]
    return Land(
        countries="".join(view.path(rings) for rings in named),
        chosen=view.path(kept.get(country, ())) if country else "",
        others=view.path(kept.get("", ())),
    )
