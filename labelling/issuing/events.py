"""What the log's leaves are about: kept beside the log under a salt, and erasable.

A leaf holds a salted hash only. Once event and salt are erased nobody can guess what it was of.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from certificates.leaves import Leaf, LeafType, event_sha256, new_salt, seal_event
from labelling.issuing import log
from labelling.issuing.models import LogEvent


def record(
    session: Session,
    kind: LeafType,
    content: Mapping[str, object],
    now: datetime,
    *,
    label: str | None = None,
    credential_sha256: str | None = None,
    file_sha256: str | None = None,
) -> int:
    """Add an event to the log, in the unit of work of what it tells of; return its leaf's number.

    `content` must be JSON without fractions; `label` is the label's public id. Raises BadInput
    where the leaf lacks something that its kind needs.
    """
    salt = new_salt()
    leaf = Leaf(
        type=kind,
        at=now,
        label=label,
        credential_sha256=credential_sha256,
        file_sha256=file_sha256,
        event_sha256=event_sha256(seal_event(content, salt)),
    )
    (index,) = log.append(session, [leaf], now)
    session.add(LogEvent(leaf=index, type=kind, label=label, salt=salt, content=dict(content)))
    session.flush()
    return index


def sealed(session: Session, index: int) -> bytes | None:
    """Return the bytes of which a leaf has the hash; None where it has none or it was erased."""
    row = session.get(LogEvent, index)
    return None if row is None else seal_event(row.content, row.salt)


def newest(session: Session, kind: LeafType) -> LogEvent | None:
    """Return the last event of a kind that was not erased."""
    return session.scalar(
        select(LogEvent).where(LogEvent.type == kind).order_by(LogEvent.leaf.desc()).limit(1)
    )


def forget(session: Session, label: str) -> None:
    """Erase all events of a label with their salts; the log itself stays whole."""
    session.execute(delete(LogEvent).where(LogEvent.label == label))
