"""The log's present state, signed as soon as somebody asks for it."""

from datetime import datetime

from certificates.errors import CannotSign
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.issuing import log


def signed_head(now: datetime) -> bytes:
    """Sign what was not signed yet; without a key the last signed state is still good.

    A unit of work of its own. Raises NotFound where nothing was ever signed.
    """
    with reading() as session:
        newest = log.newest_checkpoint(session)
        last = log.cosigned(session, newest) if newest is not None else b""
        if newest is not None and newest.size == log.size(session):
            return last
    try:
        with unit_of_work() as session:
            return log.checkpoint(session, now)
    except CannotSign:
        if not last:
            raise NotFound from None
        return last
