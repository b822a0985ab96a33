"""The picture of a map as values: land, regions as marks at their place, what is not in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from benchmarking.geography.boundaries import Rings, kept_boundaries
from benchmarking.geography.drawing import HEIGHT, WIDTH, Disc, Land, land, spread, view_of
from labelling.core import files
from labelling.observatory.naming import Region

_INSIDE = 8.0  # a mark nearer to the edge than this, in the picture's units, would be cut
_NUMBERED = 7.5  # the radius from which a number fits
_CLOSER = 1.4  # how much larger marks are in the view of a country


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
class Picture:
    """A map without its words: paths, marks from the smallest to the largest, what lies outside.

    ``shapes`` are the true boundaries of the regions that have a mark, by look; ``others`` those
    of the rest; ``dots`` is a path with a point for each region that has figures and no mark.
    """

    width: int
    height: int
    land: Land
    marks: tuple[Mark, ...]
    shapes: tuple[tuple[str, str], ...]
    others: str
    dots: str
    outside: tuple[Sign, ...]


def draw(
    signs: Sequence[Sign],
    regions: Iterable[Region],
    *,
    country: str = "",
    boundaries: Mapping[str, Rings] | None = None,
) -> Picture:
    """Return the picture of these signs; ``regions`` are all that have figures."""
    view, known = view_of(country), boundaries or {}
    inside: list[tuple[Sign, Disc]] = []
    outside: list[Sign] = []
    for sign in signs:
        point = _point(sign.region, country)
        if point is None:
            outside.append(sign)
        else:
            inside.append((sign, Disc(*point, sign.radius * (_CLOSER if country else 1))))
    inside.sort(key=lambda pair: (pair[0].radius, pair[0].region.name, pair[0].region.key))
    places = spread(tuple(disc for _, disc in inside))
    marked = {sign.region.key: sign.look for sign in signs}
    unmarked = [region for region in regions if region.key not in marked]
    points = [_point(region, country) for region in unmarked]
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        land=land(country),
        marks=tuple(
            Mark(sign, round(disc.x, 1), round(disc.y, 1), round(disc.radius, 1))
            for (sign, _), disc in zip(inside, places, strict=True)
        ),
        shapes=tuple(
            (look, view.path(known[key])) for key, look in sorted(marked.items()) if key in known
        ),
        others="".join(view.path(known[one.key]) for one in unmarked if one.key in known),
        dots="".join(f"M{p[0]:.1f} {p[1]:.1f}h0" for p in points if p is not None),
        outside=tuple(outside),
    )


def stored_boundaries(drawn_sha256: str) -> Mapping[str, Rings]:
    """Return boundaries as they were stored for drawing."""
    return _stored(drawn_sha256)


@lru_cache(maxsize=2)
def _stored(drawn_sha256: str) -> Mapping[str, Rings]:
    return kept_boundaries(files.store().get(drawn_sha256))


def _point(region: Region, country: str) -> tuple[float, float] | None:
    """Return where a region is drawn, None where nobody knows or where it lies outside."""
    if region.place is None:
        return None
    x, y = view_of(country).place(region.place.point)
    is_inside = _INSIDE <= x <= WIDTH - _INSIDE and _INSIDE <= y <= HEIGHT - _INSIDE
    return (x, y) if is_inside else None
