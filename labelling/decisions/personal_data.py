"""What decisions hold of one person: what they prepared and decided. Nothing of it is erased:

it says on whose word a label stands, by an id alone; names lie with the account.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.decisions.committee.personal_data import sittings_of
from labelling.decisions.holders_data import said_and_asked
from labelling.decisions.models import Decision, Label, LabelChange


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the decisions and changes that a person prepared, decided or sent back."""
    decisions = session.execute(
        select(Decision, Application.reference)
        .join(Application, Application.id == Decision.application_id)
        .where(_by(Decision, person_id))
        .order_by(Decision.prepared_at, Decision.id)
    )
    changes = session.execute(
        select(LabelChange, Label.number)
        .join(Label, Label.id == LabelChange.label_id)
        .where(_by(LabelChange, person_id))
        .order_by(LabelChange.prepared_at, LabelChange.id)
    )
    return {
        "sittings": sittings_of(session, person_id),
        "decisions": [
            {"application": reference, **_part(row, person_id)} for row, reference in decisions
        ],
        "label_changes": [
            {"label": number, "kind": row.kind.value, **_part(row, person_id)}
            for row, number in changes
        ],
        **said_and_asked(session, person_id),
    }


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: see above."""


def _by(table: type[Decision] | type[LabelChange], person_id: UUID) -> Any:
    return or_(
        table.prepared_by == person_id,
        table.decided_by == person_id,
        table.sent_back_by == person_id,
    )


def _part(row: Decision | LabelChange, person_id: UUID) -> dict[str, str | None]:
    """Return the moments at which the person acted."""
    steps = {
        "prepared": (row.prepared_by, row.prepared_at),
        "decided": (row.decided_by, row.decided_at),
        "sent_back": (row.sent_back_by, row.sent_back_at),
    }
    return {
        name: at.isoformat() if at is not None and who == person_id else None
        for name, (who, at) in steps.items()
    }
