"""In which region an organisation works, and what the star map, a room further on, tells of it."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from benchmarking.geography.places import places
from labelling.core.i18n import country_name, in_order


@dataclass(frozen=True, slots=True)
class RegionStars:
    """A region's stars in the latest year of the map: the first few sectors and how many more.

    They rate the region, not the organisation. ``key`` is the region in addresses of the map.
    """

    name: str
    key: str
    year: int
    is_fictitious: bool
    sectors: tuple[tuple[str, int], ...]
    more: int


Teller = Callable[[Session, str], RegionStars | None]

_tellers: list[Teller] = []

CODES = frozenset(place.code for place in places())


def country_of(code: str) -> str:
    """Return the country of a region, "" for none."""
    return next((place.country for place in places() if place.code == code), "")


def region_name(code: str) -> str:
    """Return the name of a region by its code; the code itself where it is not known."""
    return next((place.name for place in places() if place.code == code), code)


def regions() -> list[tuple[str, str]]:
    """Return code and name of every region, by country in the language in force."""
    named = [(place.code, f"{country_name(place.country)}: {place.name}") for place in places()]
    return sorted(named, key=lambda pair: in_order(pair[1]))


def tells_of_regions(function: Teller) -> Teller:
    """Register who knows the stars of a region."""
    _tellers[:] = [function]
    return function


def region_stars(session: Session, code: str) -> RegionStars | None:
    """Return the stars of a region by its code, None where nobody knows any."""
    return _tellers[0](session, code) if _tellers and code else None
