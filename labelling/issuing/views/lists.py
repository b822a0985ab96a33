"""What verifiers fetch of the issuer: its DID document and the status lists, signed when asked."""

from flask import Blueprint, Response

from certificates import did
from certificates.errors import BadInput, CannotSign
from labelling.core.database import reading
from labelling.core.errors import NotFound, Unavailable
from labelling.core.i18n import lazy
from labelling.core.web import identity
from labelling.issuing import issuer, statuses

bp = Blueprint("lists", __name__)

_MINUTE = 60


@bp.get(did.PATH)
def document() -> Response:
    """Return the issuer's DID document: every key that ever signed, and which still count."""
    with reading() as session:
        listed = issuer.listed_keys(session)
    if not listed:
        raise NotFound
    response = _open(did.write_did_document(issuer.did(), listed), "application/did+json")
    response.cache_control.max_age = _MINUTE
    return response


@bp.get(f"{statuses.PATH}/<list_name>")
def status(list_name: str) -> Response:
    """Return a status list as it stands now: whoever keeps it asks again before using it."""
    try:
        wanted = statuses.read_name(list_name)
    except BadInput:
        raise NotFound from None
    with reading() as session:
        if wanted not in statuses.list_names(session):
            raise NotFound
        try:
            content = statuses.signed_list(session, wanted, identity.now())
        except CannotSign:
            raise Unavailable(
                lazy("The list cannot be signed at present, so nothing can be said.")
            ) from None
    response = _open(content, "application/vc")
    response.cache_control.no_cache = True  # a revocation shows at once everywhere
    return response


def _open(content: bytes, media_type: str) -> Response:
    """Let every page of the world read it: verifiers run in browsers, too."""
    response = Response(content, content_type=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    return response
