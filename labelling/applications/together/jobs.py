"""What happens by itself: tasks and reminders of parts, traces of presence deleted."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import OPEN_FOR_WRITING
from labelling.applications.models import Answer, Application, Citation
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.recipients import tell
from labelling.applications.retention import clears_applications, counts_as_content
from labelling.applications.schemes import level_of
from labelling.applications.standing import PartState, part_state
from labelling.applications.together import personal_data
from labelling.applications.together.models import Comment, PartPlan, Presence
from labelling.applications.together.queries import plans_due, plans_for
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import civil_day, scheme_zone, today
from labelling.core.doors import Task, holds_personal_data, offers_tasks
from labelling.core.i18n import gettext, ngettext
from labelling.core.outbox import every_minute
from labelling.organisations.models import Organisation
from labelling.organisations.queries import is_active, seats_of
from labelling.people.models import Person

_KEPT = timedelta(hours=1)
_NAMED = 4
_SOON = timedelta(days=2)
_LATE = timedelta(days=-1)

holds_personal_data("applications_together", personal_data.export, personal_data.erase)
clears_applications(personal_data.clear)
counts_as_content(Comment.application_id)
counts_as_content(PartPlan.application_id)


@every_minute
def forget_presence(session: Session, now: datetime) -> None:
    """Delete the traces of who was writing where."""
    session.execute(delete(Presence).where(Presence.seen_at < now - _KEPT))


@offers_tasks
def own_parts(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield one task for each application in which the actor has parts to write."""
    if actor.role is not Role.MANAGER:
        return
    writing = actor.organisations(Seat.OWNER, Seat.CONTRIBUTOR)
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.organisation_id.in_(writing), Application.state.in_(OPEN_FOR_WRITING))
        .order_by(Application.reference)
    ).all()
    if not rows:
        return
    cases = {application.id: (application, organisation) for application, organisation in rows}
    waiting = not_done(session, plans_for(session, actor.person_id, cases), cases)
    for application_id, group in groupby(waiting, key=lambda plan: plan.application_id):
        own = list(group)
        application, organisation = cases[application_id]
        yield case_task(
            application,
            organisation,
            title=_title([plan.part_id for plan in own]),
            button=gettext("Write %(part)s", part=own[0].part_id),
            page=f"parts/{own[0].part_id}",
            due=min((plan.due_on for plan in own if plan.due_on is not None), default=None),
        )


def _title(parts: list[str]) -> str:
    named, more = ", ".join(parts[:_NAMED]), len(parts) - _NAMED
    if more <= 0:
        return gettext("Write what you were asked to: %(parts)s", parts=named)
    return ngettext(
        "Write what you were asked to: %(parts)s and %(num)s part more",
        "Write what you were asked to: %(parts)s and %(num)s parts more",
        more,
        parts=named,
    )


def not_done(
    session: Session,
    plans: list[PartPlan],
    cases: dict[UUID, tuple[Application, Organisation]],
) -> list[PartPlan]:
    """Return the plans whose parts are not done yet, in a constant number of statements."""
    ids = {plan.application_id for plan in plans}
    answers = {
        (row.application_id, row.part_id): row
        for row in session.scalars(select(Answer).where(Answer.application_id.in_(ids)))
    }
    cited = {
        (application_id, part_id): count
        for application_id, part_id, count in session.execute(
            select(Citation.application_id, Citation.part_id, func.count())
            .where(Citation.application_id.in_(ids))
            .group_by(Citation.application_id, Citation.part_id)
        )
    }
    found = []
    for plan in plans:
        key = (plan.application_id, plan.part_id)
        answer, steps = answers.get(key), level_of(cases[plan.application_id][0]).steps
        limit = steps.text_limit if steps is not None else NO_LIMIT
        if part_state(answer, cited.get(key, 0), limit) is not PartState.DONE:
            found.append(plan)
    return found


@every_minute
def remind_writers(session: Session, now: datetime) -> None:
    """Queue a mail two days before the day of parts that are not done, and on the day after."""
    days = {today(now) + _SOON: False, today(now) + _LATE: True}
    plans = plans_due(session, days)
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            Application.id.in_({plan.application_id for plan in plans}),
            Application.state.in_(OPEN_FOR_WRITING),
        )
    )
    cases = {application.id: (application, organisation) for application, organisation in rows}
    open_plans = not_done(session, [one for one in plans if one.application_id in cases], cases)
    told: dict[tuple[UUID, UUID, date], int] = {}
    for plan in open_plans:
        fresh = plan.planned_at is not None and _day(plan.planned_at) >= today(now)
        if plan.assigned_to is None or plan.due_on is None or fresh:
            continue
        key = (plan.application_id, plan.assigned_to, plan.due_on)
        told[key] = told.get(key, 0) + 1
    for (application_id, person_id, due), count in told.items():
        application, organisation = cases[application_id]
        person = session.get_one(Person, person_id)
        if not is_active(person) or organisation.id not in seats_of(session, person_id):
            continue
        late = days[due]
        tell(
            session,
            [person],
            application,
            "reminder_parts",
            now,
            key=f"parts:{application_id}:{person_id}:{due}:{late}",
            count=count,
            due=due.isoformat(),
            late=late,
        )


def _day(instant: datetime) -> date:
    return civil_day(instant, scheme_zone())
