"""Finding a day: proposed by the team, answered by all concerned, fixed by the team."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.zones import instant_of
from labelling.reviews.visiting import queries
from labelling.reviews.visiting.begun import begun, case_of
from labelling.reviews.visiting.models import Suits, VisitAnswer, VisitDay, VisitPlan
from labelling.reviews.visiting.telling import all_concerned, ask_for_days, tell_fixed

MOST_DAYS = 12


def propose_day(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    day: date,
    starts: time,
    ends: time,
    zone: str,
    now: datetime,
) -> VisitDay:
    """Propose a day, by the clocks of the place. Raises Invalid for one gone or turned round."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    plan = begun(session, application)
    if day < now.date() - timedelta(days=1):  # before clocks anywhere: not every day has an instant
        raise Invalid(lazy("Propose a day that is yet to come."), field="day")
    starts_at, ends_at = instant_of(day, starts, zone), instant_of(day, ends, zone)
    if ends_at <= starts_at:
        raise Invalid(lazy("It ends after it begins."), field="ends")
    if starts_at <= now:
        raise Invalid(lazy("Propose a day that is yet to come."), field="day")
    if len(queries.days(session, application_id)) >= MOST_DAYS:
        raise Invalid(lazy("%(most)s days are proposed already."), field="day", most=MOST_DAYS)
    plan.zone = zone
    row = VisitDay(
        application_id=application_id,
        starts_at=starts_at,
        ends_at=ends_at,
        proposed_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "visit.day_proposed", application, now, at=starts_at.isoformat())
    return row


def withdraw_day(
    session: Session, *, actor: Actor, application_id: UUID, day_id: UUID, now: datetime
) -> None:
    """Take a proposed day back, with what was answered about it."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    begun(session, application)
    day = queries.get_day(session, application_id, day_id)
    session.execute(delete(VisitAnswer).where(VisitAnswer.day_id == day.id))
    audit.record(
        session, actor, "visit.day_withdrawn", application, now, at=day.starts_at.isoformat()
    )
    session.delete(day)
    session.flush()


def ask_days(session: Session, *, actor: Actor, application_id: UUID, now: datetime) -> VisitPlan:
    """Ask team and owners which days suit. Raises NotNow without any."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    plan = begun(session, application)
    if not queries.days(session, application_id):
        raise NotNow(lazy("Propose at least one day first."))
    plan.asked_at = now
    audit.record(session, actor, "visit.days_asked", application, now)
    people = [
        one
        for one in all_concerned(session, application, case.assessment)
        if one.id != actor.person_id
    ]
    ask_for_days(session, application, people, now)
    return plan


def answer_days(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    answers: Mapping[UUID, Suits],
    now: datetime,
) -> None:
    """Say which of the proposed days suit oneself."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_ANSWER, case, now=now)
    begun(session, application)
    if actor.person_id is None:
        return
    for day in queries.days(session, application_id):
        suits = answers.get(day.id)
        if suits is None:
            continue
        row = session.get(VisitAnswer, (day.id, actor.person_id))
        if row is None:
            row = VisitAnswer(day_id=day.id, person_id=actor.person_id)
            session.add(row)
        row.suits, row.answered_at = suits, now
    session.flush()
    audit.record(session, actor, "visit.days_answered", application, now)


def fix_day(
    session: Session, *, actor: Actor, application_id: UUID, day_id: UUID, now: datetime
) -> VisitPlan:
    """Fix one of the proposed days; all concerned get it with an entry for their calendar."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.VISIT_PLAN_KEEP, case, now=now)
    plan = begun(session, application)
    day = queries.get_day(session, application_id, day_id)
    plan.starts_at, plan.ends_at = day.starts_at, day.ends_at
    plan.told += 1
    session.flush()
    audit.record(session, actor, "visit.fixed", application, now, at=day.starts_at.isoformat())
    people = all_concerned(session, application, case.assessment)
    tell_fixed(session, application, plan, people, now)
    return plan
