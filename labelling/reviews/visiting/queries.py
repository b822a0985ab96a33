"""What can be read of a visit's plan."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.errors import NotFound
from labelling.people.models import Person
from labelling.reviews import queries as reviews
from labelling.reviews.subjects import PlannedVisit
from labelling.reviews.visiting.models import VisitAnswer, VisitDay, VisitPlan


def find_plan(session: Session, application_id: UUID) -> VisitPlan | None:
    """Return the plan of a visit, once it is begun."""
    return session.scalar(select(VisitPlan).where(VisitPlan.application_id == application_id))


def planned_visit(session: Session, application: Application) -> PlannedVisit:
    """Return what the rules need to know of a visit's plan."""
    plan = find_plan(session, application.id)
    asked = plan is not None and (plan.asked_at is not None or plan.starts_at is not None)
    return PlannedVisit(reviews.assessment(session, application), asked)


def days(session: Session, application_id: UUID) -> list[VisitDay]:
    """Return the days that were proposed, the earliest first."""
    return list(
        session.scalars(
            select(VisitDay)
            .where(VisitDay.application_id == application_id)
            .order_by(VisitDay.starts_at, VisitDay.id)
        )
    )


def get_day(session: Session, application_id: UUID, day_id: UUID) -> VisitDay:
    """Return a proposed day of an application; raise NotFound."""
    day = session.get(VisitDay, day_id)
    if day is None or day.application_id != application_id:
        raise NotFound
    return day


def answers(
    session: Session, proposed: Sequence[VisitDay]
) -> dict[UUID, list[tuple[VisitAnswer, str]]]:
    """Return by day what was answered, with names."""
    found: dict[UUID, list[tuple[VisitAnswer, str]]] = {day.id: [] for day in proposed}
    rows = session.execute(
        select(VisitAnswer, Person.name)
        .join(Person, Person.id == VisitAnswer.person_id)
        .where(VisitAnswer.day_id.in_(list(found)))
        .order_by(Person.name, VisitAnswer.person_id)
    )
    for row, name in rows:
        found[row.day_id].append((row, name))
    return found
