"""Past cases that a draft is tried over; the room that has the agreed scores registers them."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessments.trial import Case
from labelling.core.access import Actor


@dataclass(frozen=True, slots=True)
class PastCase:
    """A decided case: what was agreed in it, and what it is called to those who may know it."""

    case: Case
    reference: str
    organisation: str


CaseSource = Callable[[Session, Actor, str, str], list[PastCase]]
"""Cases under the edition of an id and hash, as far as the actor may know of them."""

_sources: list[CaseSource] = []


def set_case_source(function: CaseSource) -> None:
    """Register where past cases are found."""
    _sources[:] = [function]


def past_cases(session: Session, actor: Actor, edition_id: str, sha256: str) -> list[PastCase]:
    """Return the decided cases under an edition that this actor may know of, by reference."""
    return [found for source in _sources for found in source(session, actor, edition_id, sha256)]
