"""What waits in complaints: to be taken on by those who can, and to be done by who has."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, may
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute
from labelling.core.permissions import Permission
from labelling.decisions.complaints import letters, queries
from labelling.decisions.complaints.models import ComplaintState
from labelling.decisions.complaints.queries import ComplaintRow

_SOON = 2  # days before the date
_LATEST = 7  # days after the date in which a reminder still goes out


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the complaints in which the actor acts next."""
    if actor.role not in {Role.OFFICER, Role.APPEALS}:
        return
    rows = queries.running(session)
    cases = queries.complaint_cases(session, [row.complaint for row in rows], actor.person_id, now)
    for row in rows:
        complaint, case = row.complaint, cases[row.complaint.id]
        if complaint.handled_by is None:
            if case.falls_to_them and may(actor, Permission.COMPLAINT_TAKE_ON, case):
                yield _task(row, gettext("Take on a complaint"))
        elif complaint.handled_by == actor.person_id:
            yield _task(
                row,
                gettext("Say whether we can deal with a complaint")
                if complaint.state is ComplaintState.TAKEN_ON
                else gettext("Answer a complaint"),
            )


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder two days before a date and on the day after; each goes out once."""
    reached = [
        (row.complaint, row.due, when)
        for row in queries.running(session)
        if row.due is not None and (when := _when(row.due, today(now)))
    ]
    able = queries.handlers_of_each(session, [complaint for complaint, *_ in reached], now)
    for complaint, due, when in reached:
        taken_by = complaint.handled_by
        whom = [taken_by] if taken_by else [person.id for person in able[complaint.id]]
        for person_id in whom:
            letters.remind(session, complaint, person_id, now, due=due, when=when)


def _when(due: date, day: date) -> str:
    left = (due - day).days
    if left < 0:
        return "late" if -left <= _LATEST else ""
    return "soon" if left <= _SOON else ""


def _task(row: ComplaintRow, title: str) -> Task:
    return Task(
        title=title,
        about=row.complaint.receipt,
        button=gettext("Open the complaint"),
        address=f"/office/complaints/{row.complaint.id}",
        due=row.due,
    )
