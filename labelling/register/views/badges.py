"""What a holder passes on: the credential, and the badge that always says how the label stands."""

from functools import lru_cache

from flask import Response

from certificates.badge import Badge, badge_png, badge_svg
from certificates.baking import bake_png, bake_svg
from certificates.designs.design import shipped_design
from certificates.sheet import read_sheet
from certificates.standing import Status
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.i18n import lazy
from labelling.core.web.headers import INERT
from labelling.issuing.designs.queries import design_of
from labelling.issuing.models import Certificate
from labelling.issuing.queries import get_certificate
from labelling.register import queries
from labelling.register.views.blueprint import bp, cacheable, today

_KEPT = 256


@bp.get("/labels/<public_id>/credential.json")
def credential(public_id: str) -> Response:
    """Return the newest certificate's credential, to the letter as it was signed."""
    with reading() as session:
        newest = queries.get_entry(session, public_id).newest_certificate
        text = get_certificate(session, newest.id).credential
    return _open(Response(text, mimetype="application/vc"), newest.credential_sha256)


@bp.get("/labels/<public_id>/badge.svg")
def badge_as_svg(public_id: str) -> Response:
    """Return the badge as it stands today, with the credential inside."""
    badge, contents = _badge(public_id)
    drawing = bake_svg(badge_svg(badge), contents.credential.encode())
    response = Response(drawing, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = INERT
    return _open(response)


@bp.get("/labels/<public_id>/badge.png")
def badge_as_png(public_id: str) -> Response:
    """Return the badge as it stands today, with the credential inside."""
    badge, contents = _badge(public_id)
    picture = bake_png(_drawn(badge), contents.credential.encode())
    return _open(Response(picture, mimetype="image/png"))


@lru_cache(maxsize=_KEPT)
def _drawn(badge: Badge) -> bytes:
    """Draw a badge once a day and state: it takes a third of a second."""
    return badge_png(badge)


def _badge(public_id: str) -> tuple[Badge, Certificate]:
    day = today()
    with reading() as session:
        entry = queries.get_entry(session, public_id)
        standing = entry.standing(day)
        if standing.status is Status.NONE:
            raise NotFound(lazy("The badge of a label is there from the label’s first day on."))
        contents = get_certificate(session, entry.certificate(day).id)
        sheet = read_sheet(contents.sheet)
        design = design_of(session, sheet.design) if sheet.design else shipped_design()
    return Badge(sheet, standing.status, day, standing.since, design), contents


def _open(response: Response, etag: str = "") -> Response:
    """Let every page of the world show it, and ask each time whether it still holds."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return cacheable(response, etag)
