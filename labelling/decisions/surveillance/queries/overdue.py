"""Yearly confirmations: given, and overdue."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.decisions.models import Label
from labelling.decisions.surveillance.models import (
    Confirmation,
    Finding,
    FindingCause,
    LabelCheck,
)
from labelling.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class OverdueConfirmation:
    """A yearly confirmation whose day has passed, by the finding that says so."""

    label: Label
    holder: Organisation
    due_on: date
    finding: Finding


def find_confirmation(session: Session, label_id: UUID, due_on: date) -> Confirmation | None:
    """Return the confirmation of a label for a day, if it was given."""
    return session.scalar(
        select(Confirmation).where(Confirmation.label_id == label_id, Confirmation.due_on == due_on)
    )


def confirmations_of(session: Session, label_id: UUID) -> list[Confirmation]:
    """Return the confirmations that were given for a label, oldest first."""
    return list(
        session.scalars(
            select(Confirmation)
            .where(Confirmation.label_id == label_id)
            .order_by(Confirmation.due_on)
        )
    )


def confirmed_days(session: Session, label_ids: Collection[UUID]) -> dict[UUID, set[date]]:
    """Return the days for which these labels' holders have confirmed."""
    found: dict[UUID, set[date]] = {}
    for label_id, due_on in session.execute(
        select(Confirmation.label_id, Confirmation.due_on).where(
            Confirmation.label_id.in_(list(label_ids))
        )
    ):
        found.setdefault(label_id, set()).add(due_on)
    return found


def last_check(session: Session, label_id: UUID) -> LabelCheck | None:
    """Return when a label's facts were last compared with the rules."""
    return session.get(LabelCheck, label_id)


def overdue_confirmations(
    session: Session, *, but_not: Collection[UUID] = ()
) -> list[OverdueConfirmation]:
    """Return the confirmations that are overdue, the longest first."""
    query = (
        select(Finding, Label, Organisation)
        .join(Label, Label.id == Finding.label_id)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(Finding.cause == FindingCause.CONFIRMATION, Finding.gone_at.is_(None))
        .order_by(Finding.key, Label.year, Label.serial)
    )
    if but_not:
        query = query.where(Label.organisation_id.not_in(list(but_not)))
    return [
        OverdueConfirmation(label, holder, date.fromisoformat(finding.key), finding)
        for finding, label, holder in session.execute(query)
    ]
