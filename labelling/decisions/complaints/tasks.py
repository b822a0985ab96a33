"""What waits in complaints: to be taken on by those who can, and to be done by who has."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, may
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute
from labelling.core.permissions import Permission
from labelling.decisions.complaints import letters, queries
from labelling.decisions.complaints.models import Complaint, ComplaintState
from labelling.decisions.complaints.queries import ComplaintRow

_SOON = 2  # days before the date
_LATEST = 7  # days after the date in which a reminder still goes out


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the complaints in which the actor acts next."""
    if actor.role not in {Role.OFFICER, Role.APPEALS}:
        return
    for row in queries.running(session):
        complaint = row.complaint
        if complaint.handled_by is None:
            meant = [one.id for one in queries.possible_handlers(session, complaint, now)]
            case = queries.complaint_case(session, complaint, actor.person_id, now)
            if actor.person_id in meant and may(actor, Permission.COMPLAINT_TAKE_ON, case):
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
    for row in queries.running(session):
        when = _when(row.due, today(now))
        if when and row.due is not None:
            for person_id in _acting(session, row.complaint, now):
                letters.remind(session, row.complaint, person_id, now, due=row.due, when=when)


def _acting(session: Session, complaint: Complaint, now: datetime) -> list[UUID]:
    if complaint.handled_by is not None:
        return [complaint.handled_by]
    return [person.id for person in queries.possible_handlers(session, complaint, now)]


def _when(due: date | None, day: date) -> str:
    left = (due - day).days if due is not None else _SOON + 1
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
