"""What the office does about a report of misuse, step by step, until it is closed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import BadInput
from certificates.numbers import parse_number
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import vault
from labelling.decisions import queries as labels
from labelling.decisions.models import Label
from labelling.decisions.subjects import person_of
from labelling.decisions.surveillance import letters, queries
from labelling.decisions.surveillance.actions.reporting import SEAL
from labelling.decisions.surveillance.comparing import Cause
from labelling.decisions.surveillance.limits import MAIL_LIMIT, refuse_past, refuse_text
from labelling.decisions.surveillance.models import (
    Finding,
    FindingCause,
    MisuseOutcome,
    MisuseReport,
    MisuseStep,
    MisuseStepKind,
)
from labelling.decisions.surveillance.steps import add_finding


def link_report(
    session: Session, *, actor: Actor, report_id: UUID, number: str, now: datetime
) -> MisuseReport:
    """Say which label a report is about. Raises Invalid for a number that is not given out."""
    report = _open(session, actor, report_id, now)
    label = _label(session, number)
    case = labels.label_case_for(session, label, actor.person_id, now)
    access.require(actor, Permission.SURVEILLANCE_HANDLE, case, now=now)
    report.label_id = label.id
    _step(session, actor, report, MisuseStepKind.LINKED, text=label.number, now=now)
    return report


def note_on_report(
    session: Session,
    *,
    actor: Actor,
    report_id: UUID,
    text: str,
    is_letter: bool,
    now: datetime,
) -> MisuseStep:
    """Keep a note, or what a letter said that was sent to somebody who holds no label."""
    report = _open(session, actor, report_id, now)
    refuse_text(text, "text")
    kind = MisuseStepKind.LETTER if is_letter else MisuseStepKind.NOTE
    return _step(session, actor, report, kind, text=text, now=now)


def contact_holder(
    session: Session, *, actor: Actor, report_id: UUID, text: str, due_on: date, now: datetime
) -> MisuseStep:
    """Write to the owners of the holder, without a word of the reporter's, with a day to answer.

    Raises NotNow where the report is not about a label.
    """
    report = _open(session, actor, report_id, now)
    label = _about(session, report)
    refuse_text(text, "text", most=MAIL_LIMIT)
    refuse_past(due_on, now)
    step = _step(session, actor, report, MisuseStepKind.CONTACT, text=text, now=now, due_on=due_on)
    letters.tell_owners(session, label, "misuse_contact", now, said=text, due=due_on.isoformat())
    return step


def open_finding(
    session: Session, *, actor: Actor, report_id: UUID, text: str, due_on: date, now: datetime
) -> Finding:
    """Open a finding with the holder: what was seen and is to be put right, and by when.

    ``text`` is the office's own; the holder reads it and nothing of the report. Raises NotNow
    where the report is not about a label that is held, or has a finding already.
    """
    report = _open(session, actor, report_id, now)
    label = _about(session, report)
    refuse_text(text, "text")
    refuse_past(due_on, now)
    term = queries.held_label(session, label, today(now))
    cause = Cause(FindingCause.MISUSE, str(report.id))
    if queries.find_finding(session, label.id, cause.kind, cause.key) is not None:
        raise NotNow(lazy("There is a finding about this report already."))
    finding = add_finding(
        session,
        term,
        cause,
        now,
        actor=actor,
        required=text,
        due_on=due_on,
        report_id=report.id,
    )
    _step(session, actor, report, MisuseStepKind.FINDING, text=text, now=now, due_on=due_on)
    letters.tell_found(session, label, term, finding, now, stage="open")
    return finding


def hand_report_on(
    session: Session, *, actor: Actor, report_id: UUID, text: str, now: datetime
) -> MisuseStep:
    """Go on from a report to a change of the label, with the reason; the report stays open."""
    report = _open(session, actor, report_id, now)
    refuse_text(text, "text")
    queries.held_label(session, _about(session, report), today(now))
    return _step(session, actor, report, MisuseStepKind.CHANGE, text=text, now=now)


def close_report(
    session: Session,
    *,
    actor: Actor,
    report_id: UUID,
    outcome: MisuseOutcome,
    text: str,
    tell: bool,
    now: datetime,
) -> MisuseReport:
    """Close a report with its outcome; ``tell`` writes it to the address that was left, once.

    The address is not kept after that.
    """
    report = _open(session, actor, report_id, now)
    refuse_text(text, "text")
    if outcome is MisuseOutcome.FINDING and report.label_id is None:
        raise Invalid(lazy("This report is not about a label that we gave."), field="outcome")
    report.outcome, report.closed_at = outcome, now
    if tell and report.email_sealed is not None:
        address = vault().unseal(SEAL, report.email_sealed).decode()
        letters.tell_reporter(session, report, address, now)
    report.email_sealed = None
    _step(session, actor, report, MisuseStepKind.CLOSED, text=text, now=now)
    return report


def _open(session: Session, actor: Actor, report_id: UUID, now: datetime) -> MisuseReport:
    report = queries.get_report(session, report_id)
    case = queries.misuse_case_for(session, report, actor.person_id, now)
    access.require(actor, Permission.MISUSE_HANDLE, case, now=now)
    if report.closed_at is not None:
        raise NotNow(lazy("This report is closed already."))
    return report


def _label(session: Session, typed: str) -> Label:
    try:
        number = str(parse_number(typed))
    except BadInput:
        raise Invalid(
            lazy("This is not a label number, or a character is wrong."), field="number"
        ) from None
    label = session.scalar(select(Label).where(Label.number == number))
    if label is None:
        raise Invalid(lazy("No label has the number %(number)s."), field="number", number=number)
    return label


def _about(session: Session, report: MisuseReport) -> Label:
    if report.label_id is None:
        raise NotNow(lazy("Say first which label this is about."))
    return labels.get_label(session, report.label_id)


def _step(
    session: Session,
    actor: Actor,
    report: MisuseReport,
    kind: MisuseStepKind,
    *,
    text: str,
    now: datetime,
    due_on: date | None = None,
) -> MisuseStep:
    last = session.scalar(
        select(func.max(MisuseStep.number)).where(MisuseStep.report_id == report.id)
    )
    step = MisuseStep(
        report_id=report.id,
        number=(last or 0) + 1,
        kind=kind,
        text=text,
        due_on=due_on,
        at=now,
        by=person_of(actor),
    )
    session.add(step)
    session.flush()
    audit.record(session, actor, f"misuse.{kind.value}", report, now)
    return step
