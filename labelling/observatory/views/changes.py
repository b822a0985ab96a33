"""Stars won and lost between two years."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from benchmarking.employment import Change
from benchmarking.stars import AreaStars
from labelling.core.errors import NotFound
from labelling.core.i18n import country_name, in_order
from labelling.core.web import pages
from labelling.observatory import words
from labelling.observatory.comparing import changes_between
from labelling.observatory.models import EmploymentVersion
from labelling.observatory.naming import Region
from labelling.observatory.pictures import draw
from labelling.observatory.sheets import Sheet, sheet_of
from labelling.observatory.signs import change_signs
from labelling.observatory.views.blueprints import (
    PER_PAGE,
    Shown,
    bp,
    country_options,
    rule_options,
    shown,
    this_page,
    year_options,
)
from labelling.observatory.wanted import Wanted, read_wanted, read_year


@bp.get("/map/changes")
def changes() -> ResponseReturnValue:
    """Show which regions won or lost stars, from one year of the map to another."""
    wanted = read_wanted(request.args)
    found = shown(wanted)
    if found is None or len(found.versions) == 1:
        return pages.page("observatory/no_changes.html")
    before = _earlier(found, read_year(request.args, "from"))
    comparison = _Comparison(found, before, wanted)
    rows = comparison.rows()
    first = (wanted.page - 1) * PER_PAGE
    return pages.page(
        "observatory/changes.html",
        found=found,
        before=before,
        wanted=wanted,
        total=len(rows),
        won=sum(1 for row in rows if row["difference"] > 0),
        lost=sum(1 for row in rows if row["difference"] < 0),
        rows=rows[first : first + PER_PAGE],
        first=first + 1,
        last=min(first + PER_PAGE, len(rows)),
        previous=this_page(page=wanted.page - 1) if wanted.page > 1 else "",
        next=this_page(page=wanted.page + 1) if first + PER_PAGE < len(rows) else "",
        only_before=comparison.alone(comparison.changes.only_before),
        only_after=comparison.alone(comparison.changes.only_after),
        regions_gone=comparison.names(comparison.changes.regions_gone),
        regions_added=comparison.names(comparison.changes.regions_added),
        picture=draw(
            change_signs(
                [(row["region_value"], row["difference"]) for row in rows], found.region_address
            ),
            [one for one in found.sheet.regions.values() if wanted.country in {"", one.country}],
            country=wanted.country,
            boundaries=found.boundaries,
        ),
        years=year_options(found),
        years_before=[(str(y), str(y)) for y in found.years if y < found.years[0]],
        rules=rule_options(),
        sectors=list(found.sheet.sectors.items()),
        countries=country_options(found.sheet),
    )


class _Comparison:
    """The changes between two versions, narrowed to a sector and a country."""

    def __init__(self, found: Shown, before: EmploymentVersion, wanted: Wanted) -> None:
        self.found, self.wanted = found, wanted
        self.then: Sheet = sheet_of(before.sha256, wanted.rule)
        self.changes = changes_between(before, found.version, wanted.rule)
        self._sector = found.sheet.sectors.get(wanted.sector, "")

    def rows(self) -> list[dict[str, Any]]:
        """Return the areas whose stars differ, by region and sector."""
        rows = [self._row(one) for one in self.changes.changed if self._picks(one.after)]
        return sorted(rows, key=lambda row: (in_order(row["region"]), in_order(row["sector"])))

    def alone(self, areas: tuple[AreaStars, ...]) -> int:
        """Return how many areas with stars have a figure in one of the years alone."""
        return sum(1 for one in areas if self._picks(one))

    def names(self, keys: tuple[str, ...]) -> list[str]:
        """Return the names of regions, in order."""
        return sorted((self._region(key).name for key in keys), key=in_order)

    def _picks(self, one: AreaStars) -> bool:
        if self.wanted.sector and one.area.sector != self._sector:
            return False
        return self.wanted.country in {"", self._region(one.area.region).country}

    def _region(self, key: str) -> Region:
        """Return a region by key: of the later year where it is there."""
        return self.found.sheet.regions.get(key) or self.then.regions[key]

    def _row(self, change: Change) -> dict[str, Any]:
        region, sector = self._region(change.after.area.region), change.after.area.sector
        key = self.found.sheet.key_of_sector[sector]
        return {
            "region_value": region,
            "region": region.name,
            "region_url": self.found.region_address(region),
            "country": country_name(region.country) if region.country else "",
            "sector": sector,
            "sector_url": self.found.address("sector", sector_key=key),
            "before": change.before.stars,
            "after": change.after.stars,
            "difference": change.after.stars - change.before.stars,
            "won": [words.KIND_NAMES[kind] for kind in change.won],
            "lost": [words.KIND_NAMES[kind] for kind in change.lost],
        }


def _earlier(found: Shown, year: int | None) -> EmploymentVersion:
    """Return the version to compare with; raise NotFound where none of that year is earlier."""
    if year is None:
        if found.before is None:
            raise NotFound
        return found.before
    earlier = next((one for one in found.versions if one.year == year), None)
    if earlier is None or year >= found.version.year:
        raise NotFound
    return earlier
