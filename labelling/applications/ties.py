"""What keeps an officer from dealing with an application; the room that knows it registers."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session, object_session

from labelling.applications.models import Application
from labelling.core.access import ALLOWED, Actor, Verdict, denied
from labelling.core.i18n import Text, lazy

BOUND_UP = lazy("You are bound up with this organisation, so another officer deals with it.")


@dataclass(frozen=True, slots=True)
class Ties:
    """What a room knows that keeps officers out.

    ``of`` returns the reason for one officer and application, if any; ``without`` the condition
    for applications that an officer has none to; ``people`` everybody who has one.
    """

    of: Callable[[Session, Actor, UUID], Text | None]
    without: Callable[[Actor], ColumnElement[bool]]
    people: Callable[[Session, Application], set[UUID]]


_known: list[Ties] = []


def add_ties(ties: Ties) -> None:
    """Register what a room knows."""
    _known.append(ties)


def tie_of(session: Session, actor: Actor, application_id: UUID) -> Text | None:
    """Return the first reason why an officer stays out of an application, or None."""
    found = (ties.of(session, actor, application_id) for ties in _known)
    return next((reason for reason in found if reason is not None), None)


def untied(actor: Actor, application: Application) -> Verdict:
    """Let officers in whom nothing keeps out; nobody where that cannot be looked up."""
    session = object_session(application)
    tie = tie_of(session, actor, application.id) if session is not None else BOUND_UP
    return ALLOWED if tie is None else denied(tie)


def without_tie(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for applications that nothing keeps an officer from."""
    return and_(true(), *(ties.without(actor) for ties in _known))


def tied_people(session: Session, application: Application) -> set[UUID]:
    """Return everybody who would stay out of an application as an officer."""
    return set[UUID]().union(*(ties.people(session, application) for ties in _known))
