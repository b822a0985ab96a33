"""Specimens of drafts and versions, as the real PDF and as pictures."""

from dataclasses import replace
from uuid import UUID

from flask import Response, request

from certificates.designs.design import Design, read_design
from certificates.designs.layouts import LAYOUTS
from labelling.core import access
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web.identity import asker
from labelling.issuing.designs import queries
from labelling.issuing.designs.printing import specimen_pdf, specimen_picture
from labelling.issuing.designs.schemes import edition_of_scheme
from labelling.issuing.designs.subjects import Studio
from labelling.issuing.designs.views.blueprint import bp, scheme_of

_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


@bp.get("/<scheme>/draft.pdf")
def draft_pdf(scheme: str) -> Response:
    """Return the specimen of a draft as the real PDF."""
    return _pdf(scheme, _drafted(scheme), "draft")


@bp.get("/<scheme>/draft.svg")
def draft_picture(scheme: str) -> Response:
    """Return the specimen of a draft as a picture; in another layout where one is named."""
    design = _drafted(scheme)
    layout = request.args.get("layout", design.layout)
    if layout not in LAYOUTS:
        raise NotFound
    return _picture(scheme, replace(design, layout=layout))


@bp.get("/versions/<uuid:design_id>/specimen.pdf")
def version_pdf(design_id: UUID) -> Response:
    """Return the specimen of a version as the real PDF."""
    scheme, design = _versioned(design_id)
    return _pdf(scheme, design, "design")


@bp.get("/versions/<uuid:design_id>/specimen.svg")
def version_picture(design_id: UUID) -> Response:
    """Return the specimen of a version as a picture."""
    return _picture(*_versioned(design_id))


def _versioned(design_id: UUID) -> tuple[str, Design]:
    with reading() as session:
        scheme = scheme_of(session, design_id)
        return scheme, read_design(queries.get_version(session, design_id).value)


def _drafted(scheme: str) -> Design:
    edition_of_scheme(scheme)
    access.require(asker(), Permission.DESIGN_EDIT, Studio(scheme))
    with reading() as session:
        return queries.drafted(session, scheme)


def _pdf(scheme: str, design: Design, name: str) -> Response:
    pdf = specimen_pdf(scheme, design, **_asked())
    response = Response(pdf, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"specimen-{name}.pdf")
    return response


def _picture(scheme: str, design: Design) -> Response:
    response = Response(specimen_picture(scheme, design, **_asked()), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = _PICTURE_POLICY
    return response


def _asked() -> dict[str, str]:
    return {
        "level_id": request.args.get("level", ""),
        "language": request.args.get("language", "en"),
    }
