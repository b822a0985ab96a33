"""Ordering a certificate, in the same transaction as what it certifies."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.wording import WORDINGS
from labelling.core import outbox
from labelling.issuing.sources import Order

ISSUE = "certificate.issue"
_FALLBACK = "en"


def order_certificate(
    session: Session,
    *,
    kind: str,
    subject_id: UUID,
    term_id: UUID,
    language: str,
    version: int,
    now: datetime,
) -> None:
    """Queue a certificate for printing, as part of an act that its room has permitted.

    In English where certificates are not written in the language. The same version of the same
    subject is queued once.
    """
    spoken = language if language in WORDINGS else _FALLBACK
    order = Order(kind, subject_id, term_id, spoken, version)
    key = order_key(subject_id, version)
    outbox.put_job(session, ISSUE, order.payload(), now, key=key)


def order_key(subject_id: UUID, version: int) -> str:
    """Return the key under which one version of one subject is queued once."""
    return f"{ISSUE}:{subject_id}:{version}"
