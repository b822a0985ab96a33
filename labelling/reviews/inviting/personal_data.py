"""What is kept of one person's absences as an officer, and of reserve lists: export, erasure."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from labelling.reviews.inviting.models import OfficerAbsence, PanelReserve
from labelling.reviews.inviting.queries import absences_of


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return when an officer was away.

    That somebody stands on a reserve list is not told: it would say that a place may be free.
    """
    return {
        "absences": [
            {"since": one.since.isoformat(), "until": one.until.isoformat()}
            for one in absences_of(session, person_id)
        ]
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Delete absences, and places on reserve lists."""
    session.execute(
        delete(OfficerAbsence).where(
            or_(OfficerAbsence.person_id == person_id, OfficerAbsence.deputy_id == person_id)
        )
    )
    session.execute(delete(PanelReserve).where(PanelReserve.person_id == person_id))
