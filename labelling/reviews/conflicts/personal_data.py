"""What is kept of one person's independence: for export, and what may be erased."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.reviews.conflicts import queries
from labelling.reviews.conflicts.models import PanelObjection


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return what was known of a person at each step, and the objections that they raised."""
    raised = session.scalars(
        select(PanelObjection)
        .where(PanelObjection.raised_by == person_id)
        .order_by(PanelObjection.raised_at, PanelObjection.id)
    )
    return {
        "checks": [
            {
                "application": str(row.application_id),
                "at": row.checked_at.isoformat(),
                "step": row.occasion.value,
                "grade": row.grade.value,
                "facts": row.facts,
            }
            for row in queries.checks_of_person(session, person_id)
        ],
        "objections": [
            {"at": row.raised_at.isoformat(), "reason": row.reason, "upheld": row.upheld}
            for row in raised
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Empty the texts that the person wrote; that they objected, and what was known, stays."""
    session.execute(
        update(PanelObjection).where(PanelObjection.raised_by == person_id).values(reason="")
    )
    session.execute(
        update(PanelObjection).where(PanelObjection.decided_by == person_id).values(answer="")
    )
