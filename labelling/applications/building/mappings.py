"""Reads of mappings between editions: those that ship, and those that officers put in use."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.crosswalk import Crosswalk, crosswalks
from assessments.editions import UnknownEdition
from labelling.applications.building.mapping import as_crosswalk
from labelling.applications.building.models import EditionMapping
from labelling.organisations.editions import edition


def find_mapping(session: Session, source_id: str, target_id: str) -> EditionMapping | None:
    """Return what officers wrote about two editions."""
    return session.scalar(
        select(EditionMapping).where(
            EditionMapping.source_id == source_id, EditionMapping.target_id == target_id
        )
    )


def written(session: Session) -> list[EditionMapping]:
    """Return all that officers wrote, by the ids of the editions."""
    return list(
        session.scalars(
            select(EditionMapping).order_by(EditionMapping.target_id, EditionMapping.source_id)
        )
    )


def walks(session: Session) -> list[Crosswalk]:
    """Return every mapping in use, those of officers before those that ship."""
    found = []
    for row in written(session):
        if row.in_use is None:
            continue
        try:
            source, target = edition(row.source_id), edition(row.target_id)
        except UnknownEdition:
            continue
        found.append(as_crosswalk(row.in_use, source, target))
    return [*found, *crosswalks()]
