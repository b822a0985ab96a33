"""The end of workshops: all of them a day after they ended, none of it is anybody's data then."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.retention import clears_applications
from labelling.applications.workshop.models import Place, Vote, Workshop
from labelling.applications.workshop.queries import LASTS
from labelling.core.doors import holds_personal_data
from labelling.core.outbox import every_minute

KEPT = timedelta(days=1)


@every_minute
def forget_workshops(session: Session, now: datetime) -> None:
    """Delete workshops with their places and votes a day after their end."""
    over = session.scalars(
        select(Workshop.id).where(
            or_(Workshop.closed_at < now - KEPT, Workshop.opened_at < now - KEPT - LASTS)
        )
    ).all()
    if over:
        _delete(session, over)


def _delete(session: Session, workshop_ids: Sequence[UUID]) -> None:
    places = select(Place.id).where(Place.workshop_id.in_(workshop_ids))
    session.execute(delete(Vote).where(Vote.place_id.in_(places)))
    session.execute(delete(Place).where(Place.workshop_id.in_(workshop_ids)))
    session.execute(delete(Workshop).where(Workshop.id.in_(workshop_ids)))


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Delete the workshops of applications whose time is over."""
    found = session.scalars(
        select(Workshop.id).where(Workshop.application_id.in_(application_ids))
    ).all()
    if found:
        _delete(session, found)


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the workshops that a person opened; participants have no account."""
    rows = session.execute(
        select(Workshop, Application.reference)
        .join(Application, Application.id == Workshop.application_id)
        .where(Workshop.opened_by == person_id)
        .order_by(Workshop.opened_at, Workshop.id)
    )
    return {
        "workshops_opened": [
            {"application": reference, "at": row.opened_at.isoformat()} for row, reference in rows
        ]
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Take the person out of the workshops that they opened."""
    session.execute(update(Workshop).where(Workshop.opened_by == person_id).values(opened_by=None))


holds_personal_data("applications_workshops", export, erase)
