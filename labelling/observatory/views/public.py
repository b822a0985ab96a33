"""The map itself: regions by sectors with their stars; what they mean; where figures come from."""

from collections import Counter
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from benchmarking.geography.outlines import outlines
from benchmarking.stars import AreaStars
from labelling.core import clock
from labelling.core.database import reading
from labelling.core.i18n import country_name
from labelling.core.web import pages
from labelling.observatory import queries, words
from labelling.observatory.finding import fitting
from labelling.observatory.history import State
from labelling.observatory.history import standing as standing_of
from labelling.observatory.models import StepKind
from labelling.observatory.pictures import Picture, draw
from labelling.observatory.signs import region_signs, sector_signs
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
from labelling.observatory.wanted import DESCENDING, SORTS, read_wanted

_NUMBERS = frozenset({"employees", "lq", "share", "stars"})


@bp.get("/map")
def index() -> ResponseReturnValue:
    """Show the regions and sectors with stars that fit a search, as a picture and as a table."""
    wanted = read_wanted(request.args)
    found = shown(wanted)
    if found is None:
        return pages.page("observatory/nothing.html")
    areas = fitting(found.sheet, wanted)
    first = (wanted.page - 1) * PER_PAGE
    rows = areas[first : first + PER_PAGE]
    return pages.page(
        "observatory/index.html",
        found=found,
        wanted=wanted,
        total=len(areas),
        regions=len({one.area.region for one in areas}),
        counts=found.sheet.counts(),
        rows=[row_of(found, one) for one in rows],
        first=first + 1,
        last=first + len(rows),
        previous=this_page(page=wanted.page - 1) if wanted.page > 1 else "",
        next=this_page(page=wanted.page + 1) if first + PER_PAGE < len(areas) else "",
        headers={column: _header(found, column) for column in SORTS},
        picture=picture_of(found, areas),
        sector_name=found.sheet.sectors.get(wanted.sector, ""),
        years=year_options(found),
        rules=rule_options(),
        sectors=list(found.sheet.sectors.items()),
        countries=country_options(found.sheet),
        by_country=[] if wanted.country else _by_country(found, areas),
        download={
            name: value
            for name, value in request.args.items()
            if value and name in {"year", "rule", "sector", "country", "at_least"}
        },
    )


@bp.get("/map/meaning")
def meaning() -> ResponseReturnValue:
    """Say what stars measure and what not, by which rules."""
    return pages.page("observatory/meaning.html", outlines=outlines())


@bp.get("/map/sources")
def sources() -> ResponseReturnValue:
    """List the versions that were ever public, with source and licence, withdrawn ones too."""
    with reading() as session:
        versions = queries.all_versions(session)
        drawn = queries.find_boundaries(session)
    public = [one for one in versions if one.state in {State.PUBLISHED, State.WITHDRAWN}]
    standing = {one.version.id for one in standing_of(public)}
    return pages.page(
        "observatory/sources.html",
        versions=[
            {
                "version": one.version,
                "published": clock.civil_day(one.published_at, clock.scheme_zone()),
                "withdrawn": one.step(StepKind.WITHDRAWN),
                "counts": one.version.id in standing,
            }
            for one in public
            if one.published_at is not None
        ],
        boundaries=drawn,
        outlines=outlines(),
    )


def _by_country(found: Shown, areas: list[AreaStars]) -> list[dict[str, Any]]:
    """Return the countries of areas, by name, each with the address of its own view."""
    numbers = Counter(found.region(one).country for one in areas)
    return [
        {"name": name, "areas": numbers[code], "url": this_page(country=code, page="")}
        for code, name in country_options(found.sheet)
        if numbers[code]
    ]


def row_of(found: Shown, one: AreaStars) -> dict[str, Any]:
    """Return an area as a row of a table."""
    region, sheet = found.region(one), found.sheet
    return {
        "region": region.name,
        "region_url": found.region_address(region),
        "country": country_name(region.country) if region.country else "",
        "sector": one.area.sector,
        "sector_url": found.address("sector", sector_key=sheet.key_of_sector[one.area.sector]),
        "employees": one.area.employees,
        "lq": one.lq,
        "share": None if one.focus_share is None else one.focus_share * 100,
        "stars": one.stars,
        "kinds": words.kinds_text(one),
    }


def picture_of(found: Shown, areas: list[AreaStars]) -> Picture:
    """Return the picture of areas: of one sector by stars, otherwise by the number of sectors."""
    of_text = found.sheet.of_text
    make = sector_signs if found.wanted.sector else region_signs
    return draw(
        make(areas, of_text, found.region_address),
        [
            region
            for region in found.sheet.regions.values()
            if found.wanted.country in {"", region.country}
        ],
        country=found.wanted.country,
        boundaries=found.boundaries,
    )


def _header(found: Shown, column: str) -> dict[str, str]:
    """Return address and present order of a column's header; figures begin with the largest."""
    sort = found.wanted.sort
    order = ""
    if sort.removeprefix(DESCENDING) == column:
        order = "descending" if sort.startswith(DESCENDING) else "ascending"
    begins = DESCENDING + column if column in _NUMBERS else column
    turned = column if order == "descending" else DESCENDING + column
    return {"url": this_page(sort=turned if order else begins, page=""), "order": order}
