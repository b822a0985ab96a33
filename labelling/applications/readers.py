"""Who else may read a submission: rooms below ours register those that they let in."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.access import Actor, Role, may
from labelling.core.permissions import Permission

Reader = Callable[[Session, Actor, UUID], bool]

_readers: list[Reader] = []


def add_reader(function: Reader) -> Reader:
    """Register a question: may this actor read the submission of this application?"""
    _readers.append(function)
    return function


def is_reader(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether some room lets this actor read the submission."""
    return any(function(session, actor, application_id) for function in _readers)


def sees_lines(actor: Actor, application: Application) -> bool:
    """Say whether a reader of the submission sees the lines that the organisation chose itself.

    Its own people and the office do; whoever judges it forms an opinion without them, in whatever
    role they look.
    """
    if actor.role is Role.OFFICER:
        return may(actor, Permission.PANEL_VIEW, application)
    return actor.holds(application.organisation_id)
