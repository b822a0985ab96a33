"""Mail before and after a date: to whoever acts next, once for each date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Deadline, Step
from labelling.applications.recipients import acting_at, officers, owners, tell
from labelling.applications.turns import DUE
from labelling.core.clock import civil_day, scheme_zone, today
from labelling.core.outbox import every_minute
from labelling.people.models import Person

_SOON = {7: "7", 2: "2"}  # days before the date, from the further to the nearer
_LATEST = 7  # days after the date in which a reminder still goes out


@dataclass(frozen=True, slots=True)
class _Reminder:
    """Who is reminded in a state, and by which mail; on the day after it may be too late."""

    template: str
    people: Callable[[Session, Application], list[Person]]
    when_late: bool = True


def _team_builders(session: Session, application: Application) -> list[Person]:
    return acting_at(session, application, Step.PANEL)


_REMINDED: Mapping[State, _Reminder] = {
    State.DRAFT: _Reminder("reminder_submit", owners),
    State.RETURNED: _Reminder("reminder_submit", owners),
    State.SUBMITTED: _Reminder("reminder_eligibility", officers),
    State.ELIGIBLE: _Reminder("reminder_panel", _team_builders),
    State.OFFERED: _Reminder("reminder_consent", owners, when_late=False),
}


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder 7 and 2 days before a date and on the day after; each goes out once.

    A date that was set today reminds nobody yet: the mail that told of it has just gone.
    """
    rows = session.scalars(
        select(Application).where(Application.state.in_(_REMINDED)).order_by(Application.id)
    ).all()
    dates = _in_force(session, [row.id for row in rows])
    for application in rows:
        step = DUE[application.state].step
        deadline = dates.get((application.id, step))
        when = _when(deadline, now) if deadline is not None else None
        if deadline is None or when is None:
            continue
        if when == "late" and not _REMINDED[application.state].when_late:
            continue
        _remind(session, application, deadline, when, now)


def _remind(
    session: Session, application: Application, deadline: Deadline, when: str, now: datetime
) -> None:
    reminder, due = _REMINDED[application.state], deadline.due_on
    for person in reminder.people(session, application):
        tell(
            session,
            [person],
            application,
            reminder.template,
            now,
            key=f"reminder:{application.id}:{deadline.step}:{due}:{when}:{person.id}",
            due=due.isoformat(),
            late=when == "late",
        )


def _when(deadline: Deadline, now: datetime) -> str | None:
    """Return which reminder a date has reached, None for none."""
    day = today(now)
    if civil_day(deadline.set_at, scheme_zone()) >= day:
        return None
    left = (deadline.due_on - day).days
    if left < 0:
        return "late" if -left <= _LATEST else None
    reached = [name for days, name in _SOON.items() if left <= days]
    return reached[-1] if reached else None


def _in_force(session: Session, ids: list[UUID]) -> dict[tuple[UUID, Step], Deadline]:
    rows = session.scalars(
        select(Deadline).where(Deadline.application_id.in_(ids)).order_by(Deadline.number)
    )
    return {(row.application_id, row.step): row for row in rows}
