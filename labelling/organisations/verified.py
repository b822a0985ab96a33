"""Figures of the fact sheet that assessors verified: when, in which application, as what.

Applications and visits lie in rooms above this one, so what is known of them is asked of a source
that they register.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """A figure as assessors saw it proved on a day, and the application's reference."""

    value: str
    on: date
    reference: str


VerifiedSource = Callable[[Session, UUID], Mapping[Key, Verified]]

_sources: list[VerifiedSource] = []


def set_verified_source(function: VerifiedSource) -> None:
    """Register how the verified figures of an organisation are found."""
    _sources[:] = [function]


def verified_facts(session: Session, organisation_id: UUID) -> Mapping[Key, Verified]:
    """Return what assessors verified last of each figure, by fact and year."""
    for source in _sources:
        return source(session, organisation_id)
    return {}
