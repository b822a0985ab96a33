"""Calls and applications, and what happened to them."""

from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, ApplicationEvent, Call
from labelling.core.errors import NotFound


def get_call(session: Session, call_id: UUID) -> Call:
    """Return a call; raise NotFound."""
    call = session.get(Call, call_id)
    if call is None:
        raise NotFound
    return call


def open_calls(session: Session, day: date) -> list[Call]:
    """Return the calls that take applications on a day, the one that closes first on top."""
    return list(
        session.scalars(
            select(Call)
            .where(
                Call.opens_on <= day,
                or_(Call.closes_on.is_(None), Call.closes_on >= day),
                Call.closed_at.is_(None),
            )
            .order_by(Call.closes_on.is_(None), Call.closes_on, Call.title, Call.id)
        )
    )


def coming_calls(session: Session, day: date) -> list[Call]:
    """Return the calls that open after a day, the next one first."""
    return list(
        session.scalars(
            select(Call)
            .where(Call.opens_on > day, Call.closed_at.is_(None))
            .order_by(Call.opens_on, Call.title, Call.id)
        )
    )


def all_calls(session: Session) -> list[tuple[Call, int]]:
    """Return every call with the number of its applications, the newest first."""
    count = (
        select(func.count(Application.id))
        .where(Application.call_id == Call.id)
        .correlate(Call)
        .scalar_subquery()
    )
    rows = session.execute(select(Call, count).order_by(Call.opens_on.desc(), Call.title, Call.id))
    return [(call, number) for call, number in rows]


def get_application(session: Session, application_id: UUID) -> Application:
    """Return an application; raise NotFound."""
    application = session.get(Application, application_id)
    if application is None:
        raise NotFound
    return application


def find_running(session: Session, organisation_id: UUID, call_id: UUID) -> Application | None:
    """Return the organisation's application in a call that has not ended, if there is one."""
    return session.scalar(
        select(Application).where(
            Application.organisation_id == organisation_id,
            Application.call_id == call_id,
            Application.state.not_in(ENDED),
        )
    )


def refused_before(session: Session, application_id: UUID, person_id: UUID | None) -> bool:
    """Say whether a person once refused this application as not eligible."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    ApplicationEvent.application_id == application_id,
                    ApplicationEvent.to_state == State.INELIGIBLE,
                    ApplicationEvent.by == person_id,
                )
            )
        )
    )


def events(session: Session, application_id: UUID) -> list[ApplicationEvent]:
    """Return every change of an application's state, oldest first."""
    return list(
        session.scalars(
            select(ApplicationEvent)
            .where(ApplicationEvent.application_id == application_id)
            .order_by(ApplicationEvent.number)
        )
    )
