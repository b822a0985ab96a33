"""A file of employment looked at before it is kept: what a sheet of it could not tell apart."""

import unicodedata
from collections.abc import Callable

from benchmarking.areas import Area
from benchmarking.employmentfile import read_areas
from benchmarking.faults import BadTable, Fault, Faults, quoted
from benchmarking.tables import read_rows
from labelling.observatory.naming import region_of

MOST_LINES = 100_000
"""More than twice as many as 1,200 regions by 38 sectors have: a page waits for the answer."""


def checked(content: bytes) -> tuple[Area, ...]:
    """Return the areas of a CSV file. Raises BadTable with every fault by line and column.

    Refused besides what the reader refuses: one region under two names, and names that capitals,
    spaces or the way in which accents are written alone tell apart.
    """
    if max(content.count(b"\n"), content.count(b"\r")) > MOST_LINES:
        raise BadTable([Fault(f"has more than {MOST_LINES} lines")])
    areas = read_areas(content)
    faults = Faults()
    regions = _Names("region", _region_key, faults)
    sectors = _Names("sector", _folded, faults)
    for line, (region, sector) in read_rows(content, ("region", "sector"), faults):
        regions.take(region, line)
        sectors.take(sector, line)
    faults.settle()
    return areas


def _region_key(text: str) -> str:
    """Return what tells a region from others: its code, or its name and country as compared."""
    found = region_of(text)
    return found.key if found.place is not None else f"{_folded(found.name)}, {found.country}"


def _folded(name: str) -> str:
    """Return a name as it is compared: `MÖBEL` is `Möbel`, however the accent is written."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


class _Names:
    """The names of a column by what they mean, each noted on its first line."""

    def __init__(self, column: str, key: Callable[[str], str], faults: Faults) -> None:
        self._column, self._key, self._faults = column, key, faults
        self._known: set[str] = set()
        self._first: dict[str, tuple[str, int]] = {}

    def take(self, name: str, line: int) -> None:
        """Note a fault if the name means the same as another one."""
        if name in self._known:
            return
        self._known.add(name)
        before, first = self._first.setdefault(self._key(name), (name, line))
        if before != name:
            problem = f"is the same as {quoted(before)} on line {first}, which is spelled otherwise"
            self._faults.add(problem, line, self._column)
