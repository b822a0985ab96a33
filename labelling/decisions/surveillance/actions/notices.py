"""The holder's notices of changes, and what the office makes of each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import proofs
from labelling.decisions import queries as labels
from labelling.decisions.models import Label
from labelling.decisions.subjects import person_of
from labelling.decisions.surveillance import letters, queries, watching
from labelling.decisions.surveillance.comparing import Cause
from labelling.decisions.surveillance.duty import AHEAD, days_late
from labelling.decisions.surveillance.holdings import FIGURE_OF
from labelling.decisions.surveillance.limits import refuse_past, refuse_text
from labelling.decisions.surveillance.models import (
    FindingCause,
    Notice,
    NoticeKind,
    NoticePiece,
    NoticeStep,
    NoticeStepKind,
)
from labelling.decisions.surveillance.queries.notices import asked
from labelling.decisions.surveillance.steps import add_finding


@dataclass(frozen=True, slots=True)
class Told:
    """What a holder reports: what happened, when, in words and figures, with which evidence."""

    kind: NoticeKind
    happened_on: date
    text: str
    members_joined: int | None = None
    members_left: int | None = None
    figure_now: Decimal | None = None
    evidence: Collection[UUID] = ()


def report_change(
    session: Session, *, actor: Actor, label_id: UUID, told: Told, now: datetime
) -> Notice:
    """Report a change to the office, late or in time; the figures in it are checked at once.

    Raises NotNow where the label is not held, Invalid for a day more than a year ahead, a text
    that is missing or too long, a figure below nothing, evidence that is not the holder's.
    """
    label = labels.get_label(session, label_id)
    access.require(actor, Permission.HOLDING_REPORT, label, now=now)
    queries.held_label(session, label, today(now))
    _refuse(told, now)
    pieces = proofs.chosen(session, label.organisation_id, told.evidence)
    notice = Notice(
        label_id=label_id,
        kind=told.kind,
        happened_on=told.happened_on,
        text=told.text,
        members_joined=told.members_joined if told.kind is NoticeKind.MEMBERS else None,
        members_left=told.members_left if told.kind is NoticeKind.MEMBERS else None,
        figure_now=told.figure_now if told.kind in FIGURE_OF else None,
        reported_at=now,
        reported_by=person_of(actor),
    )
    session.add(notice)
    session.flush()
    session.add_all(
        NoticePiece(notice_id=notice.id, evidence_id=evidence_id, version=version)
        for evidence_id, version in pieces
    )
    audit.record(
        session,
        actor,
        "notice.reported",
        notice,
        now,
        label=str(label_id),
        kind=told.kind.value,
        happened_on=told.happened_on.isoformat(),
        days_late=days_late(told.happened_on, today(now)),
    )
    letters.tell_notice(session, label, notice, now)
    if notice.figure_now is not None:
        session.flush()
        watching.check_organisation(session, label.organisation_id, now)
    return notice


def answer_notice(
    session: Session, *, actor: Actor, notice_id: UUID, text: str, now: datetime
) -> NoticeStep:
    """Answer the office's question about a notice, also late. Raises NotNow without one."""
    notice = queries.get_notice(session, notice_id)
    label = labels.get_label(session, notice.label_id)
    access.require(actor, Permission.HOLDING_REPORT, label, now=now)
    if asked(_steps(session, notice)) is None:
        raise NotNow(lazy("The office asks nothing about this any more."))
    refuse_text(text, "text")
    return _step(session, actor, (notice, label), NoticeStepKind.ANSWERED, text=text, now=now)


def ask_about_notice(
    session: Session, *, actor: Actor, notice_id: UUID, text: str, due_on: date, now: datetime
) -> NoticeStep:
    """Ask the holder something about a notice, to be answered by a day."""
    notice, label = _open(session, actor, notice_id, now)
    refuse_text(text, "text")
    refuse_past(due_on, now)
    return _step(
        session, actor, (notice, label), NoticeStepKind.ASKED, text=text, now=now, due_on=due_on
    )


