"""Where statistical regions lie: NUTS level 2 of 2021, by code or by name.

``data/regions.csv`` is our own table: official codes and names, a point near the middle of each
region to a tenth of a degree, and further names under which it is published. A few larger
regions stand in it because published tables use them.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarking.geography.planes import Point
from benchmarking.geography.projection import projected

FILE = Path(__file__).with_name("data") / "regions.csv"

_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
})  # fmt: skip
_COUNTRY = re.compile(r"(.+), ?([A-Z]{2})", re.DOTALL)
_IN_STATISTICS = {"EL": "GR", "UK": "GB"}


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its code, its official name, its country (ISO 3166 alpha-2), a point in it."""

    code: str
    name: str
    country: str
    longitude: float
    latitude: float

    @property
    def point(self) -> Point:
        """Return where it is drawn, in km of EPSG:3035."""
        return projected(self.longitude, self.latitude)


def find_place(region: str) -> Place | None:
    """Return the place of a region as statistics call it: `DE11`, `Stuttgart` or `Stuttgart, DE`.

    Case, accents and punctuation do not matter. None where nothing or more than one fits.
    """
    codes, names = _index()
    if region.strip().upper() in codes:
        return codes[region.strip().upper()]
    name, country = split_country(region)
    found = names.get(_folded(name), ())
    fitting = [place for place in found if country in {"", place.country}]
    return fitting[0] if len(fitting) == 1 else None


def split_country(region: str) -> tuple[str, str]:
    """Return the name of a region and its country where it ends in one: `Stuttgart, DE`."""
    found = _COUNTRY.fullmatch(region.strip())
    if found is None:
        return region.strip(), ""
    return found[1].strip(), _IN_STATISTICS.get(found[2], found[2])


@cache
def places() -> tuple[Place, ...]:
    """Return all places, by code."""
    return tuple(place for place, _ in _read())


@cache
def _read() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            (
                Place(row["code"], row["name"], row["country"],
                      float(row["longitude"]), float(row["latitude"])),
                tuple(filter(None, row["also"].split("|"))),
            )
            for row in csv.DictReader(lines)
        )  # fmt: skip


@cache
def _index() -> tuple[Mapping[str, Place], Mapping[str, tuple[Place, ...]]]:
    names: dict[str, list[Place]] = {}
    for place, also in _read():
        for name in {_folded(name) for name in (place.name, *also)}:
            names.setdefault(name, []).append(place)
    return (
        {place.code: place for place in places()},
        {name: tuple(found) for name, found in names.items()},
    )


def _folded(name: str) -> str:
    """Return a name as it is compared: its plain letters and digits."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())
