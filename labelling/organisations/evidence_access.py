"""Who else may read a piece, where it is cited, what must be kept: said by the rooms below.

An assessor reads the version that the submission froze; this room does not know submissions.
"""

from collections.abc import Callable, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor

Reader = Callable[[Session, Actor, UUID], Set[int | None]]
Keeper = Callable[[Session, UUID], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a piece is cited: its name, the pages meant, the address of its page."""

    name: str
    pages: str
    address: str


Citer = Callable[[Session, Actor, UUID], list[Place]]

_citers: list[Citer] = []
_readers: list[Reader] = []
_keepers: list[Keeper] = []


def add_reader(function: Reader) -> Reader:
    """Register a reason for which an actor outside the organisation may read a piece.

    The function returns the versions that it opens; None stands for a piece without a file.
    """
    _readers.append(function)
    return function


def opened_versions(session: Session, actor: Actor, evidence_id: UUID) -> frozenset[int | None]:
    """Return the versions of a piece that some room opens to the actor."""
    return frozenset().union(*(function(session, actor, evidence_id) for function in _readers))


def add_citer(function: Citer) -> Citer:
    """Register where pieces are cited. The function leaves out what the actor may not see."""
    _citers.append(function)
    return function


def places(session: Session, actor: Actor, evidence_id: UUID) -> list[Place]:
    """Return where a piece is cited, as far as the actor may see it."""
    return [place for function in _citers for place in function(session, actor, evidence_id)]


def add_keeper(function: Keeper) -> Keeper:
    """Register a reason for which a removed piece must be kept: it is cited somewhere."""
    _keepers.append(function)
    return function


def must_be_kept(session: Session, evidence_id: UUID) -> bool:
    """Say whether some room still cites this piece; where no room can tell, everything is kept."""
    return not _keepers or any(function(session, evidence_id) for function in _keepers)
