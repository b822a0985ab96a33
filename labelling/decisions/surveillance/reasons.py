"""The reasons that notices, findings and reports hand on to a change of the label."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.decisions.reasons import hands_on
from labelling.decisions.surveillance.models import (
    Finding,
    FindingStep,
    FindingStepKind,
    MisuseReport,
    MisuseStep,
    MisuseStepKind,
    Notice,
    NoticeStep,
    NoticeStepKind,
)


@hands_on("notice")
def of_notice(session: Session, label_id: UUID, notice_id: UUID) -> str:
    """Return why a change follows from a notice."""
    text = session.scalar(
        select(NoticeStep.text)
        .join(Notice, Notice.id == NoticeStep.notice_id)
        .where(
            Notice.id == notice_id,
            Notice.label_id == label_id,
            NoticeStep.kind == NoticeStepKind.CHANGE,
        )
        .order_by(NoticeStep.number.desc())
        .limit(1)
    )
    return text or ""


@hands_on("finding")
def of_finding(session: Session, label_id: UUID, finding_id: UUID) -> str:
    """Return why a change follows from a finding."""
    text = session.scalar(
        select(FindingStep.text)
        .join(Finding, Finding.id == FindingStep.finding_id)
        .where(
            Finding.id == finding_id,
            Finding.label_id == label_id,
            FindingStep.kind == FindingStepKind.CHANGE,
        )
        .order_by(FindingStep.number.desc())
        .limit(1)
    )
    return text or ""


@hands_on("report")
def of_report(session: Session, label_id: UUID, report_id: UUID) -> str:
    """Return why a change follows from a report of misuse."""
    text = session.scalar(
        select(MisuseStep.text)
        .join(MisuseReport, MisuseReport.id == MisuseStep.report_id)
        .where(
            MisuseReport.id == report_id,
            MisuseReport.label_id == label_id,
            MisuseStep.kind == MisuseStepKind.CHANGE,
        )
        .order_by(MisuseStep.number.desc())
        .limit(1)
    )
    return text or ""
