"""Findings and their steps as they are written, by people or by the check of holders."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.decisions.models import LabelTerm
from labelling.decisions.surveillance.comparing import Cause
from labelling.decisions.surveillance.models import Finding, FindingStep, FindingStepKind

ASK_WITHIN = timedelta(days=30)


def add_finding(
    session: Session,
    term: LabelTerm,
    cause: Cause,
    now: datetime,
    *,
    actor: Actor,
    required: str = "",
    reported: str = "",
    measure: Decimal | None = None,
    year: int | None = None,
    due_on: date | None = None,
    notice_id: UUID | None = None,
    report_id: UUID | None = None,
) -> Finding:
    """Record a finding about the holder of a term; it is due in 30 days unless said."""
    row = Finding(
        label_id=term.label_id,
        term_id=term.id,
        cause=cause.kind,
        key=cause.key,
        required=required,
        reported=reported,
        measure=measure,
        year=year,
        notice_id=notice_id,
        report_id=report_id,
        found_at=now,
        due_on=due_on if due_on is not None else today(now) + ASK_WITHIN,
    )
    session.add(row)
    session.flush()
    add_step(session, row, FindingStepKind.FOUND, now, actor=actor, text=reported)
    audit.record(
        session,
        actor,
        "finding.found",
        row,
        now,
        label=str(term.label_id),
        cause=cause.kind.value,
        key=cause.key,
        required=required,
        reported=reported,
    )
    return row


def add_step(
    session: Session,
    finding: Finding,
    kind: FindingStepKind,
    now: datetime,
    *,
    actor: Actor,
    text: str = "",
    due_on: date | None = None,
) -> FindingStep:
    """Add the next step of a finding."""
    last = session.scalar(
        select(func.max(FindingStep.number)).where(FindingStep.finding_id == finding.id)
    )
    step = FindingStep(
        finding_id=finding.id,
        number=(last or 0) + 1,
        kind=kind,
        text=text,
        due_on=due_on,
        at=now,
        by=actor.person_id,
    )
    session.add(step)
    session.flush()
    return step
