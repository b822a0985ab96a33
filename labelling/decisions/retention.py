"""Which applications were refused, for the end of their retention; decisions' notes go as well."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications, names_refused
from labelling.decisions.models import Decision, DecisionState
from labelling.reviews.models import Outcome


@names_refused
def refused() -> Select[UUID]:
    """Return the statement that finds applications decided without a label."""
    return select(Decision.application_id).where(
        Decision.state == DecisionState.TAKEN, Decision.outcome == Outcome.NOT_AWARDED
    )


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Blank the note and the reasons of decisions; outcome, level, persons and days stay."""
    session.execute(
        update(Decision)
        .where(Decision.application_id.in_(application_ids))
        .values(note="", reason="", private_reason="")
    )
