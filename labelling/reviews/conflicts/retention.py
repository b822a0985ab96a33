"""Texts of objections and reserve lists go with the application's content."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications
from labelling.reviews.conflicts.models import PanelObjection, TraceBasis
from labelling.reviews.inviting.models import PanelReserve


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Blank reasons and answers of objections, which stay; delete reserve lists and bases."""
    session.execute(
        update(PanelObjection)
        .where(PanelObjection.application_id.in_(application_ids))
        .values(reason="", answer="")
    )
    session.execute(delete(TraceBasis).where(TraceBasis.application_id.in_(application_ids)))
    session.execute(delete(PanelReserve).where(PanelReserve.application_id.in_(application_ids)))
