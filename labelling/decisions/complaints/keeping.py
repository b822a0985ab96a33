"""How long complaints are kept, and what is held of those who dealt with them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.outbox import every_minute
from labelling.decisions.complaints.models import ENDED, Complaint

KEPT = timedelta(days=730)
_AT_ONCE = 20


@every_minute
def clear_ended(session: Session, now: datetime) -> None:
    """Blank complaints that ended 24 months ago: texts, name, address; what remains is counted."""
    due = session.scalars(
        select(Complaint)
        .where(
            Complaint.state.in_(ENDED),
            Complaint.state_since < now - KEPT,
            Complaint.forgotten_at.is_(None),
        )
        .order_by(Complaint.state_since, Complaint.id)
        .limit(_AT_ONCE)
    )
    for complaint in due.all():
        complaint.text = complaint.name = complaint.heard = complaint.answer = ""
        complaint.contact_sealed, complaint.may_be_named = None, False
        complaint.forgotten_at = now
        audit.record(session, SYSTEM, "complaint.cleared", complaint, now)


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the complaints that a person dealt with. Who complained has no account."""
    rows = session.scalars(
        select(Complaint)
        .where(Complaint.handled_by == person_id)
        .order_by(Complaint.received_at, Complaint.id)
    )
    return {
        "complaints": [
            {"receipt": row.receipt, "taken_on": row.taken_on_at and row.taken_on_at.isoformat()}
            for row in rows
        ]
    }


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: it says by an id alone who dealt with a complaint."""
