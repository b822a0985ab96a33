"""Outlines of the countries of Europe and around it, small enough to be drawn into a page.

``data/countries.json`` is made from `world-atlas` (ISC), a rendering of Natural Earth (public
domain); `python -m benchmarking.geography.making` makes it anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarking.geography.planes import Box, Point, around, encloses

FILE = Path(__file__).with_name("data") / "countries.json"
FRAME = Box(2_470, 1_360, 7_450, 5_430)
"""What is shown of Europe: from Iceland to the east of Türkiye, from Malta to the North Cape."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Countries by ISO 3166 alpha-2 (other land under an empty code), as rings in km."""

    source: str
    licence: str
    countries: Mapping[str, tuple[tuple[Point, ...], ...]]

    def holds(self, country: str, point: Point) -> bool:
        """Say whether a point lies in a country."""
        return encloses(self.countries.get(country, ()), point)

    def extent(self, country: str) -> Box | None:
        """Return the box around what of a country lies in the frame, None for an unknown one."""
        rings = self.countries.get(country, ())
        points = [point for ring in rings for point in ring if FRAME.holds(point)]
        return around(points) if points else None


@cache
def outlines() -> Outlines:
    """Return the outlines that come with this library."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return Outlines(
        kept["source"],
        kept["licence"],
        {
            code: tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in rings)
            for code, rings in kept["countries"].items()
        },
    )
