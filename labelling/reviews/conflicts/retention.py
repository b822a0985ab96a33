"""Texts of objections go with the application's content; that there was one stays."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications
from labelling.reviews.conflicts.models import PanelObjection


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Blank reasons and answers."""
    session.execute(
        update(PanelObjection)
        .where(PanelObjection.application_id.in_(application_ids))
        .values(reason="", answer="")
    )
