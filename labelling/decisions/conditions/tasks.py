"""What waits around conditions: reports for holders, answers and suspensions for officers."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from certificates.standing import History, Status, status_on
from labelling.applications.models import Application
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.decisions.conditions.queries import Followed, followed_on
from labelling.decisions.conditions.reminders import GRACE
from labelling.decisions.conditions.subjects import Stand, stand_of
from labelling.decisions.queries import histories
from labelling.decisions.ties import ties_of


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield reports to be written, reports to be judged, and labels whose condition is long due."""
    if actor.role is Role.MANAGER:
        yield from _to_report(session, actor, now)
    elif actor.role is Role.OFFICER:
        yield from _for_office(session, actor, now)


def _to_report(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    writing = actor.organisations(Seat.OWNER, Seat.CONTRIBUTOR)
    if not writing:
        return
    day = today(now)
    for one in followed_on(session, day, Application.organisation_id.in_(writing)):
        if stand_of(one.condition, one.last, day) is not Stand.REPORTED:
            yield Task(
                title=gettext("Report on condition %(number)s", number=one.condition.number),
                about=_about(one),
                button=gettext("Report on it"),
                address=f"/conditions/{one.condition.id}",
                due=one.condition.due_on,
            )


def _for_office(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    day = today(now)
    unmet = [one for one in followed_on(session, day) if actor.works_for(one.label.scheme)]
    if not unmet:
        return
    ties = ties_of(session, actor.person_id, day)
    waiting = [one for one in unmet if ties.bound_up(one.organisation.id) is None]
    known = histories(session, {one.label.id for one in waiting})
    for one in waiting:
        stand = stand_of(one.condition, one.last, day)
        if stand is Stand.REPORTED:
            yield Task(
                title=gettext("Answer a report on a condition"),
                about=_about(one),
                button=gettext("Read the report"),
                address=f"/conditions/{one.condition.id}",
                due=one.condition.due_on,
            )
        elif day > one.condition.due_on + GRACE and _is_active(known[one.label.id], day):
            yield Task(
                title=gettext("Prepare a suspension: a condition is not met"),
                about=_about(one),
                button=gettext("Prepare a change"),
                address=f"/office/labels/{one.label.id}/change?kind=suspended",
                due=one.condition.due_on + GRACE,
            )


def _is_active(history: History, day: date) -> bool:
    return status_on(history, day).status is Status.ACTIVE


def _about(one: Followed) -> str:
    return f"{one.organisation.name} · {one.application.reference}"
