"""Regional employment as values: a region in a sector, and what regions have in all."""

from collections.abc import Sequence
from dataclasses import dataclass


class Unfit(ValueError):
    """Figures that cannot be, or that contradict each other; the message says which."""


@dataclass(frozen=True, slots=True)
class Area:
    """A region in a sector: its employees (None: not known) and all those of the region.

    Raises Unfit for negative figures, and for more employees than the region has.
    """

    region: str
    sector: str
    employees: int | None
    region_total: int

    def __post_init__(self) -> None:
        if self.region_total < 0 or not 0 <= (self.employees or 0) <= self.region_total:
            raise Unfit(
                f"{self.sector} in {self.region}: {self.employees} employees of {self.region_total}"
            )


def region_totals(areas: Sequence[Area]) -> dict[str, int]:
    """Return each region's employment. Raises Unfit for two totals, or an area given twice."""
    totals: dict[str, int] = {}
    for area in areas:
        if totals.setdefault(area.region, area.region_total) != area.region_total:
            raise Unfit(f"{area.region} has two totals")
    if len({(area.region, area.sector) for area in areas}) < len(areas):
        raise Unfit("a region stands twice in a sector")
    return totals
