"""Every version of a label's certificate as it was issued, for its holder and for the office."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from labelling.core import access, files
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web.identity import asker
from labelling.decisions import queries
from labelling.decisions.views.blueprint import bp
from labelling.issuing.queries import find_certificate


@bp.get("/organisation/labels/<uuid:label_id>/certificates/<int:version>.pdf")
def held_certificate(label_id: UUID, version: int) -> ResponseReturnValue:
    """Return a version of the certificate to the people of its holder."""
    return _certificate(Permission.HELD_LABEL_VIEW, label_id, version)


@bp.get("/office/labels/<uuid:label_id>/certificates/<int:version>.pdf")
def label_certificate(label_id: UUID, version: int) -> ResponseReturnValue:
    """Return a version of the certificate to the office."""
    return _certificate(Permission.LABEL_VIEW, label_id, version)


def _certificate(permission: Permission, label_id: UUID, version: int) -> Response:
    """Return the file of a published version, byte for byte as issued; raise NotFound."""
    with reading() as session:
        label = queries.get_label(session, label_id)
        access.require(asker(), permission, label)
        found = find_certificate(session, label_id, version)
    if found is None or found.publication is None:
        raise NotFound
    response = Response(files.store().get(found.sha256), mimetype="application/pdf")
    name = f"{label.number}-v{version}.pdf"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response
