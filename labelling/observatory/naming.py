"""What regions and sectors are called, and what they are called in addresses."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from benchmarking.geography.places import Place, find_place, split_country

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a file: its text there, its key in addresses, its name and country to show.

    ``country`` is empty where nothing tells it; ``place`` None where nobody knows where it lies.
    """

    text: str
    key: str
    name: str
    country: str
    place: Place | None


def region_of(text: str) -> Region:
    """Return a region by what a file calls it; one that we know has its code as key."""
    place = find_place(text)
    if place is not None:
        return Region(text, place.code, place.name, place.country, place)
    name, country = split_country(text)
    return Region(text, key_of(text), name, country, None)


def key_of(name: str) -> str:
    """Return a name as a part of an address: the same for the same name, for good."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if slug.replace("-", " ") == name.casefold():
        return slug
    return f"{slug or 'x'}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
