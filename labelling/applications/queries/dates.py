"""Dates of steps: the latest row of a step is the one in force."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, ScalarSelect, Select, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from labelling.applications.models import Application, Deadline, Step
from labelling.organisations.models import Organisation


def deadlines(session: Session, application_id: UUID) -> list[Deadline]:
    """Return all dates ever set for an application, by step, the one in force last."""
    return list(
        session.scalars(
            select(Deadline)
            .where(Deadline.application_id == application_id)
            .order_by(Deadline.step, Deadline.number)
        )
    )


_DUE = (
    select(Deadline.due_on)
    .where(Deadline.application_id == bindparam("application"), Deadline.step == bindparam("step"))
    .order_by(Deadline.number.desc())
    .limit(1)
)


def due(session: Session, application_id: UUID, step: Step) -> date | None:
    """Return the date in force for a step of an application, if it has one."""
    return session.scalar(_DUE, {"application": application_id, "step": step})


def due_on(step: Step | ColumnElement[Step]) -> ScalarSelect[date | None]:
    """Return the date in force for a step as a column of a query that reads applications."""
    day: ColumnElement[date | None] = type_coerce(Deadline.due_on, Date())
    return (
        select(day)
        .where(Deadline.application_id == Application.id, Deadline.step == step)
        .order_by(Deadline.number.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )


def cases_due(
    step: Step | ColumnElement[Step],
) -> Select[Application, Organisation, date | None]:
    """Return the query for applications with their organisation and the date of a step.

    Who has waited longest in the present state comes first.
    """
    return (
        select(Application, Organisation, due_on(step))
        .join(Organisation, Organisation.id == Application.organisation_id)
        .order_by(Application.state_since, Application.id)
    )


def due_days(session: Session, application_ids: Iterable[UUID]) -> dict[tuple[UUID, Step], date]:
    """Return the dates in force of several applications, by application and step."""
    rows = session.execute(
        select(Deadline.application_id, Deadline.step, Deadline.due_on)
        .where(Deadline.application_id.in_(list(application_ids)))
        .order_by(Deadline.number)
    )
    return {(application_id, step): due_on for application_id, step, due_on in rows}
