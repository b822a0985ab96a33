"""What conditions and offers hold of one person: reports, answers, consents."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.decisions.conditions.models import Condition, ConditionReport
from labelling.decisions.models import Decision
from labelling.decisions.offers.models import LevelOffer


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return what a person reported on conditions or answered, and offers that they answered."""
    reports = session.execute(
        select(ConditionReport, Condition.number, Application.reference)
        .join(Condition, Condition.id == ConditionReport.condition_id)
        .join(Decision, Decision.id == Condition.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .where(
            or_(ConditionReport.reported_by == person_id, ConditionReport.answered_by == person_id)
        )
        .order_by(ConditionReport.reported_at, ConditionReport.id)
    )
    offers = session.execute(
        select(LevelOffer, Application.reference)
        .join(Application, Application.id == LevelOffer.application_id)
        .where(LevelOffer.answered_by == person_id)
        .order_by(LevelOffer.offered_at, LevelOffer.id)
    )
    return {
        "condition_reports": [
            {"application": reference, "condition": number, **_part(report, person_id)}
            for report, number, reference in reports
        ],
        "offers_answered": [
            {
                "application": reference,
                "answer": offer.answer.value if offer.answer is not None else None,
                "at": offer.answered_at.isoformat() if offer.answered_at is not None else None,
            }
            for offer, reference in offers
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Take the person out of the reports, which are the organisation's.

    Who accepted a report or a level stays by an id alone: a label stands on it.
    """
    session.execute(
        update(ConditionReport)
        .where(ConditionReport.reported_by == person_id)
        .values(reported_by=None)
    )


def _part(report: ConditionReport, person_id: UUID) -> dict[str, str | None]:
    """Return what of a report is the person's own."""
    wrote, answered = report.reported_by == person_id, report.answered_by == person_id
    return {
        "text": report.text if wrote else None,
        "reported": report.reported_at.isoformat() if wrote else None,
        "answer": report.answer_text if answered else None,
        "answered": report.answered_at.isoformat()
        if answered and report.answered_at is not None
        else None,
    }
