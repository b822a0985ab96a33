"""From kilometres to a picture: a view of a part of Europe, and shapes as paths in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from benchmarking.geography.outlines import FRAME, outlines
from benchmarking.geography.planes import Box, Point, Ring, clipped

WIDTH, HEIGHT = 720, 588
_MARGIN = 20  # what is drawn beyond the edges, so that no line runs along them
_SMALLEST_VIEW = 420.0  # km across: a small country is shown among its neighbours
_FEWEST = 3
CROWDED = Box(3_380, 2_290, 4_960, 2_290 + 1_580 * HEIGHT / WIDTH)
"""From England to Vienna, where regions are small: what an inset shows larger."""


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
def crowded_view() -> View:
    """Return the view of what is too crowded in the view of all of Europe."""
    return View(CROWDED)


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
def land(view: View, country: str = "") -> Land:
    """Return the land in a view, with a country in it that stands out."""
    kept = outlines().countries
    named = [rings for code, rings in kept.items() if code not in {"", country}]
    return Land(
        countries="".join(view.path(rings) for rings in named),
        chosen=view.path(kept.get(country, ())) if country else "",
        others=view.path(kept.get("", ())),
    )


FARTHEST = 60.0
"""How far a mark may stand from where its region lies, in km."""

_ROUNDS = 120
_APART = 1.02  # of the sum of the radii, so that an edge stays between discs


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark in a picture."""

    x: float
    y: float
    radius: float


@lru_cache(maxsize=128)
def spread(discs: tuple[Disc, ...], farthest: float) -> tuple[Disc, ...]:
    """Return discs moved apart as little as it takes to tell them from each other, in their order.

    Rounds in which discs that overlap push each other aside by half of what is too much, none
    further than `farthest` from where it belongs; in a crowd some overlap is left. The same discs
    always come out at the same places.
    """
    homes = [(disc.x, disc.y) for disc in discs]
    places = list(homes)
    reach = 2 * _APART * max((disc.radius for disc in discs), default=0)
    for _ in range(_ROUNDS):
        moved = False
        by_x = sorted(range(len(discs)), key=lambda i: places[i])
        for position, one in enumerate(by_x):
            for other in by_x[position + 1 :]:
                if places[other][0] - places[one][0] > reach:
                    break
                wanted = _APART * (discs[one].radius + discs[other].radius)
                moved |= _push(places, one, other, wanted)
        places = [_kept_near(*pair, farthest) for pair in zip(homes, places, strict=True)]
        if not moved:
            break
    return tuple(Disc(x, y, disc.radius) for disc, (x, y) in zip(discs, places, strict=True))


def _push(places: list[Point], one: int, other: int, wanted: float) -> bool:
    """Move two discs apart, half of the way each; say whether there was need to."""
    (x1, y1), (x2, y2) = places[one], places[other]
    dx, dy = x2 - x1, y2 - y1
    distance = (dx * dx + dy * dy) ** 0.5
    if distance >= wanted:
        return False
    if not distance:
        dx, dy, distance = 1.0, 0.0, 1.0
        step = wanted / 2
    else:
        step = (wanted - distance) / 2
    dx, dy = dx / distance * step, dy / distance * step
    places[one], places[other] = (x1 - dx, y1 - dy), (x2 + dx, y2 + dy)
    return True


def _kept_near(home: Point, place: Point, farthest: float) -> Point:
    """Return a place, or the one towards it that is not too far from home."""
    dx, dy = place[0] - home[0], place[1] - home[1]
    distance = (dx * dx + dy * dy) ** 0.5
    if distance <= farthest:
        return place
    return home[0] + dx / distance * farthest, home[1] + dy / distance * farthest
