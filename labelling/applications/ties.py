"""What keeps an officer from dealing with an application; the room that knows it registers."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session

from labelling.core.access import Actor
from labelling.core.i18n import Text

Tie = Callable[[Session, Actor, UUID], Text | None]
Without = Callable[[Actor], ColumnElement[bool]]

_ties: list[tuple[Tie, Without]] = []


def add_tie(tie: Tie, without: Without) -> None:
    """Register why an officer stays out of an application, and the condition for all others."""
    _ties.append((tie, without))


def tie_of(session: Session, actor: Actor, application_id: UUID) -> Text | None:
    """Return the first reason why an officer stays out of an application, or None."""
    found = (tie(session, actor, application_id) for tie, _ in _ties)
    return next((reason for reason in found if reason is not None), None)


def without_tie(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for applications that nothing keeps an officer from."""
    return and_(true(), *(without(actor) for _, without in _ties))
