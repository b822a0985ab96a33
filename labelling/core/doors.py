"""What rooms offer to the ones below them: tasks for the desk, personal data to export or erase."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this actor: one sentence, one button, one date."""

    title: str
    about: str
    button: str
    address: str
    due: date | None = None


Tasks = Callable[[Session, Actor, datetime], Iterable[Task]]
Export = Callable[[Session, UUID], Mapping[str, Any]]
Erase = Callable[[Session, UUID, datetime], None]

_tasks: list[Tasks] = []
_by_scheme: set[Tasks] = set()
_exports: dict[str, Export] = {}
_erasers: dict[str, Erase] = {}


def offers_tasks(function: Tasks) -> Tasks:
    """Register a room's tasks for an actor."""
    _tasks.append(function)
    return function


def offers_tasks_by_scheme(function: Tasks) -> Tasks:
    """Register tasks that keep to the schemes for which an officer is named."""
    _by_scheme.add(function)
    return offers_tasks(function)


def tasks_of(session: Session, actor: Actor, now: datetime) -> list[Task]:
    """Return all that waits for the actor: dated first, oldest date first.

    An officer who is named for certain schemes gets none from rooms that do not keep to them.
    """
    asked = (one for one in _tasks if actor.schemes is None or one in _by_scheme)
    found = [task for function in asked for task in function(session, actor, now)]
    return sorted(found, key=lambda task: (task.due is None, task.due or date.max, task.title))


def holds_personal_data(room: str, export: Export, erase: Erase) -> None:
    """Register how a room exports and erases what it holds of one person."""
    _exports[room], _erasers[room] = export, erase


def export_person(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return all that is held of a person, by room, as JSON values."""
    return {room: dict(export(session, person_id)) for room, export in sorted(_exports.items())}


def erase_person(session: Session, person_id: UUID, now: datetime) -> None:
    """Erase what may be erased of a person in every room."""
    for _, erase in sorted(_erasers.items()):
        erase(session, person_id, now)
