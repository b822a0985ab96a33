"""Lists of applications: filtered, paged, with their dates, in a constant number of statements."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, case, func, or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Deadline
from labelling.applications.turns import DUE, Party
from labelling.core.access import Actor, visible
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation

PAGE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; an empty text means everything."""

    text: str = ""
    state: State | None = None
    level: str = ""
    country: str = ""
    turn: Party | None = None
    overdue: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """An application in a list: what is shown of it, its organisation, the date that is due."""

    application_id: UUID
    reference: str
    level_id: str
    state: State
    organisation: str
    country: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, how many rows there are in all, and what can be filtered for."""

    rows: list[Row]
    total: int
    countries: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)


def list_applications(
    session: Session, actor: Actor, wanted: Wanted, day: date, permission: Permission
) -> Listed:
    """Return a page of the applications that the permission lets the actor see.

    The one whose date comes first is on top; those that have ended stand last.
    """
    seen = visible(actor, permission)
    conditions = [seen, *_conditions(wanted, day)]
    query = (
        select(
            Application.id,
            Application.reference,
            Application.level_id,
            Application.state,
            Organisation.name,
            Organisation.country,
            _DUE,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(*conditions)
    )
    counted = (
        select(func.count())
        .select_from(Application)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(*conditions)
    )
    total = session.scalar(counted) or 0
    rows = session.execute(
        query.order_by(
            Application.state.in_(ENDED),
            _DUE.is_(None),
            _DUE,
            Application.reference,
        )
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    countries = session.scalars(
        select(Organisation.country)
        .join(Application, Application.organisation_id == Organisation.id)
        .where(seen)
        .distinct()
        .order_by(Organisation.country)
    )
    levels = session.scalars(
        select(Application.level_id).where(seen).distinct().order_by(Application.level_id)
    )
    return Listed([Row(*row) for row in rows], total, list(countries), list(levels))


def _due() -> ScalarSelect[date]:
    """Return the date in force of the step that is due in the application's state."""
    step = case({state: one.step.value for state, one in DUE.items()}, value=Application.state)
    return (
        select(Deadline.due_on)
        .where(Deadline.application_id == Application.id, Deadline.step == step)
        .order_by(Deadline.number.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )


_DUE = _due()  # put together once: it names every state


def _conditions(wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        pattern = wanted.text.lower()
        found.append(
            or_(
                func.lower(Organisation.name).contains(pattern, autoescape=True),
                func.lower(Application.reference).contains(pattern, autoescape=True),
            )
        )
    if wanted.state is not None:
        found.append(Application.state == wanted.state)
    if wanted.level:
        found.append(Application.level_id == wanted.level)
    if wanted.country:
        found.append(Organisation.country == wanted.country)
    if wanted.turn is not None:
        states = [state for state, one in DUE.items() if one.party is wanted.turn]
        found.append(Application.state.in_(states))
    if wanted.overdue:
        found.append(day > _DUE)
    return found
