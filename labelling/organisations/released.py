"""Figures of the fact sheet that were released to it by another room, and as which value.

The club lies above this room, so what was released is asked of a source that it registers.
"""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

Key = tuple[str, int]
ReleasedSource = Callable[[Session, UUID], Mapping[Key, str]]

_sources: list[ReleasedSource] = []


def set_released_source(function: ReleasedSource) -> None:
    """Register how the released figures of an organisation are found."""
    _sources[:] = [function]


def released_facts(session: Session, organisation_id: UUID) -> Mapping[Key, str]:
    """Return the values that were released and not taken back, by fact and year."""
    for source in _sources:
        return source(session, organisation_id)
    return {}
