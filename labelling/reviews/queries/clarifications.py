"""Questions of assessors to the applicant, as each side may know them: never with who asked."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.reviews.models import Clarification


def get_clarification(session: Session, clarification_id: UUID) -> Clarification:
    """Return a question; raise NotFound."""
    found = session.get(Clarification, clarification_id)
    if found is None:
        raise NotFound
    return found


def own_clarifications(session: Session, seat_id: UUID) -> list[Clarification]:
    """Return what the holder of a seat has asked, in the order of asking."""
    return list(
        session.scalars(
            select(Clarification)
            .where(Clarification.seat_id == seat_id)
            .order_by(Clarification.asked_at, Clarification.id)
        )
    )


def asked_of_office(session: Session, application_id: UUID) -> list[Clarification]:
    """Return all that assessors asked about an application, what waits for the office first."""
    rows = session.scalars(
        select(Clarification)
        .where(Clarification.application_id == application_id)
        .order_by(Clarification.asked_at, Clarification.id)
    )
    return sorted(rows, key=lambda one: one.settled_by_office)


def forwarded(session: Session, application_id: UUID) -> list[Clarification]:
    """Return what the applicant was asked, by part and not by time: times tell who asked."""
    return list(
        session.scalars(
            select(Clarification)
            .where(
                Clarification.application_id == application_id,
                Clarification.forwarded_at.is_not(None),
            )
            .order_by(Clarification.part_id, Clarification.id)
        )
    )


def answered(session: Session, application_id: UUID) -> list[Clarification]:
    """Return the questions that the applicant has answered, for everybody on the team."""
    return [one for one in forwarded(session, application_id) if one.answered_at is not None]
