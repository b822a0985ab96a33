"""Each person's first page: what waits for them, oldest date first, one button each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from labelling.club.queries import chaired_clubs
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.doors import Task, tasks_of
from labelling.core.errors import NotFound
from labelling.core.i18n import format_day, ngettext
from labelling.core.web import identity, pages
from labelling.desk import queries
from labelling.desk.labels import held_labels
from labelling.desk.navigation import CLUB, ENTRIES, OF_ALL_SCHEMES, OFFICE

bp = Blueprint("desk", __name__)

for _role, _entries in ENTRIES.items():
    pages.add_nav(_role, *_entries)


def _chairs_a_club(actor: Actor) -> bool:
    """Say whether a person chairs a club; officers have the clubs among what the office does."""
    if actor.role is Role.OFFICER:
        return False
    try:
        with reading() as session:
            return bool(chaired_clubs(session, actor))
    except SQLAlchemyError:  # the page that tells of it has a navigation, too
        return False


pages.add_own_nav(*CLUB, _chairs_a_club)


@dataclass(frozen=True, slots=True)
class Row:
    """A task as the list shows it."""

    what: str
    about: str
    button: str
    url: str
    by: str
    late: str


@bp.get("/tasks")
def tasks() -> ResponseReturnValue:
    """Show what waits for the actor, and what others should be doing."""
    actor, now = identity.asker(), identity.now()
    with reading() as session:
        waiting = tasks_of(session, actor, now)
        still = queries.standing_still(session, actor, now) if actor.role is Role.OFFICER else []
        manages = actor.role is Role.MANAGER
        running = queries.running_applications(session, actor) if manages else []
        held = held_labels(session, actor, today(now)) if manages else ()
    return pages.page(
        "desk/tasks.html",
        rows=rows_of(waiting, today(now)),
        still=still,
        running=running,
        held=held,
    )


@bp.get("/office")
def office() -> ResponseReturnValue:
    """Show officers the way to what they do besides applications, labels and people."""
    if identity.asker().role is not Role.OFFICER:
        raise NotFound
    limited = identity.asker().schemes is not None
    known = [
        entry
        for entry in OFFICE
        if entry[1] in current_app.view_functions and not (limited and entry[1] in OF_ALL_SCHEMES)
    ]
    return pages.page("desk/office.html", ways=known)


def rows_of(waiting: Sequence[Task], day: date) -> list[Row]:
    """Return tasks as the list shows them on a day."""
    return [
        Row(
            what=task.title,
            about=task.about,
            button=task.button,
            url=task.address,
            by=format_day(task.due),
            late=_late(task.due, day),
        )
        for task in waiting
    ]


def _late(due: date | None, day: date) -> str:
    days = (day - due).days if due is not None else 0
    return ngettext("%(num)s day late", "%(num)s days late", days) if days > 0 else ""


BLUEPRINTS = (bp,)
