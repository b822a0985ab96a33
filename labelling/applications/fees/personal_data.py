"""What the record of fees holds of one person: the lines that they added.

Nothing of it is erased: it is kept as accounts are, by an id alone.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.fees.models import Fee, FeeEntry
from labelling.applications.models import Application


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the lines of fees' records that a person added."""
    rows = session.execute(
        select(FeeEntry, Application.reference)
        .join(Fee, Fee.id == FeeEntry.fee_id)
        .join(Application, Application.id == Fee.application_id)
        .where(FeeEntry.by == person_id)
        .order_by(FeeEntry.at, FeeEntry.id)
    )
    return {
        "fee_entries": [
            {
                "application": reference,
                "step": row.step.value,
                "value": row.value,
                "reason": row.reason,
                "at": row.at.isoformat(),
            }
            for row, reference in rows
        ]
    }


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: see above."""
