"""Who is written to about conditions. The texts themselves stand on the page, not in the mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.recipients import tell, tell_owners
from labelling.decisions.conditions.models import Condition, ReportAnswer
from labelling.decisions.conditions.subjects import ConditionCase
from labelling.decisions.queries import case_officers


def tell_set(
    session: Session, application: Application, conditions: list[Condition], now: datetime
) -> None:
    """Write to the organisation how many conditions were set, and which date comes first."""
    tell_owners(
        session,
        application,
        "conditions_set",
        now,
        count=len(conditions),
        due=min(one.due_on for one in conditions).isoformat(),
    )


def tell_reported(session: Session, case: ConditionCase, now: datetime) -> None:
    """Write to the office that a report waits for its answer."""
    contacts = case_officers(session, case.application, now)
    tell(session, contacts, case.application, "condition_reported", now, **_about(case))


def tell_answered(
    session: Session, case: ConditionCase, answer: ReportAnswer, now: datetime
) -> None:
    """Write to the organisation that a condition is met, or that something is missing."""
    tell_owners(
        session, case.application, "condition_answered", now, answer=answer.value, **_about(case)
    )


def tell_moved(session: Session, case: ConditionCase, now: datetime) -> None:
    """Write to the organisation that a condition has a later date."""
    tell_owners(session, case.application, "condition_moved", now, **_about(case))


def _about(case: ConditionCase) -> dict[str, str | int]:
    return {
        "number": case.condition.number,
        "condition": str(case.condition.id),
        "due": case.condition.due_on.isoformat(),
    }
