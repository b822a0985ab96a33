"""Once a day the head of the audit trail goes into the log, and the log is signed.

Whoever keeps a checkpoint can then show that the trail before it was not written anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.leaves import LeafType
from labelling.core import audit, outbox
from labelling.core.clock import today
from labelling.core.database import unit_of_work
from labelling.issuing import events, log
from labelling.issuing.models import SigningKey

DAILY = "log.daily"


@outbox.every_minute
def queue_daily(session: Session, now: datetime) -> None:
    """Queue the day's entry, once keys were introduced."""
    if session.scalar(select(SigningKey.id).limit(1)) is not None:
        day = today(now).isoformat()
        outbox.put_job(session, DAILY, {"day": day}, now, key=f"{DAILY}:{day}")


@outbox.handles(DAILY)
def log_daily(_payload: Mapping[str, Any], now: datetime) -> None:
    """Add the trail's head and sign; done twice it adds nothing.

    Raises CannotSign where the key is missing: the head is in the log then, and the job is tried
    again.
    """
    with unit_of_work() as session:
        log_audit_head(session, now)
    with unit_of_work() as session:
        log.checkpoint(session, now)


def log_audit_head(session: Session, now: datetime) -> int | None:
    """Add the head of the audit trail to the log unless it stands there; return its leaf."""
    head = audit.head(session)
    content = {"seq": head.seq, "entry_sha256": head.entry_sha256.hex()}
    last = events.newest(session, LeafType.AUDIT_HEAD)
    if not head.seq or (last is not None and last.content == content):
        return None
    return events.record(session, LeafType.AUDIT_HEAD, content, now)
