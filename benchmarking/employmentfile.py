"""Regional employment read from CSV: every fault of a file at once, by line and column."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarking.areas import Area
from benchmarking.faults import BadTable, Faults, quoted
from benchmarking.tables import BadCell, Row, name, read_content, read_rows, whole_number

COLUMNS = ("region", "sector", "employees", "region_total")

_Value = TypeVar("_Value")


def read_areas_file(path: Path) -> tuple[Area, ...]:
    """Return the areas of a CSV file in its order. Raises BadTable, with the file's name."""
    try:
        return read_areas(read_content(path))
    except BadTable as error:
        error.file = str(path)
        raise


def read_areas(content: bytes) -> tuple[Area, ...]:
    """Return the areas of a CSV table in its order; an empty `employees` is a missing figure.

    Raises BadTable with all that is wrong: cells that are no names or whole numbers, more
    employees than the region has, a region twice in a sector, a region with two totals.
    """
    reading = _Reading()
    for row in read_rows(content, COLUMNS, reading.faults):
        reading.take(row)
    reading.faults.settle()
    return tuple(reading.areas)


class _Reading:
    """What has been read so far, and on which line things stood first."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.areas: list[Area] = []
        self._places: dict[tuple[str, str], int] = {}
        self._totals: dict[str, tuple[int, int]] = {}

    def take(self, row: Row) -> None:
        """Add the row's area, or what is wrong with it."""
        line, cells = row
        region = self._value(name, cells[0], line, "region")
        sector = self._value(name, cells[1], line, "sector")
        employees = self._value(whole_number, cells[2], line, "employees") if cells[2] else None
        total = self._value(whole_number, cells[3], line, "region_total")
        if region is not None and sector is not None:
            self._compare_place(region, sector, line)
        fits = self._compare_employees(employees, total, line)
        if region is None or total is None:
            return
        self._compare_total(region, total, line)
        if sector is not None and fits:
            self.areas.append(Area(region, sector, employees, total))

    def _value(
        self, read: Callable[[str], _Value], cell: str, line: int, column: str
    ) -> _Value | None:
        try:
            return read(cell)
        except BadCell as problem:
            self.faults.add(str(problem), line, column)
            return None

    def _compare_place(self, region: str, sector: str, line: int) -> None:
        first = self._places.setdefault((region, sector), line)
        if first != line:
            places = f"{quoted(region)} and {quoted(sector)}"
            self.faults.add(f"{places} stand together on line {first} already", line, "sector")

    def _compare_employees(self, employees: int | None, total: int | None, line: int) -> bool:
        if employees is None or total is None or employees <= total:
            return True
        problem = f"{employees} are more than the {total} of the whole region"
        self.faults.add(problem, line, "employees")
        return False

    def _compare_total(self, region: str, total: int, line: int) -> None:
        known, first = self._totals.setdefault(region, (total, line))
        if known != total:
            problem = f"is {total}, but on line {first} {known} for the same region"
            self.faults.add(problem, line, "region_total")
