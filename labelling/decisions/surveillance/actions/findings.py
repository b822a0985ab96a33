"""What holder and office do about a finding: answer, ask, settle, prepare a change."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries as labels
from labelling.decisions.models import Label
from labelling.decisions.surveillance import letters, queries
from labelling.decisions.surveillance.limits import refuse_past, refuse_text
from labelling.decisions.surveillance.models import Finding, FindingStep, FindingStepKind
from labelling.decisions.surveillance.steps import add_step


def answer_finding(
    session: Session, *, actor: Actor, finding_id: UUID, text: str, now: datetime
) -> FindingStep:
    """Tell the office what the holder does about a finding, as often as needed."""
    finding = queries.get_finding(session, finding_id)
    label = labels.get_label(session, finding.label_id)
    access.require(actor, Permission.HOLDING_REPORT, label, now=now)
    _refuse_closed(finding)
    refuse_text(text, "text")
    step = _step(session, actor, finding, FindingStepKind.ANSWERED, text=text, now=now)
    letters.tell_officers(session, label, "finding_answered", now, finding=str(finding.id))
    return step


def ask_about_finding(
    session: Session, *, actor: Actor, finding_id: UUID, text: str, due_on: date, now: datetime
) -> FindingStep:
    """Ask the holder something about a finding; the day given takes the place of the one before."""
    finding, label = _open(session, actor, finding_id, now)
    refuse_text(text, "text")
    refuse_past(due_on, now)
    finding.due_on = due_on
    step = _step(session, actor, finding, FindingStepKind.ASKED, text=text, now=now, due_on=due_on)
    letters.tell_owners(
        session,
        label,
        "finding_asked",
        now,
        finding=str(finding.id),
        due=due_on.isoformat(),
    )
    return step


def settle_finding(
    session: Session, *, actor: Actor, finding_id: UUID, text: str, now: datetime
) -> FindingStep:
    """Settle a finding with the reason; it stays so while what is reported is no worse."""
    finding, label = _open(session, actor, finding_id, now)
    refuse_text(text, "text")
    finding.settled_at = now
    step = _step(session, actor, finding, FindingStepKind.SETTLED, text=text, now=now)
    letters.tell_finding_closed(session, label, finding, now)
    return step


def hand_finding_on(
    session: Session, *, actor: Actor, finding_id: UUID, text: str, now: datetime
) -> FindingStep:
    """Go on from a finding to a change of the label, with the reason; the finding stays open.

    The change itself is prepared, heard and decided like every other, by two persons.
    """
    finding, label = _open(session, actor, finding_id, now)
    refuse_text(text, "text")
    queries.held_label(session, label, today(now))
    return _step(session, actor, finding, FindingStepKind.CHANGE, text=text, now=now)


def _open(session: Session, actor: Actor, finding_id: UUID, now: datetime) -> tuple[Finding, Label]:
    finding = queries.get_finding(session, finding_id)
    label = labels.get_label(session, finding.label_id)
    case = labels.label_case_for(session, label, actor.person_id, now)
    access.require(actor, Permission.SURVEILLANCE_HANDLE, case, now=now)
    _refuse_closed(finding)
    return finding, label


def _refuse_closed(finding: Finding) -> None:
    if finding.gone_at is not None or finding.settled_at is not None:
        raise NotNow(lazy("This finding is closed already."))


def _step(
    session: Session,
    actor: Actor,
    finding: Finding,
    kind: FindingStepKind,
    *,
    text: str,
    now: datetime,
    due_on: date | None = None,
) -> FindingStep:
    step = add_step(session, finding, kind, now, actor=actor, text=text, due_on=due_on)
    audit.record(
        session,
        actor,
        f"finding.{kind.value}",
        finding,
        now,
        text=text,
        due_on=due_on.isoformat() if due_on is not None else None,
    )
    return step
