"""A region's page and a sector's page: the stars, with the reasons for each."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from benchmarking.stars import AreaStars, Kind
from labelling.core.errors import NotFound
from labelling.core.i18n import country_name
from labelling.core.web import pages
from labelling.observatory import words
from labelling.observatory.finding import ordered
from labelling.observatory.naming import Region
from labelling.observatory.pictures import Sign, draw
from labelling.observatory.sheets import by_stars, sheet_of
from labelling.observatory.signs import sector_signs
from labelling.observatory.views.blueprints import (
    PER_PAGE,
    Shown,
    bp,
    rule_options,
    shown,
    this_page,
    year_options,
)
from labelling.observatory.views.public import row_of
from labelling.observatory.wanted import Wanted, read_wanted


@bp.get("/map/regions/<region_key>")
def region(region_key: str) -> ResponseReturnValue:
    """Show a region's stars in every sector, and what they rest on."""
    found = _found(read_wanted(request.args))
    here = found.sheet.regions.get(region_key)
    if here is None:
        raise NotFound
    areas = sorted(found.sheet.by_region[here.text], key=by_stars)
    earlier = _stars_before(found, region_key)
    return pages.page(
        "observatory/region.html",
        found=found,
        region=here,
        country=country_name(here.country) if here.country else "",
        employment=areas[0].area.region_total,
        starred=sum(1 for one in areas if one.stars),
        rows=[_reasoned(found, one, earlier.get(one.area.sector)) for one in areas],
        picture=draw(
            [Sign(here, "here", 9.0, "", here.name, "")],
            found.sheet.regions.values(),
            country=here.country,
            boundaries=found.boundaries,
        ),
        years=year_options(found),
        rules=rule_options(),
        words=words,
    )


@bp.get("/map/sectors/<sector_key>")
def sector(sector_key: str) -> ResponseReturnValue:
    """Show a sector's regions, those with most stars first, and what they rest on."""
    wanted = read_wanted(request.args)
    found = _found(wanted)
    name = found.sheet.sectors.get(sector_key)
    if name is None:
        raise NotFound
    areas = ordered(found.sheet.by_sector[name], found.sheet, "-stars")
    known = [one for one in areas if one.area.employees is not None]
    first = (wanted.page - 1) * PER_PAGE
    rows = known[first : first + PER_PAGE]
    return pages.page(
        "observatory/sector.html",
        found=found,
        name=name,
        sector=known[0].sector if known else None,
        counts=[sum(1 for one in known if one.stars == stars) for stars in (1, 2, 3)],
        total=len(known),
        rows=[_reasoned(found, one, None) for one in rows],
        first=first + 1,
        last=first + len(rows),
        previous=this_page(page=wanted.page - 1) if wanted.page > 1 else "",
        next=this_page(page=wanted.page + 1) if first + PER_PAGE < len(known) else "",
        picture=draw(
            sector_signs(known, found.sheet.of_text, found.region_address),
            [found.region(one) for one in known],
            boundaries=found.boundaries,
        ),
        years=year_options(found),
        rules=rule_options(),
        words=words,
    )


def _found(wanted: Wanted) -> Shown:
    found = shown(wanted)
    if found is None:
        raise NotFound
    return found


def _reasoned(found: Shown, one: AreaStars, before: int | None) -> dict[str, Any]:
    reasons = [
        {"name": words.KIND_NAMES[kind], "holds": kind in one.kinds,
         "text": words.reason_text(one, kind)}
        for kind in Kind
    ]  # fmt: skip
    return {**row_of(found, one), "reasons": reasons, "before": before}


def _stars_before(found: Shown, key: str) -> dict[str, int]:
    """Return the stars that the region had by sector in the year before on the map."""
    if found.before is None:
        return {}
    sheet = sheet_of(found.before.sha256, found.wanted.rule)
    then: Region | None = sheet.regions.get(key)
    if then is None:
        return {}
    return {
        one.area.sector: one.stars
        for one in sheet.by_region[then.text]
        if one.area.employees is not None
    }
