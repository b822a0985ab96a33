"""What people do about certificates on their way: have what was given up tried again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import access, audit, outbox
from labelling.core.access import Actor
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission
from labelling.issuing.orders import ISSUE
from labelling.issuing.subjects import Backlog


def retry_certificate(session: Session, *, actor: Actor, job_id: UUID, now: datetime) -> None:
    """Have a certificate that was given up tried again, from where it stands.

    Raises NotFound for what is no such order, and NotNow where it was not given up.
    """
    access.require(actor, Permission.ISSUING_RETRY, Backlog(), now=now)
    row = session.get(Outgoing, job_id)
    if row is None or row.name != ISSUE:
        raise NotFound
    if row.failed_at is None:
        raise NotNow(lazy("This certificate is being tried already."))
    outbox.revive(row, now)
    session.flush()
    audit.record(session, actor, "certificate.retried", row, now)


def retry_all(session: Session, *, actor: Actor, now: datetime) -> int:
    """Have every certificate that was given up tried again; return how many there were."""
    access.require(actor, Permission.ISSUING_RETRY, Backlog(), now=now)
    given_up = session.scalars(
        select(Outgoing)
        .where(Outgoing.name == ISSUE, Outgoing.failed_at.is_not(None))
        .order_by(Outgoing.failed_at, Outgoing.id)
    ).all()
    for row in given_up:
        outbox.revive(row, now)
        audit.record(session, actor, "certificate.retried", row, now)
    session.flush()
    return len(given_up)
