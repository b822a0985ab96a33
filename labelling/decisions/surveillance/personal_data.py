"""What surveillance holds of one person: what they reported, confirmed, answered and assessed.

Nothing of it is erased: it says on whose word a label stands, by an id alone; names lie with the
account. Reporters of misuse have no account: see ``retention``.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.decisions.models import Label
from labelling.decisions.surveillance.models import (
    Confirmation,
    Finding,
    FindingStep,
    MisuseReport,
    MisuseStep,
    Notice,
    NoticeStep,
)


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return what the person did, each with its label or report and its moment."""
    notices = session.execute(
        select(Notice, Label.number)
        .join(Label, Label.id == Notice.label_id)
        .where(Notice.reported_by == person_id)
        .order_by(Notice.reported_at, Notice.id)
    )
    confirmations = session.execute(
        select(Confirmation, Label.number)
        .join(Label, Label.id == Confirmation.label_id)
        .where(Confirmation.confirmed_by == person_id)
        .order_by(Confirmation.confirmed_at, Confirmation.id)
    )
    return {
        "notices": [
            {
                "label": number,
                "kind": row.kind.value,
                "happened_on": row.happened_on.isoformat(),
                "text": row.text,
                "at": row.reported_at.isoformat(),
            }
            for row, number in notices
        ],
        "confirmations": [
            {
                "label": number,
                "due_on": row.due_on.isoformat(),
                "at": row.confirmed_at.isoformat(),
            }
            for row, number in confirmations
        ],
        "steps": _steps(session, person_id),
    }


def _steps(session: Session, person_id: UUID) -> list[dict[str, str]]:
    on_notices = session.execute(
        select(NoticeStep, Label.number)
        .join(Notice, Notice.id == NoticeStep.notice_id)
        .join(Label, Label.id == Notice.label_id)
        .where(NoticeStep.by == person_id)
    )
    on_findings = session.execute(
        select(FindingStep, Label.number)
        .join(Finding, Finding.id == FindingStep.finding_id)
        .join(Label, Label.id == Finding.label_id)
        .where(FindingStep.by == person_id)
    )
    on_reports = session.execute(
        select(MisuseStep, MisuseReport.reference)
        .join(MisuseReport, MisuseReport.id == MisuseStep.report_id)
        .where(MisuseStep.by == person_id)
    )
    found = [
        {
            "about": f"{name} {about}",
            "kind": step.kind.value,
            "text": step.text,
            "at": step.at.isoformat(),
        }
        for name, rows in (
            ("notice", on_notices),
            ("finding", on_findings),
            ("report", on_reports),
        )
        for step, about in rows
    ]
    return sorted(found, key=lambda one: (one["at"], one["about"], one["kind"]))


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: see above."""
