"""The register for programs: labels as JSON, the trust bundle, and the description of both."""

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request, url_for

from certificates.standing import Status, end_of_day
from labelling.core import clock
from labelling.core.database import reading
from labelling.core.errors import BadRequest, NotFound
from labelling.core.i18n import lazy
from labelling.core.web import identity, pages
from labelling.register import queries
from labelling.register.bundles import mark_of
from labelling.register.items import item_of
from labelling.register.openapi import document
from labelling.register.views.blueprint import absolute, bp, cacheable, shelf, today
from labelling.register.wanted import SEARCHED, read_day, read_flag, read_search, refuse_unknown

_LANGUAGE = "lang"


@bp.get("/api/v1/labels")
def api() -> Response:
    """Return a page of the labels that fit the query, ordered by number."""
    refuse_unknown(request.args, {*SEARCHED, _LANGUAGE})
    wanted = read_search(request.args)
    with reading() as session:
        found = queries.search(session, wanted, today())
    following = None
    if found.has_next:
        kept = {name: value for name, value in request.args.items() if value and name != "page"}
        following = absolute("register.api", **kept, page=wanted.page + 1)
    return _json(
        {
            "items": [item_of(entry, today(), absolute) for entry in found.entries],
            "total": found.total,
            "next": following,
        }
    )


@bp.get("/api/v1/labels/<public_id>")
def api_label(public_id: str) -> Response:
    """Return one label on a day: as known today, or as it was published then."""
    refuse_unknown(request.args, {"on", "as_published", _LANGUAGE})
    day = read_day(request.args.get("on", "")) or today()
    if day > today():
        raise BadRequest(lazy("%(day)s lies in the future."), day=day.isoformat())
    published = read_flag(request.args.get("as_published", ""))
    known_at = end_of_day(day, clock.scheme_zone()) if published else None
    with reading() as session:
        entry = queries.get_entry(session, public_id)
    if entry.standing(day, known_at).status is Status.NONE:
        raise NotFound(lazy("This label had not begun on %(day)s."), day=day.isoformat())
    return _json(item_of(entry, day, absolute, known_at))


@bp.get("/trust.json")
def trust() -> Response:
    """Return what strangers need to check certificates without us.

    The tag stands for the facts and the hour: whoever has them already, not older than an hour,
    is told so, and a copy in use is never close to the end of its validity.
    """
    now, settings = identity.now(), pages.settings()
    with reading() as session:
        mark = mark_of(session, settings, now)
        known = request.if_none_match.contains(mark.tag)
        bundle = b"" if known else shelf().bundle(session, settings, now, mark)
    return cacheable(Response(bundle, mimetype="application/json"), mark.tag)


@bp.get("/openapi.json")
def openapi() -> Response:
    """Return the description of the interface, OpenAPI 3.1."""
    return _json(document(pages.settings().public_url))


@bp.get("/api/docs")
def docs() -> tuple[str, int]:
    """Show the same description to people."""
    described = document(pages.settings().public_url)
    return pages.page("register/docs.html", document=described, address=url_for("register.openapi"))


def _json(body: Mapping[str, Any]) -> Response:
    return cacheable(jsonify(body))
