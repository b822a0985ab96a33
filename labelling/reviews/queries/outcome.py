"""What came of an assessment: agreed judgements, visit, feedback report, recommendation."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessments.judgement import Judgement, NotApplicable, Percent
from labelling.core.errors import NotFound
from labelling.reviews.models import (
    AgreedScore,
    FeedbackReport,
    Recommendation,
    SecondLookWaiver,
    Visit,
)
from labelling.reviews.queries.scores import agreed_scores

_VISIT = select(Visit).where(Visit.application_id == bindparam("application"))


def agreed_judgements(session: Session, application_id: UUID) -> dict[str, Judgement]:
    """Return the agreed scores as judgements that can be scored; open parts are absent."""
    return judged(agreed_scores(session, application_id))


def judged(agreed: Mapping[str, AgreedScore]) -> dict[str, Judgement]:
    """Return agreed scores as judgements that can be scored."""
    judgements: dict[str, Judgement] = {}
    for part_id, row in agreed.items():
        if row.not_applicable:
            judgements[part_id] = NotApplicable(row.reason or "agreed by the team")
        elif row.score is not None:
            judgements[part_id] = Percent(row.score)
    return judgements


def visit(session: Session, application_id: UUID) -> Visit | None:
    """Return the interview or visit, once it is recorded."""
    return session.scalar(_VISIT, {"application": application_id})


def find_waiver(session: Session, application_id: UUID) -> SecondLookWaiver | None:
    """Return why the office goes without a further assessor, where it does."""
    return session.scalar(
        select(SecondLookWaiver).where(SecondLookWaiver.application_id == application_id)
    )


def find_report(session: Session, application_id: UUID) -> FeedbackReport | None:
    """Return the feedback report, once the agreement is closed."""
    return session.scalar(
        select(FeedbackReport).where(FeedbackReport.application_id == application_id)
    )


def feedback_report(session: Session, application_id: UUID) -> FeedbackReport:
    """Return the feedback report; raise NotFound before the agreement is closed."""
    report = find_report(session, application_id)
    if report is None:
        raise NotFound
    return report


def recommendation(session: Session, application_id: UUID) -> Recommendation | None:
    """Return what the team recommends, once it does."""
    return session.scalar(
        select(Recommendation).where(Recommendation.application_id == application_id)
    )
