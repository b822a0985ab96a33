"""A file of employment looked at before it is kept: what a sheet of it could not tell apart."""

from collections.abc import Callable

from benchmarking.areas import Area
from benchmarking.employmentfile import read_areas
from benchmarking.faults import Faults, quoted
from benchmarking.tables import read_rows
from labelling.observatory.naming import key_of, region_of


def checked(content: bytes) -> tuple[Area, ...]:
    """Return the areas of a CSV file. Raises BadTable with every fault by line and column.

    Refused besides what the reader refuses: one region under two names, and sectors whose names
    capitals alone tell apart.
    """
    areas = read_areas(content)
    faults = Faults()
    regions = _Names("region", lambda text: region_of(text).key, faults)
    sectors = _Names("sector", key_of, faults)
    for line, (region, sector) in read_rows(content, ("region", "sector"), faults):
        regions.take(region, line)
        sectors.take(sector, line)
    faults.settle()
    return areas


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
