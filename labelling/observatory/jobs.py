"""What the star map offers the others: drafts that wait, and what is held of whom."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.core import doors
from labelling.core.access import Actor, Role
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.observatory import beside, queries
from labelling.observatory.models import BoundarySet, EmploymentStep, EmploymentVersion

__all__ = ["beside"]  # loaded here, it tells other rooms of regions


@doors.offers_tasks
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield the drafts that an officer imported and nobody has published or discarded."""
    if actor.role is not Role.OFFICER:
        return
    for version in queries.drafts(session):
        yield Task(
            title=gettext("Publish or discard figures of regional employment"),
            about=f"{version.year} · {version.source}",
            button=gettext("Look at the draft"),
            address=f"/office/star-map/{version.id}",
        )


def _export(session: Session, person_id: UUID) -> dict[str, Any]:
    versions = session.scalars(
        select(EmploymentVersion)
        .where(EmploymentVersion.imported_by == person_id)
        .order_by(EmploymentVersion.imported_at, EmploymentVersion.id)
    )
    steps = session.scalars(
        select(EmploymentStep)
        .where(EmploymentStep.by == person_id)
        .order_by(EmploymentStep.at, EmploymentStep.id)
    )
    sets = session.scalars(
        select(BoundarySet)
        .where(or_(BoundarySet.imported_by == person_id, BoundarySet.removed_by == person_id))
        .order_by(BoundarySet.imported_at, BoundarySet.id)
    )
    return {
        "imported": [
            {"year": one.year, "number": one.number, "at": one.imported_at.isoformat()}
            for one in versions
        ],
        "steps": [{"kind": one.kind.value, "at": one.at.isoformat()} for one in steps],
        "boundaries": [
            {
                "imported": one.imported_at.isoformat() if one.imported_by == person_id else None,
                "removed": one.removed_at.isoformat()
                if one.removed_at is not None and one.removed_by == person_id
                else None,
            }
            for one in sets
        ],
    }


def _erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: it says by an id alone on whose word a version stands."""


doors.holds_personal_data("observatory", _export, _erase)
