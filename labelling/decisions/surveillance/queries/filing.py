"""A label's file: notices, findings, confirmations and reports about it, in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.i18n import Text, format_day, gettext, ngettext
from labelling.decisions.models import LabelTerm
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.duty import days_late
from labelling.decisions.surveillance.models import (
    Confirmation,
    Finding,
    FindingStep,
    FindingStepKind,
    MisuseReport,
    MisuseStep,
    NoticeStepKind,
)
from labelling.decisions.surveillance.queries.findings import finding_steps, findings_of
from labelling.decisions.surveillance.queries.notices import notice_steps, notices_of
from labelling.decisions.surveillance.queries.overdue import confirmations_of
from labelling.decisions.surveillance.words import (
    FINDING_STEPS,
    MISUSE_STEPS,
    NOTICE_NAMES,
    NOTICE_STEPS,
)


class Thing(StrEnum):
    """What an entry of the file is about."""

    NOTICE = "notice"
    FINDING = "finding"
    CONFIRMATION = "confirmation"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a label's file: when, what, in which words, and the page that has it whole.

    ``by`` is who took the step; None where the system did, or a stranger.
    """

    at: datetime
    thing: Thing
    id: UUID
    title: Text
    text: str
    by: UUID | None


def file_of(session: Session, label_id: UUID) -> list[Entry]:
    """Return the whole file of a label, newest first, in a constant number of statements."""
    entries = [
        *_notices(session, label_id),
        *_findings(session, label_id),
        *_confirmations(session, label_id),
        *_reports(session, label_id),
    ]
    return sorted(entries, key=lambda one: (one.at, one.thing, str(one.id)), reverse=True)


def _notices(session: Session, label_id: UUID) -> Iterator[Entry]:
    notices = notices_of(session, label_id)
    steps = notice_steps(session, [notice.id for notice in notices])
    for notice in notices:
        late = days_late(notice.happened_on, today(notice.reported_at))
        name = NOTICE_NAMES[notice.kind]
        title = gettext("Reported: %(what)s, of %(day)s", what=name,
                        day=format_day(notice.happened_on))  # fmt: skip
        says = ngettext("%(num)s day late", "%(num)s days late", late) if late else ""
        yield Entry(notice.reported_at, Thing.NOTICE, notice.id, title, says, notice.reported_by)
        for step in steps.get(notice.id, []):
            answered = step.kind is NoticeStepKind.ANSWERED
            text = gettext("to “%(what)s”", what=name) if answered else step.text
            yield Entry(step.at, Thing.NOTICE, notice.id, NOTICE_STEPS[step.kind], text, step.by)


def _findings(session: Session, label_id: UUID) -> Iterator[Entry]:
    findings = findings_of(session, label_id)
    steps = finding_steps(session, [finding.id for finding in findings])
    terms = {
        term.id: term
        for term in session.scalars(select(LabelTerm).where(LabelTerm.label_id == label_id))
    }
    for finding in findings:
        told = tell_finding(finding, terms[finding.term_id])
        for step in steps.get(finding.id, []):
            yield Entry(
                step.at,
                Thing.FINDING,
                finding.id,
                f"{told.title}: {FINDING_STEPS[step.kind]}",
                _said(step, finding, told.rule),
                step.by,
            )


def _said(step: FindingStep, finding: Finding, rule: str) -> str:
    if step.kind is FindingStepKind.FOUND:
        return rule or finding.required
    if step.kind is FindingStepKind.GONE:
        return gettext("The label is not held any more.") if step.text else ""
    return step.text


def _confirmations(session: Session, label_id: UUID) -> Iterator[Entry]:
    for row in confirmations_of(session, label_id):
        title = gettext("Yearly confirmation for %(day)s", day=format_day(row.due_on))
        yield Entry(
            row.confirmed_at, Thing.CONFIRMATION, row.id, title, _agreed(row), row.confirmed_by
        )


def _agreed(row: Confirmation) -> str:
    late = (today(row.confirmed_at) - row.due_on).days
    says = [] if late <= 0 else [ngettext("%(num)s day late", "%(num)s days late", late)]
    if not row.conditions_hold:
        says.append(gettext("not all conditions hold: %(note)s", note=row.conditions_note))
    if not row.mark_by_rules:
        says.append(gettext("the mark is not used by the rules: %(note)s", note=row.mark_note))
    return ", ".join(says)


def _reports(session: Session, label_id: UUID) -> Iterator[Entry]:
    reports = session.scalars(select(MisuseReport).where(MisuseReport.label_id == label_id)).all()
    references = {report.id: report.reference for report in reports}
    for report in reports:
        title = gettext("Misuse was reported: %(reference)s", reference=report.reference)
        yield Entry(report.reported_at, Thing.REPORT, report.id, title, "", None)
    for step in session.scalars(
        select(MisuseStep).where(MisuseStep.report_id.in_(list(references)))
    ):
        title = f"{references[step.report_id]}: {MISUSE_STEPS[step.kind]}"
        yield Entry(step.at, Thing.REPORT, step.report_id, title, step.text, step.by)
