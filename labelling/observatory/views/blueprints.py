"""The blueprints of the star map, and what its public pages share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, request, url_for

from benchmarking.geography.boundaries import Rings
from benchmarking.stars import RULES, AreaStars
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.i18n import country_name, in_order, lazy
from labelling.observatory import queries, words
from labelling.observatory.history import Kept
from labelling.observatory.models import EmploymentVersion
from labelling.observatory.naming import Region
from labelling.observatory.pictures import stored_boundaries
from labelling.observatory.sheets import Sheet, sheet_of
from labelling.observatory.wanted import Wanted

bp = Blueprint("observatory", __name__)
office_bp = Blueprint("employment", __name__)

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of the map shows: a year's version, its stars, all years, boundaries."""

    version: EmploymentVersion
    sheet: Sheet
    wanted: Wanted
    versions: tuple[EmploymentVersion, ...]
    boundaries: Mapping[str, Rings] | None
    boundaries_source: str

    @property
    def years(self) -> list[int]:
        """Return the years of the map, the latest first."""
        return [one.year for one in self.versions]

    @property
    def before(self) -> EmploymentVersion | None:
        """Return the version of the year before in the list, None where this is the first."""
        return next((one for one in self.versions if one.year < self.version.year), None)

    def region(self, found: AreaStars) -> Region:
        """Return the region of an area."""
        return self.sheet.of_text[found.area.region]

    def address(self, endpoint: str, **values: object) -> str:
        """Return a page of the same year and rule; the latest year and usual rule go unsaid."""
        known: dict[str, object] = {}
        if self.version.year != self.years[0]:
            known["year"] = self.version.year
        if self.wanted.rule != Wanted().rule:
            known["rule"] = self.wanted.rule
        return url_for(f"observatory.{endpoint}", **{**known, **values})  # type: ignore[arg-type]

    def region_address(self, region: Region) -> str:
        """Return a region's page."""
        return self.address("region", region_key=region.key)


def shown(wanted: Wanted) -> Shown | None:
    """Return what a search looks at, None while nothing is published.

    Raises NotFound for a year without figures.
    """
    with reading() as session:
        standing = queries.standing_versions(session)
        drawn = queries.find_boundaries(session)
    if not standing:
        return None
    kept = _of_year(standing, wanted.year)
    if kept is None:
        raise NotFound(lazy("The map has no figures of this year."))
    version = kept.version
    return Shown(
        version=version,
        sheet=sheet_of(version.sha256, wanted.rule),
        wanted=replace(wanted, year=version.year),
        versions=tuple(one.version for one in standing),
        boundaries=stored_boundaries(drawn.drawn_sha256) if drawn is not None else None,
        boundaries_source=f"{drawn.source}, {drawn.licence}" if drawn is not None else "",
    )


def _of_year(standing: list[Kept], year: int | None) -> Kept | None:
    if year is None:
        return standing[0]
    return next((one for one in standing if one.version.year == year), None)


def this_page(**changes: object) -> str:
    """Return the address of this page with some parameters changed; empty ones are left out."""
    query = {**request.args.to_dict(), **changes}
    kept = {name: value for name, value in query.items() if value not in {"", None}}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def year_options(found: Shown) -> list[tuple[str, str]]:
    """Return the years one can choose."""
    return [(str(year), str(year)) for year in found.years]


def rule_options() -> list[tuple[str, str]]:
    """Return the rules one can choose."""
    return [(name, str(words.RULES_IN_MENUS[name])) for name in RULES]


def country_options(sheet: Sheet) -> list[tuple[str, str]]:
    """Return the countries of a sheet, by name."""
    named = [(code, country_name(code)) for code in sheet.countries]
    return sorted(named, key=lambda pair: in_order(pair[1]))
