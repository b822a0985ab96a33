"""Who is written to about hearings. No reason stands in a mail: the page has them, for owners."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.decisions import queries
from labelling.decisions.hearings.models import LabelHearing
from labelling.decisions.hearings.queries import Heard
from labelling.decisions.models import Label, LabelChange
from labelling.organisations import queries as organisations


def tell_opened(
    session: Session, hearing: LabelHearing, change: LabelChange, label: Label, now: datetime
) -> None:
    """Write to the owners that they are heard, until when, and where they answer."""
    _tell_owners(
        session,
        label,
        "hearing_afterwards" if hearing.afterwards else "hearing_opened",
        now,
        kind=change.kind.value,
        hearing=str(hearing.id),
        by=hearing.answer_by.isoformat(),
    )


def tell_called_off(session: Session, change: LabelChange, label: Label, now: datetime) -> None:
    """Write to the owners that the change about which they were heard does not come."""
    _tell_owners(session, label, "hearing_called_off", now, kind=change.kind.value)


def tell_answered(session: Session, heard: Heard, now: datetime) -> None:
    """Write to the officers that the holder has answered to an urgent change."""
    for officer in queries.preparers(session, heard.label, now):
        mail.send(
            session,
            officer,
            "hearing_answered",
            now,
            about=heard.label,
            number=heard.label.number,
            change=str(heard.change.id),
        )


def tell_replied(session: Session, heard: Heard, now: datetime) -> None:
    """Write to the owners that the office has replied."""
    _tell_owners(session, heard.label, "hearing_replied", now, hearing=str(heard.hearing.id))


def _tell_owners(
    session: Session, label: Label, template: str, now: datetime, **context: Any
) -> None:
    holder = organisations.get_organisation(session, label.organisation_id)
    for owner in organisations.owners(session, holder.id):
        mail.send(
            session,
            owner,
            template,
            now,
            about=label,
            number=label.number,
            holder=holder.name,
            **context,
        )
