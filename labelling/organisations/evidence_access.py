"""Who else may read which versions of a piece, and what must be kept: said by the rooms below.

An assessor reads the version that the submission froze; this room does not know submissions.
"""

from collections.abc import Callable, Set
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor

Reader = Callable[[Session, Actor, UUID], Set[int | None]]
Keeper = Callable[[Session, UUID], bool]

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


def add_keeper(function: Keeper) -> Keeper:
    """Register a reason for which a removed piece must be kept: it is cited somewhere."""
    _keepers.append(function)
    return function


def must_be_kept(session: Session, evidence_id: UUID) -> bool:
    """Say whether some room still cites this piece; where no room can tell, everything is kept."""
    return not _keepers or any(function(session, evidence_id) for function in _keepers)
