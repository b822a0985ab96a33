"""Who is written to in surveillance, and what about: owners, officers without ties, reporters."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.core import i18n, mail
from labelling.core.clock import today
from labelling.core.outbox import Kind, Outgoing, put
from labelling.decisions import ties
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.surveillance.anniversaries import Stage, Window
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.models import (
    Finding,
    MisuseOutcome,
    MisuseReport,
    Notice,
    NoticeStep,
    NoticeStepKind,
)
from labelling.organisations import queries as organisations
from labelling.people import queries as people
from labelling.people.models import Person


def officers_for(session: Session, label: Label, now: datetime) -> list[Person]:
    """Return the officers who have no tie to the holder of a label, by name."""
    return [
        person
        for person in people.officers(session, label.scheme)
        if ties.ties_of(session, person.id, today(now)).bound_up(label.organisation_id) is None
    ]


def tell_owners(
    session: Session,
    label: Label,
    template: str,
    now: datetime,
    *,
    key: str = "",
    **context: Any,
) -> None:
    """Queue a mail to each owner of the holder; with a key, to each of them once."""
    holder = organisations.get_organisation(session, label.organisation_id)
    for owner in organisations.owners(session, holder.id):
        mail.send(
            session,
            owner,
            template,
            now,
            about=label,
            key=f"{key}:{owner.id}" if key else None,
            number=label.number,
            holder=holder.name,
            label=str(label.id),
            **context,
        )


def tell_officers(
    session: Session,
    label: Label,
    template: str,
    now: datetime,
    **context: Any,
) -> None:
    """Queue a mail to each officer who may handle what concerns the label."""
    for officer in officers_for(session, label, now):
        mail.send(session, officer, template, now, about=label, number=label.number, **context)


def tell_found(
    session: Session, label: Label, term: LabelTerm, finding: Finding, now: datetime, *, stage: str
) -> None:
    """Write to the owners about a finding, each in their language; once for each stage."""
    holder = organisations.get_organisation(session, label.organisation_id)
    for owner in organisations.owners(session, holder.id):
        with i18n.speaking(owner.language):
            told = tell_finding(finding, term)
        mail.send(
            session,
            owner,
            "finding_open",
            now,
            about=label,
            key=f"finding:{finding.id}:{finding.due_on}:{stage}:{owner.id}",
            number=label.number,
            holder=holder.name,
            finding=str(finding.id),
            title=told.title,
            ask=told.ask,
            due=finding.due_on.isoformat(),
            late=stage == Stage.LATE,
        )


def tell_finding_closed(session: Session, label: Label, finding: Finding, now: datetime) -> None:
    """Write to the owners that nothing is asked of them about a finding any more."""
    tell_owners(session, label, "finding_closed", now, finding=str(finding.id))


def tell_window(
    session: Session, label: Label, window: Window, stage: Stage, now: datetime
) -> None:
    """Write to the owners that a yearly confirmation is open, near or late; once each."""
    tell_owners(
        session,
        label,
        "confirmation_due",
        now,
        key=f"confirmation:{label.id}:{window.due_on}:{stage}",
        due=window.due_on.isoformat(),
        late=stage is Stage.LATE,
    )


def tell_notice(session: Session, label: Label, notice: Notice, now: datetime) -> None:
    """Confirm to the owners that a notice has arrived, and write to the office about it."""
    tell_owners(session, label, "notice_received", now, notice=str(notice.id))
    tell_officers(session, label, "notice_to_assess", now, notice=str(notice.id))


def tell_notice_step(session: Session, label: Label, step: NoticeStep, now: datetime) -> None:
    """Write to those who act next about a notice, or to whom its assessment matters."""
    if step.kind is NoticeStepKind.ANSWERED:
        tell_officers(session, label, "notice_answered", now, notice=str(step.notice_id))
    else:
        tell_owners(
            session,
            label,
            "notice_step",
            now,
            notice=str(step.notice_id),
            kind=step.kind.value,
            due=step.due_on.isoformat() if step.due_on is not None else None,
        )


def tell_misuse_in(session: Session, untied: Iterable[Person], now: datetime) -> None:
    """Tell officers that reports of misuse came in: at most one mail a day for each of them."""
    for officer in untied:
        mail.send(session, officer, "misuse_in", now, key=f"misuse:{today(now)}:{officer.id}")


def tell_reporter(session: Session, report: MisuseReport, address: str, now: datetime) -> None:
    """Write once to the address that a reporter left, when an officer has closed the report."""
    outcome = report.outcome or MisuseOutcome.NO_MISUSE
    context = {"reference": report.reference, "outcome": outcome.value}
    put(
        session,
        Outgoing(
            kind=Kind.MAIL,
            name="misuse_closed",
            payload={"language": report.language, "name": "", "context": context},
            address=address,
            key=f"misuse-closed:{report.id}",
            created_at=now,
        ),
        about=report,
    )


def forget_addresses(session: Session) -> None:
    """Empty the addresses of reporters in the mail log as soon as their mail has left."""
    for row in session.scalars(
        select(Outgoing).where(
            Outgoing.about_kind == MisuseReport.__tablename__,
            Outgoing.address.is_not(None),
            or_(Outgoing.finished_at.is_not(None), Outgoing.failed_at.is_not(None)),
        )
    ):
        row.address = None


def tell_quarter(session: Session, quarter: str, now: datetime) -> None:
    """Send the officers the way to the overview of the quarter that has just ended; once each."""
    for officer in people.officers(session):
        mail.send(
            session,
            officer,
            "surveillance_quarter",
            now,
            key=f"quarter:{quarter}:{officer.id}",
            quarter=quarter,
        )
