"""Reads of offers."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from labelling.applications.life import State
from labelling.applications.models import Application, Deadline, Step
from labelling.core.errors import NotFound
from labelling.decisions.offers.models import LevelOffer


def find_offer(session: Session, application_id: UUID) -> LevelOffer | None:
    """Return the newest offer on an application, answered or not."""
    return session.scalar(
        select(LevelOffer)
        .where(LevelOffer.application_id == application_id)
        .order_by(LevelOffer.offered_at.desc(), LevelOffer.id)
        .limit(1)
    )


def get_offer(session: Session, application_id: UUID) -> LevelOffer:
    """Return the newest offer on an application; raise NotFound where there is none."""
    offer = find_offer(session, application_id)
    if offer is None:
        raise NotFound
    return offer


def offer_of(session: Session, decision_id: UUID) -> LevelOffer | None:
    """Return the offer that a decision made, if it made one."""
    return session.scalar(select(LevelOffer).where(LevelOffer.decision_id == decision_id))


def unanswered_on(session: Session, day: date) -> list[LevelOffer]:
    """Return the offers whose last day for an answer lies before a day, the oldest first."""
    newest = aliased(Deadline)
    last = (
        select(func.max(newest.number))
        .where(newest.application_id == Deadline.application_id, newest.step == Step.CONSENT)
        .correlate(Deadline)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(LevelOffer)
        .join(Application, Application.id == LevelOffer.application_id)
        .join(Deadline, Deadline.application_id == Application.id)
        .where(
            LevelOffer.answer.is_(None),
            Application.state == State.OFFERED,
            Deadline.step == Step.CONSENT,
            Deadline.number == last,
            Deadline.due_on < day,
        )
        .order_by(LevelOffer.offered_at, LevelOffer.id)
    )
    return list(rows)
