"""Mail before a decision is due, to those who can do the next step."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_days
from labelling.core import mail
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions import queries
from labelling.decisions.bodies import is_for_sitting
from labelling.decisions.committee.queries import open_item_of
from labelling.decisions.models import Decision
from labelling.people.models import Person

DAYS_BEFORE = 3


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder for each case whose date is near; once per person, step and date."""
    running = session.scalars(
        select(Application)
        .where(Application.state == State.RECOMMENDED)
        .order_by(Application.reference)
    ).all()
    dates = due_days(session, [application.id for application in running])
    latest = today(now) + timedelta(days=DAYS_BEFORE)
    for application in running:
        due = dates.get((application.id, Step.DECISION))
        if due is None or not today(now) <= due <= latest:
            continue
        decision = queries.standing_decision(session, application.id)
        template, people = _next(session, application, decision, now)
        for person in people:
            mail.send(
                session,
                person,
                template,
                now,
                about=application,
                key=f"{template}:{application.id}:{due.isoformat()}:{person.id}",
                reference=application.reference,
                application=str(application.id),
                decision=str(decision.id) if decision is not None else None,
                by=due.isoformat(),
            )


def _next(
    session: Session, application: Application, decision: Decision | None, now: datetime
) -> tuple[str, list[Person]]:
    """Return who can do the next step, and the mail that asks for it."""
    if decision is None:
        return "decision_to_prepare", queries.case_officers(session, application, now)
    if not is_for_sitting(application):
        return "decision_to_take", queries.deciders(session, application, decision, now)
    if open_item_of(session, decision.id) is None:
        return "decision_to_put_on", queries.case_officers(session, application, now)
    return "", []
