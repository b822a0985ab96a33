"""Changes of labels: prepared, decided, sent back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions.models import DecisionState, Label, LabelChange
from labelling.decisions.subjects import ChangeCase, LabelCase
from labelling.decisions.ties import ties_of
from labelling.organisations.models import Organisation
from labelling.people import queries as people


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change that waits for its second person."""

    change: LabelChange
    label: Label
    holder: Organisation


def get_change(session: Session, change_id: UUID) -> LabelChange:
    """Return a change; raise NotFound."""
    change = session.get(LabelChange, change_id)
    if change is None:
        raise NotFound
    return change


def find_waiting_change(session: Session, label_id: UUID) -> LabelChange | None:
    """Return the change of a label that waits for its second person."""
    return session.scalar(
        select(LabelChange).where(
            LabelChange.label_id == label_id, LabelChange.state == DecisionState.PREPARED
        )
    )


def waiting_changes(session: Session) -> list[WaitingChange]:
    """Return all changes that wait for their second person, oldest first."""
    rows = session.execute(
        select(LabelChange, Label, Organisation)
        .join(Label, Label.id == LabelChange.label_id)
        .join(Organisation, Organisation.id == Label.organisation_id)
        .where(LabelChange.state == DecisionState.PREPARED)
        .order_by(LabelChange.prepared_at, LabelChange.id)
    )
    return [WaitingChange(row[0], row[1], row[2]) for row in rows]


def changes_of(session: Session, label_id: UUID) -> list[LabelChange]:
    """Return every change that was ever prepared for a label, newest first."""
    return list(
        session.scalars(
            select(LabelChange)
            .where(LabelChange.label_id == label_id)
            .order_by(LabelChange.prepared_at.desc(), LabelChange.id)
        )
    )


def label_case_for(
    session: Session, label: Label, person_id: UUID | None, now: datetime
) -> LabelCase:
    """Return a label as a person stands to its holder."""
    ties = ties_of(session, person_id, today(now))
    return LabelCase(label, person_id, ties.bound_up(label.organisation_id))


def change_case_for(
    session: Session, change: LabelChange, label: Label, person_id: UUID | None, now: datetime
) -> ChangeCase:
    """Return a change as a person stands to its holder and to its preparer."""
    ties = ties_of(session, person_id, today(now))
    independent = person_id is not None and people.independent(
        session, change.prepared_by, person_id, now
    )
    return ChangeCase(change, person_id, ties.change_conflict(change, label), independent)
