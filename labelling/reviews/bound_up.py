"""Who is bound up with an organisation so that they stay out of its cases, by the ledger."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.independence import counts_after

_NO_TIE = (InvolvementKind.ASSESSED, InvolvementKind.DECIDED)
"""Work for the label itself; it bars from assessing again, not from the office."""


def counts_on(day: date) -> ColumnElement[bool]:
    """Return the condition for lines of the ledger that bind somebody on a day."""
    return and_(
        Involvement.kind.not_in(_NO_TIE),
        or_(Involvement.until.is_(None), Involvement.until > counts_after(day)),
    )


def bound_up_people(session: Session, organisation_id: UUID, day: date) -> frozenset[UUID]:
    """Return everybody who is bound up with an organisation on a day."""
    return frozenset(
        session.scalars(
            select(Involvement.person_id).where(
                Involvement.organisation_id == organisation_id, counts_on(day)
            )
        )
    )
