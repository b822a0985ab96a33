"""What the assessment team wrote goes with the application's content; agreed scores stay."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.applications.retention import clears_applications
from labelling.core import audit, doctor, files, outbox
from labelling.core.audit import AuditEntry
from labelling.reviews.models import (
    AgreedScore,
    Clarification,
    Dissent,
    FeedbackReport,
    KeptJudgement,
    PanelSeat,
    PartReview,
    Recommendation,
    Review,
    SecondLookWaiver,
    Visit,
)
from labelling.reviews.reporting.models import ReportEditor, ReportRating
from labelling.reviews.roundtable.models import Presence, TablePart, Voice
from labelling.reviews.visiting.models import VisitAnswer, VisitDay, VisitPlan

FORGET = "feedback.forget"


@doctor.keeps_files
def reports_files(session: Session) -> list[str]:
    """Return the hashes of all reports' PDFs, which the file store must hold."""
    found = session.scalars(
        select(FeedbackReport.pdf_sha256).where(FeedbackReport.pdf_sha256.is_not(None))
    )
    return [digest for digest in found if digest is not None]


@outbox.handles(FORGET)
def forget_file(payload: Mapping[str, Any], _now: datetime) -> None:
    """Remove a report's PDF from the file store, after the rows that named it have gone."""
    files.store().remove(payload["sha256"])


@clears_applications
def clear(session: Session, application_ids: Sequence[UUID], now: datetime) -> None:
    """Delete individual judgements, questions and the report; blank the texts of what stays.

    The trail keeps no text of them either: entries about the application lose theirs as well.
    """
    own = select(Review.id).where(Review.application_id.in_(application_ids))
    session.execute(delete(PartReview).where(PartReview.review_id.in_(own)))
    session.execute(delete(KeptJudgement).where(KeptJudgement.review_id.in_(own)))
    session.execute(delete(Clarification).where(Clarification.application_id.in_(application_ids)))
    reports = session.scalars(
        select(FeedbackReport).where(FeedbackReport.application_id.in_(application_ids))
    )
    for report in reports:
        if report.pdf_sha256 is not None:
            outbox.put_job(session, FORGET, {"sha256": report.pdf_sha256}, now)
        report.summary = report.observations = ""
        report.content, report.pdf_sha256, report.pdf_version = {}, None, None
    proposed = select(VisitDay.id).where(VisitDay.application_id.in_(application_ids))
    session.execute(delete(VisitAnswer).where(VisitAnswer.day_id.in_(proposed)))
    for passing in (TablePart, Voice, Presence, VisitDay, VisitPlan, ReportEditor, ReportRating):
        session.execute(delete(passing).where(passing.application_id.in_(application_ids)))
    for table, texts in (
        (AgreedScore, {"reason": "", "strengths": "", "improvements": ""}),
        (Dissent, {"text": ""}),
        (SecondLookWaiver, {"reason": ""}),
        (Visit, {"notes": "", "improvements": "", "present": {}}),
        (Recommendation, {"reason": ""}),
        (PanelSeat, {"conflict_text": "", "ended_reason": ""}),
    ):
        session.execute(
            update(table).where(table.application_id.in_(application_ids)).values(**texts)
        )
    seats = select(PanelSeat.id).where(PanelSeat.application_id.in_(application_ids))
    audit.forget_details(
        session,
        AuditEntry.subject_kind == PanelSeat.__tablename__,
        AuditEntry.subject_id.in_(seats),
    )
