"""What the officer's page of an application reads: findings, mail, the facts in question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.eligibility import Declared, RuleStanding, rule_standings
from labelling.applications.models import Application, EligibilityFinding
from labelling.applications.queries.submissions import find_submission, snapshot
from labelling.applications.schemes import edition_of
from labelling.core.outbox import Kind, Outgoing


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail about an application: to whom, what, and what became of it."""

    row: Outgoing
    state: str
    at: datetime

    @property
    def is_reminder(self) -> bool:
        """Say whether the mail reminded somebody of a date."""
        return self.row.name.startswith("reminder_")


def findings_of(session: Session, application_id: UUID) -> dict[str, EligibilityFinding]:
    """Return what was found of the eligibility rules, by rule."""
    rows = session.scalars(
        select(EligibilityFinding).where(EligibilityFinding.application_id == application_id)
    )
    return {row.rule_id: row for row in rows}


def submitted_rules(session: Session, application: Application) -> tuple[RuleStanding, ...]:
    """Return the eligibility rules with what was submitted on them; nothing before submission."""
    submission = find_submission(session, application.id)
    if submission is None:
        return ()
    content: dict[str, Any] = snapshot(session, submission)
    declared = {
        rule_id: Declared(said["holds"], said["explanation"])
        for rule_id, said in content["declarations"].items()
    }
    return rule_standings(edition_of(application), application.level_id, content["facts"], declared)


def mail_log(session: Session, application: Application) -> list[MailLine]:
    """Return the mails about an application, newest first."""
    rows = session.scalars(
        select(Outgoing)
        .where(
            Outgoing.kind == Kind.MAIL,
            Outgoing.about_kind == Application.__tablename__,
            Outgoing.about_id == application.id,
        )
        .order_by(Outgoing.created_at.desc(), Outgoing.name, Outgoing.address, Outgoing.id)
    )
    return [_line(row) for row in rows]


def _line(row: Outgoing) -> MailLine:
    if row.failed_at is not None:
        state, at = "failed", row.failed_at
    elif row.finished_at is not None:
        state, at = "sent", row.finished_at
    else:
        state, at = "waiting", row.created_at
    return MailLine(row, state, at)
