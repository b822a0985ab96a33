"""The picture of a map as values: land, regions as marks at their place, what is not in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarking.geography.boundaries import Rings, kept_boundaries
from benchmarking.geography.drawing import (
    FARTHEST,
    HEIGHT,
    WIDTH,
    Disc,
    Land,
    View,
    crowded_view,
    land,
    spread,
    view_of,
)
from labelling.core import files
from labelling.observatory.naming import Region

_INSIDE = 8.0  # a mark nearer to the edge than this, in the picture's units, would be cut
_NUMBERED = 7.5  # the radius from which a number fits
_CLOSER = 1.4  # how much larger marks are in the view of a part of Europe


@dataclass(frozen=True, slots=True)
class Sign:
    """What is said of a region in a picture: how it looks, a number, a sentence, a page."""

    region: Region
    look: str
    radius: float
    text: str
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at its place."""

    sign: Sign
    x: float
    y: float
    radius: float

    @property
    def text(self) -> str:
        """Return the number in it, nothing where none fits."""
        return self.sign.text if self.radius >= _NUMBERED else ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of Europe without its words: paths, and marks from the smallest to the largest.

    ``shapes`` are the true boundaries of the regions that have a mark, by look; ``others`` those
    of the rest; ``dots`` is a path with a point for each region that has figures and no mark.
    """

    land: Land
    marks: tuple[Mark, ...]
    shapes: tuple[tuple[str, str], ...]
    others: str
    dots: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A map without its words: each sign stands in it once, or in its inset, or lies outside.

    ``inset`` is what is crowded in all of Europe, larger; ``frame`` where that lies in the picture:
    west, north, width, height.
    """

    width: int
    height: int
    panel: Panel
    inset: Panel | None
    frame: tuple[float, float, float, float]
    outside: tuple[Sign, ...]

    @property
    def links(self) -> bool:
        """Say whether a mark leads to a page."""
        panels = (self.panel, self.inset) if self.inset is not None else (self.panel,)
        return any(mark.sign.url for panel in panels for mark in panel.marks)


def draw(
    signs: Sequence[Sign],
    regions: Iterable[Region],
    *,
    country: str = "",
    boundaries: Mapping[str, Rings] | None = None,
) -> Picture:
    """Return the picture of these signs; ``regions`` are all that have figures."""
    view, crowded = view_of(country), crowded_view()
    given, marked = list(regions), {sign.region.key: sign.look for sign in signs}
    inset = not country and any(_point(sign.region, crowded) is not None for sign in signs)

    def panel(of: View, without: View | None = None) -> Panel:
        def lies(region: Region) -> bool:
            return without is None or _point(region, without) is None

        return _panel(
            [sign for sign in signs if lies(sign.region)],
            [region for region in given if region.key not in marked and lies(region)],
            of, country, _Shapes(of, marked, given, boundaries or {}),
        )  # fmt: skip

    west, north = view.place((crowded.box.west, crowded.box.north))
    scale = view.scale / crowded.scale
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        panel=panel(view, crowded if inset else None),
        inset=panel(crowded) if inset else None,
        frame=(round(west, 1), round(north, 1), round(WIDTH * scale, 1), round(HEIGHT * scale, 1)),
        outside=tuple(sign for sign in signs if _point(sign.region, view) is None),
    )


@dataclass(frozen=True, slots=True)
class _Shapes:
    """True boundaries in a view."""

    view: View
    marked: Mapping[str, str]
    regions: Sequence[Region]
    known: Mapping[str, Rings]

    def of_marked(self) -> tuple[tuple[str, str], ...]:
        found = sorted((key, look) for key, look in self.marked.items() if key in self.known)
        return tuple((look, self.view.path(self.known[key])) for key, look in found)

    def of_others(self) -> str:
        others = [one.key for one in self.regions if one.key not in self.marked]
        return "".join(self.view.path(self.known[key]) for key in others if key in self.known)


def _panel(
    signs: Sequence[Sign], unmarked: Sequence[Region], view: View, country: str, shapes: _Shapes
) -> Panel:
    """Return a part of Europe with those of the signs and other regions that lie in it."""
    closer = 1 if view == view_of() else _CLOSER
    inside: list[tuple[Sign, Disc]] = []
    for sign in sorted(signs, key=lambda one: (one.radius, one.region.name, one.region.key)):
        point = _point(sign.region, view)
        if point is not None:
            inside.append((sign, Disc(*point, sign.radius * closer)))
    places = spread(tuple(disc for _, disc in inside), FARTHEST * view.scale)
    points = [_point(region, view) for region in unmarked]
    return Panel(
        land=land(view, country),
        marks=tuple(
            Mark(sign, round(disc.x, 1), round(disc.y, 1), round(disc.radius, 1))
            for (sign, _), disc in zip(inside, places, strict=True)
        ),
        shapes=shapes.of_marked(),
        others=shapes.of_others(),
        dots="".join(f"M{p[0]:.1f} {p[1]:.1f}h0" for p in points if p is not None),
    )


def stored_boundaries(drawn_sha256: str) -> Mapping[str, Rings]:
    """Return boundaries as they were stored for drawing."""
    return _stored(drawn_sha256)


@lru_cache(maxsize=2)
def _stored(drawn_sha256: str) -> Mapping[str, Rings]:
    return kept_boundaries(files.store().get(drawn_sha256))


def _point(region: Region, view: View) -> tuple[float, float] | None:
    """Return where a region is drawn, None where nobody knows or where it lies outside."""
    if region.place is None:
        return None
    x, y = view.place(region.place.point)
    is_inside = _INSIDE <= x <= WIDTH - _INSIDE and _INSIDE <= y <= HEIGHT - _INSIDE
    return (x, y) if is_inside else None
