"""Reading checks of independence, and objections."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.reviews.conflicts.models import (
    IndependenceCheck,
    Occasion,
    PanelObjection,
    TraceBasis,
)


def checks(session: Session, application_id: UUID) -> Mapping[UUID, list[IndependenceCheck]]:
    """Return what was known at each step, by seat, in the order of time."""
    found: dict[UUID, list[IndependenceCheck]] = defaultdict(list)
    for row in session.scalars(
        select(IndependenceCheck)
        .where(IndependenceCheck.application_id == application_id)
        .order_by(IndependenceCheck.checked_at, IndependenceCheck.id)
    ):
        found[row.seat_id].append(row)
    order = list(Occasion)  # steps of one unit of work bear the same instant
    for rows in found.values():
        rows.sort(key=lambda row: (row.checked_at, order.index(row.occasion)))
    return found


def checks_of_person(session: Session, person_id: UUID) -> list[IndependenceCheck]:
    """Return what was ever known of a person's ties, in the order of time."""
    return list(
        session.scalars(
            select(IndependenceCheck)
            .where(IndependenceCheck.person_id == person_id)
            .order_by(IndependenceCheck.checked_at, IndependenceCheck.id)
        )
    )


def objections(session: Session, application_id: UUID) -> dict[UUID, PanelObjection]:
    """Return the objections to assessors of an application, by seat."""
    rows = session.scalars(
        select(PanelObjection)
        .where(PanelObjection.application_id == application_id)
        .order_by(PanelObjection.raised_at, PanelObjection.id)
    )
    return {row.seat_id: row for row in rows}


def find_basis(session: Session, application_id: UUID) -> TraceBasis | None:
    """Return what the organisation was recognised by when its team was first proposed."""
    return session.get(TraceBasis, application_id)


def find_objection(session: Session, seat_id: UUID) -> PanelObjection | None:
    """Return the objection to an assessor, decided or not."""
    return session.scalar(select(PanelObjection).where(PanelObjection.seat_id == seat_id))
