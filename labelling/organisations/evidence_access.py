"""Who else may read a piece of evidence, and what must be kept: said by the rooms below.

An assessor reads what the submission cites; this room does not know submissions.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor

Reader = Callable[[Session, Actor, UUID], bool]
Keeper = Callable[[Session, UUID], bool]

_readers: list[Reader] = []
_keepers: list[Keeper] = []


def add_reader(function: Reader) -> Reader:
    """Register a reason for which an actor outside the organisation may read a piece."""
    _readers.append(function)
    return function


def may_read(session: Session, actor: Actor, evidence_id: UUID) -> bool:
    """Say whether some room opens this piece of evidence to the actor."""
    return any(function(session, actor, evidence_id) for function in _readers)


def add_keeper(function: Keeper) -> Keeper:
    """Register a reason for which a removed piece must be kept: it is cited somewhere."""
    _keepers.append(function)
    return function


def must_be_kept(session: Session, evidence_id: UUID) -> bool:
    """Say whether some room still cites this piece; where no room can tell, everything is kept."""
    return not _keepers or any(function(session, evidence_id) for function in _keepers)
