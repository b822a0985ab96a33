"""Who is written to when a holder asks that its label ends, or takes that back."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.decisions import queries
from labelling.decisions.models import Label
from labelling.organisations import queries as organisations


def tell_asked(session: Session, label: Label, now: datetime) -> None:
    """Write to the officers, who prepare it, and to the owners, who can take it back."""
    _tell_officers(session, label, "withdrawal_asked", now)
    for owner in organisations.owners(session, label.organisation_id):
        mail.send(
            session,
            owner,
            "withdrawal_noted",
            now,
            about=label,
            number=label.number,
            label=str(label.id),
        )


def tell_taken_back(session: Session, label: Label, now: datetime) -> None:
    """Write to the officers that there is nothing to prepare any more."""
    _tell_officers(session, label, "withdrawal_taken_back", now)


def _tell_officers(session: Session, label: Label, template: str, now: datetime) -> None:
    for officer in queries.preparers(session, label, now):
        mail.send(
            session,
            officer,
            template,
            now,
            about=label,
            number=label.number,
            label=str(label.id),
        )
