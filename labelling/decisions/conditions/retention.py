"""The end of what conditions say: with the application that they belong to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications
from labelling.decisions.conditions.models import Condition, ConditionPiece, ConditionReport
from labelling.decisions.models import Decision


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Blank what was asked for, reported and answered; that and when it was met stays."""
    conditions = (
        select(Condition.id)
        .join(Decision, Decision.id == Condition.decision_id)
        .where(Decision.application_id.in_(application_ids))
    )
    reports = select(ConditionReport.id).where(ConditionReport.condition_id.in_(conditions))
    session.execute(delete(ConditionPiece).where(ConditionPiece.report_id.in_(reports)))
    session.execute(
        update(ConditionReport)
        .where(ConditionReport.condition_id.in_(conditions))
        .values(text="", answer_text="")
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Condition)
        .where(Condition.id.in_(conditions))
        .values(text="", proof="", moved_reason="")
        .execution_options(synchronize_session=False)
    )
