"""True boundaries of regions, read from the official GeoJSON; nothing of the file is believed.

GeoJSON after RFC 7946, in degrees, as the Commission's GISCO service gives out NUTS regions: each
feature has its code as `NUTS_ID`, and its level, if any, as `LEVL_CODE`.
"""

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from benchmarking.faults import BadTable, Fault, Faults, quoted
from benchmarking.geography.outlines import FRAME
from benchmarking.geography.planes import Point, area, clipped
from benchmarking.geography.projection import projected

LARGEST_FILE = 30_000_000  # bytes; the official file for level 2 at 1:10 million has 6,000,000
MOST_REGIONS = 3_000
MOST_RINGS = 30_000
MOST_POINTS = 1_500_000
LEVEL = 2

Rings = tuple[tuple[Point, ...], ...]

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_DEGREES = re.compile(r"(CRS ?84|EPSG:+(4326|4258))$")
_MARGIN, _SMALLEST = 120.0, 4.0  # km around the frame that are kept, km² of the smallest island
_SOUTHERNMOST = -40.0  # degrees; further south lies the one place that has no projection
_FEWEST = 4  # positions of a ring, its first said again at the end


def read_boundaries(content: bytes) -> dict[str, Rings]:
    """Return the regions of level 2 by code, as rings in km of EPSG:3035, cut to the frame.

    Rings are rounded to whole kilometres point by point, so that neighbours still share their
    borders. A region outside the frame has no rings. Raises BadTable with what is wrong.
    """
    faults, counted = Faults(), _Counted()
    found: dict[str, Rings] = {}
    for number, feature in enumerate(_features(content), start=1):
        try:
            code = _code(feature, found)
            if code is not None:
                found[code] = tuple(_shown(_rings(feature.get("geometry"), counted)))
        except _Wrong as wrong:
            faults.add(f"feature {number}: {wrong}")
    faults.settle()
    if not found:
        raise BadTable([Fault(f"has no region of level {LEVEL}")])
    return found


def write_boundaries(found: Mapping[str, Rings]) -> bytes:
    """Return boundaries as they are kept for drawing."""
    flat = {
        code: [[int(number) for point in ring for number in point] for ring in rings]
        for code, rings in sorted(found.items())
    }
    return json.dumps(flat, separators=(",", ":")).encode()


def kept_boundaries(content: bytes) -> dict[str, Rings]:
    """Return what ``write_boundaries`` wrote."""
    return {
        code: tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in rings)
        for code, rings in json.loads(content).items()
    }


class _Wrong(ValueError):
    """What is wrong with a feature."""


class _Counted:
    """Rings and positions of the whole file so far."""

    def __init__(self) -> None:
        self.rings = self.points = 0

    def ring(self, points: int) -> None:
        """Count a ring; raise BadTable at once when there are too many of anything."""
        self.rings, self.points = self.rings + 1, self.points + points
        if self.rings > MOST_RINGS:
            raise BadTable([Fault(f"has more than {MOST_RINGS} rings")])
        if self.points > MOST_POINTS:
            raise BadTable([Fault(f"has more than {MOST_POINTS} positions")])


def _features(content: bytes) -> Sequence[Mapping[str, Any]]:
    """Return the features; raise BadTable for what is no such file, before much is made of it."""
    if len(content) > LARGEST_FILE:
        raise BadTable([Fault(f"has more than {LARGEST_FILE} bytes")])
    if content.count(b"[") > MOST_POINTS + 4 * MOST_RINGS or content.count(b",") > 8 * MOST_POINTS:
        raise BadTable([Fault(f"has more than {MOST_POINTS} positions")])
    if content.count(b"{") > 8 * MOST_REGIONS or content.count(b'"') > 200 * MOST_REGIONS:
        raise BadTable([Fault(f"has more than {MOST_REGIONS} features")])
    try:
        read = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadTable([Fault("is not JSON, or not in UTF-8")]) from error
    if not isinstance(read, dict) or read.get("type") != "FeatureCollection":
        raise BadTable([Fault("is not a GeoJSON feature collection")])
    _refuse_other_reference(read.get("crs"))
    features = read.get("features")
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BadTable([Fault("has no list of features")])
    if len(features) > MOST_REGIONS:
        raise BadTable([Fault(f"has more than {MOST_REGIONS} features")])
    return features


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _refuse_other_reference(crs: object) -> None:
    """Raise BadTable unless positions are in degrees: other files have metres."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not _DEGREES.search(name):
        raise BadTable([Fault("is not in degrees (EPSG:4326); take the file of that reference")])


def _code(feature: Mapping[str, Any], known: Container[str]) -> str | None:
    """Return a feature's code, which no earlier one has; None where it is of another level."""
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        raise _Wrong("has no properties")
    code = properties.get("NUTS_ID")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        shown = quoted(code) if isinstance(code, str) else "nothing"
        raise _Wrong(f"NUTS_ID must be a code such as DE11, not {shown}")
    level = properties.get("LEVL_CODE", len(code) - 2)
    if isinstance(level, bool) or not isinstance(level, int):
        raise _Wrong("LEVL_CODE must be a whole number")
    if code in known:
        raise _Wrong(f"the code {code} stands on an earlier feature already")
    return code if level == LEVEL else None


def _rings(geometry: object, counted: _Counted) -> Iterator[list[Point]]:
    """Yield the rings of a geometry in degrees."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise _Wrong("has no polygon")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise _Wrong("has no coordinates")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _Wrong("has a polygon without rings")
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < _FEWEST:
                raise _Wrong(f"has a ring of fewer than {_FEWEST} positions")
            counted.ring(len(ring))
            points = [_position(one) for one in ring]
            if points[0] != points[-1]:
                raise _Wrong("has a ring that is not closed")
            yield points[:-1]


def _position(given: object) -> Point:
    if not isinstance(given, list) or len(given) not in {2, 3}:
        raise _Wrong("has a position that is not two numbers")
    longitude, latitude = given[:2]
    for number, most in ((longitude, 180), (latitude, 90)):
        is_number = isinstance(number, int | float) and not isinstance(number, bool)
        if not is_number or abs(number) > most or not isfinite(number):
            raise _Wrong(f"has a position that is not in degrees: {quoted(str(given[:2]))}")
    return float(longitude), float(latitude)


def _shown(rings: Iterator[list[Point]]) -> Iterator[tuple[Point, ...]]:
    """Yield what of the rings lies in the frame, in whole kilometres, without specks."""
    for ring in rings:
        plane = [_rounded(projected(x, max(_SOUTHERNMOST, y))) for x, y in ring]
        cut = clipped(_distinct(plane), FRAME.grown(_MARGIN))
        if len(cut) >= _FEWEST - 1 and area(cut) >= _SMALLEST:
            yield tuple(_distinct([_rounded(point) for point in cut]))


def _rounded(point: Point) -> Point:
    return round(point[0]), round(point[1])


def _distinct(ring: list[Point]) -> list[Point]:
    """Return a ring without points that fall together with the one before."""
    pairs = zip(ring, [*ring[-1:], *ring[:-1]], strict=True)
    return [point for point, before in pairs if point != before]
