"""Setting and extending the date of a step."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.life import ENDED
from labelling.applications.models import Application, Deadline, Step
from labelling.applications.recipients import acting_at, tell
from labelling.applications.turns import DEFAULT_DAYS
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission


def set_due(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    step: Step,
    days: int | None = None,
    day: date | None = None,
    now: datetime,
    reason: str = "",
) -> Deadline:
    """Give a step its date: a civil day, or so many days from today, or the step's usual time.

    It has no permission of its own: the action that calls it has required its own.
    """
    if day is None:
        day = today(now) + timedelta(days=DEFAULT_DAYS[step] if days is None else days)
    last = session.scalar(
        select(func.max(Deadline.number)).where(
            Deadline.application_id == application.id, Deadline.step == step
        )
    )
    deadline = Deadline(
        application_id=application.id,
        step=step,
        number=(last or 0) + 1,
        due_on=day,
        reason=reason,
        set_at=now,
        set_by=actor.person_id,
    )
    session.add(deadline)
    session.flush()
    audit.record(
        session,
        actor,
        "deadline.set",
        application,
        now,
        step=step.value,
        due_on=day.isoformat(),
        reason=reason,
    )
    return deadline


def extend_deadline(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    step: Step,
    day: date,
    reason: str,
    now: datetime,
) -> Deadline:
    """Give a step of a running application a later date, with the reason for it.

    Raises Invalid for a day that is past or not later than the present date, or without reason.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.DEADLINE_EXTEND, application, now=now)
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended, so it has no dates left to extend."))
    before = queries.due(session, application_id, step)
    if before is None:
        raise NotNow(lazy("This step has no date yet."))
    if day <= before or day < today(now):
        raise Invalid(
            lazy("Choose a day after %(before)s that is not past."),
            field="day",
            before=format_day(before),
        )
    if not reason:
        raise Invalid(lazy("Give the reason for the new date."), field="reason")
    extended = set_due(
        session, actor=actor, application=application, step=step, day=day, now=now, reason=reason
    )
    acting = acting_at(session, application, step)
    people = [one for one in acting if one.id != actor.person_id]
    tell(session, people, application, "deadline_extended", now, due=day.isoformat())
    return extended
