"""The stars of regions as data, for the same searches as the map."""

from fractions import Fraction
from typing import Any

from flask import Response, jsonify, request

from benchmarking.stars import AreaStars
from benchmarking.starsfile import stars_csv
from labelling.core import clock
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.i18n import lazy
from labelling.observatory import queries
from labelling.observatory.finding import fitting
from labelling.observatory.history import Kept
from labelling.observatory.sheets import Sheet, sheet_of
from labelling.observatory.wanted import SEARCHED, Wanted, read_wanted
from labelling.register.views.blueprint import absolute, bp, cacheable
from labelling.register.wanted import refuse_unknown

PER_PAGE = 100
_LANGUAGE = "lang"


@bp.get("/api/v1/stars/years")
def api_star_years() -> Response:
    """Return the years of the star map, the latest first."""
    refuse_unknown(request.args, {_LANGUAGE})
    with reading() as session:
        standing = queries.standing_versions(session)
    return cacheable(jsonify({"items": [_version(kept) for kept in standing]}))


@bp.get("/api/v1/stars")
def api_stars() -> Response:
    """Return a page of the areas that fit the query, most stars first."""
    refuse_unknown(request.args, {*SEARCHED, _LANGUAGE})
    wanted = read_wanted(request.args)
    kept, sheet = _found(wanted)
    areas = fitting(sheet, wanted)
    first = (wanted.page - 1) * PER_PAGE
    following = None
    if first + PER_PAGE < len(areas):
        given = {name: value for name, value in request.args.items() if value and name != "page"}
        following = absolute("register.api_stars", **given, page=wanted.page + 1)
    items = [_area(one, sheet) for one in areas[first : first + PER_PAGE]]
    return cacheable(
        jsonify(
            {
                "version": _version(kept),
                "rule": wanted.rule,
                "items": items,
                "total": len(areas),
                "next": following,
            }
        )
    )


@bp.get("/api/v1/stars.csv")
def api_stars_csv() -> Response:
    """Return all areas that fit the query, in the form of `labelling stars`."""
    refuse_unknown(request.args, {*SEARCHED, _LANGUAGE} - {"page"})
    wanted = read_wanted(request.args)
    kept, sheet = _found(wanted)
    response = Response(stars_csv(fitting(sheet, wanted)), mimetype="text/csv")
    name = f"stars-{kept.version.year}-{wanted.rule}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return cacheable(response)


def _found(wanted: Wanted) -> tuple[Kept, Sheet]:
    """Return the version that counts and its stars; raise NotFound for a year without figures."""
    with reading() as session:
        standing = queries.standing_versions(session)
    years = (one for one in standing if wanted.year in {None, one.version.year})
    kept = next(years, None)
    if kept is None:
        raise NotFound(lazy("The map has no figures of this year."))
    return kept, sheet_of(kept.version.sha256, wanted.rule)


def _version(kept: Kept) -> dict[str, Any]:
    version = kept.version
    published = (
        clock.civil_day(kept.published_at, clock.scheme_zone()) if kept.published_at else None
    )
    return {
        "year": version.year,
        "number": version.number,
        "source": version.source,
        "licence": version.licence,
        "note": version.note,
        "fictitious": version.is_fictitious,
        "sha256": version.sha256,
        "published": published.isoformat() if published is not None else None,
        "page": absolute("observatory.index", year=version.year),
    }


def _area(one: AreaStars, sheet: Sheet) -> dict[str, Any]:
    region = sheet.of_text[one.area.region]
    sector = sheet.key_of_sector[one.area.sector]
    return {
        "region": {
            "id": region.key,
            "name": region.name,
            "country": region.country or None,
            "nuts": region.place.code if region.place is not None else None,
        },
        "sector": {"id": sector, "name": one.area.sector},
        "employees": one.area.employees,
        "region_total": one.area.region_total,
        "location_quotient": _double(one.lq),
        "focus_share": _double(one.focus_share),
        "size": one.size,
        "specialisation": one.specialisation,
        "focus": one.focus,
        "stars": one.stars,
        "page": absolute("observatory.region", region_key=region.key),
    }


def _double(number: Fraction | None) -> float | None:
    return None if number is None else float(number)
