"""The public pages of awards: the list, one award, its certificate, its sign."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from certificates.designs.design import shipped_design
from certificates.levelsign import level_sign
from labelling.club.award.public import awards, get_public
from labelling.club.award.views.blueprint import public_bp
from labelling.club.award.words import ROUTE_NAMES
from labelling.core import clock, files
from labelling.core.database import reading
from labelling.core.web import identity, pages
from labelling.core.web.headers import INERT


@public_bp.get("")
def index() -> ResponseReturnValue:
    """List the awards whose holders agreed to be named: all of them did."""
    with reading() as session:
        found = awards(session)
    day = clock.today(identity.now())
    rows = [(one, one.standing(day)) for one in found]
    return pages.page("club/award/public_index.html", rows=rows, routes=ROUTE_NAMES)


@public_bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Show an award and how it stands today."""
    with reading() as session:
        found = get_public(session, public_id)
    standing = found.standing(clock.today(identity.now()))
    return pages.page(
        "club/award/public.html",
        award=found.row,
        found=found,
        standing=standing,
        routes=ROUTE_NAMES,
    )


@public_bp.get("/<public_id>/certificate.pdf")
def certificate(public_id: str) -> Response:
    """Return the newest certificate, byte for byte as issued."""
    with reading() as session:
        found = get_public(session, public_id)
    sha256 = found.newest.sha256
    response = Response(files.store().get(sha256), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{found.row.number}.pdf")
    return _cacheable(response, sha256)


@public_bp.get("/<public_id>/sign.svg")
def sign(public_id: str) -> Response:
    """Return the sign of an award as a picture."""
    with reading() as session:
        found = get_public(session, public_id)
    drawing = level_sign(
        ordinal=1,
        count=1,
        colour=shipped_design().colour(found.row.route.value),
        title=str(ROUTE_NAMES[found.row.route]),
    )
    response = Response(drawing, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = INERT
    return _cacheable(response, found.newest.sha256)


def _cacheable(response: Response, etag: str) -> Response:
    response.cache_control.public = True
    response.cache_control.no_cache = True
    response.set_etag(etag)
    response.make_conditional(request)
    return response
