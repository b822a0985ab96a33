"""Reads of mappings between editions: those that ship, and those that officers put in use."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.crosswalk import Crosswalk, crosswalks
from assessments.editions import UnknownEdition
from labelling.applications.building.mapping import MADE, as_crosswalk
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


@dataclass(frozen=True, slots=True)
class Walks:
    """Every mapping in use, those of officers before those that ship.

    ``unread`` are those, by the ids of their editions, that nobody has read since renaming parts
    made them.
    """

    known: tuple[Crosswalk, ...]
    unread: frozenset[tuple[str, str]]

    def is_unread(self, way: Iterable[Crosswalk]) -> bool:
        """Say whether nobody stands behind one of the mappings of a chain."""
        return any((one.source.id, one.target.id) in self.unread for one in way)


def walks(session: Session) -> Walks:
    """Return every mapping in use."""
    found, unread = [], set()
    for row in written(session):
        if row.in_use is None:
            continue
        try:
            source, target = edition(row.source_id), edition(row.target_id)
        except UnknownEdition:
            continue
        found.append(as_crosswalk(row.in_use, source, target))
        if row.in_use.get(MADE):
            unread.add((source.id, target.id))
    return Walks((*found, *crosswalks()), frozenset(unread))
