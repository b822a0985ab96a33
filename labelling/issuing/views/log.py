"""The transparency log for everybody: C2SP tiles, the signed checkpoint, proofs of entries.

No answer depends on who asks. Tiles never change, so they are kept for ever.
"""

from datetime import timedelta

from flask import Blueprint, Response

from certificates.errors import BadInput
from certificates.logproof import write_proof
from certificates.tiles import HEIGHT, EntryBundle, Tile, read_path, write_entries
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.web import identity
from labelling.issuing import log
from labelling.issuing.heads import signed_head

bp = Blueprint("log", __name__, url_prefix=log.PATH)

_SHORT = timedelta(minutes=1)
_FOR_EVER = timedelta(days=365)


@bp.get("/checkpoint")
def checkpoint() -> Response:
    """Return the log's size and root, signed: the present state, or the last that was signed."""
    return _kept(signed_head(identity.now()), "text/plain; charset=utf-8", _SHORT)


@bp.get("/tile/<path:name>")
def tile(name: str) -> Response:
    """Return hashes or entries side by side, under the names of C2SP tlog-tiles."""
    try:
        wanted = read_path(f"tile/{name}")
    except BadInput:
        raise NotFound from None
    response = _kept(_content(wanted), "application/octet-stream", _FOR_EVER)
    response.cache_control.immutable = True
    return response


@bp.get("/proof/<int:index>")
def proof(index: int) -> Response:
    """Return the proof that an entry stands in the log, to take away and check off line."""
    signed_head(identity.now())
    with reading() as session:
        content = write_proof(log.proof(session, index))
    return _kept(content, "application/json", _SHORT)


def _content(wanted: Tile | EntryBundle) -> bytes:
    level = HEIGHT * wanted.level if isinstance(wanted, Tile) else 0
    with reading() as session:
        if wanted.first + wanted.width > log.size(session) >> level:
            raise NotFound
        if isinstance(wanted, Tile):
            return b"".join(log.hashes(session, level, wanted.first, wanted.width))
        return write_entries(log.entries(session, wanted.first, wanted.width))


def _kept(content: bytes, media_type: str, period: timedelta) -> Response:
    response = Response(content, content_type=media_type)
    response.cache_control.public = True
    response.cache_control.max_age = int(period.total_seconds())
    return response