def settle_notice(
    session: Session, *, actor: Actor, notice_id: UUID, text: str, now: datetime
) -> NoticeStep:
    """Settle a notice that has no effect on the label, with the reason."""
    notice, label = _open(session, actor, notice_id, now)
    refuse_text(text, "text")
    return _step(session, actor, (notice, label), NoticeStepKind.NO_EFFECT, text=text, now=now)


def set_condition(
    session: Session, *, actor: Actor, notice_id: UUID, text: str, due_on: date, now: datetime
) -> NoticeStep:
    """Settle a notice with a condition: what the holder has to do, and by when.

    It is followed up as a finding. Raises NotNow where the label is not held any more.
    """
    notice, label = _open(session, actor, notice_id, now)
    refuse_text(text, "text")
    refuse_past(due_on, now)
    term = queries.held_label(session, label, today(now))
    step = _step(
        session, actor, (notice, label), NoticeStepKind.CONDITION, text=text, now=now, due_on=due_on
    )
    add_finding(
        session,
        term,
        Cause(FindingCause.CONDITION, str(notice.id)),
        now,
        actor=actor,
        required=text,
        due_on=due_on,
        notice_id=notice.id,
    )
    return step


def hand_notice_on(
    session: Session, *, actor: Actor, notice_id: UUID, text: str, now: datetime
) -> NoticeStep:
    """Settle a notice by preparing a change of the label; the reason goes along.

    The change itself is prepared, heard and decided like every other, by two persons.
    """
    notice, label = _open(session, actor, notice_id, now)
    refuse_text(text, "text")
    queries.held_label(session, label, today(now))
    return _step(session, actor, (notice, label), NoticeStepKind.CHANGE, text=text, now=now)


def _refuse(told: Told, now: datetime) -> None:
    refuse_text(told.text, "text")
    if told.happened_on > today(now) + AHEAD:
        raise Invalid(lazy("Choose a day within the next year, or earlier."), field="happened_on")
    figures = {
        "members_joined": told.members_joined,
        "members_left": told.members_left,
        "figure_now": told.figure_now,
    }
    for name, figure in figures.items():
        if figure is not None and figure < 0:
            raise Invalid(lazy("This cannot be less than 0."), field=name)
    if told.kind is NoticeKind.MEMBERS and told.figure_now is None:
        raise Invalid(lazy("Say how many members there are now."), field="figure_now")


def _open(session: Session, actor: Actor, notice_id: UUID, now: datetime) -> tuple[Notice, Label]:
    """Return a notice that the officer may settle; raise NotNow where it is settled."""
    notice = queries.get_notice(session, notice_id)
    label = labels.get_label(session, notice.label_id)
    case = labels.label_case_for(session, label, actor.person_id, now)
    access.require(actor, Permission.SURVEILLANCE_HANDLE, case, now=now)
    if queries.is_settled(_steps(session, notice)):
        raise NotNow(lazy("This notice has been settled already."))
    return notice, label


def _steps(session: Session, notice: Notice) -> list[NoticeStep]:
    return queries.notice_steps(session, [notice.id]).get(notice.id, [])


def _step(
    session: Session,
    actor: Actor,
    about: tuple[Notice, Label],
    kind: NoticeStepKind,
    *,
    text: str,
    now: datetime,
    due_on: date | None = None,
) -> NoticeStep:
    notice, label = about
    step = NoticeStep(
        notice_id=notice.id,
        number=len(_steps(session, notice)) + 1,
        kind=kind,
        text=text,
        due_on=due_on,
        at=now,
        by=person_of(actor),
    )
    session.add(step)
    session.flush()
    audit.record(
        session,
        actor,
        f"notice.{kind.value}",
        notice,
        now,
        text=text,
        due_on=due_on.isoformat() if due_on is not None else None,
    )
    letters.tell_notice_step(session, label, step, now)
    return step
