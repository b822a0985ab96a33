"""One-time links: made for a mail, found by their token, used once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.core.secrets import new_token, token_hash
from labelling.people.models import Person, Ticket, TicketKind


def issue_ticket(
    session: Session,
    person: Person,
    kind: TicketKind,
    lasts: timedelta,
    now: datetime,
    *,
    created_by: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> str:
    """Make a one-time link in place of an unused one of the same kind; return its token."""
    cancel_tickets(session, person, kind)
    token = new_token()
    session.add(
        Ticket(
            kind=kind,
            person_id=person.id,
            token_sha256=token_hash(token),
            details=details or {},
            created_at=now,
            created_by=created_by,
            expires_at=now + lasts,
        )
    )
    return token


def find_ticket(session: Session, token: str, now: datetime) -> tuple[Ticket, Person] | None:
    """Return the ticket that a token stands for, with its person, if it can still be used."""
    row = session.execute(
        select(Ticket, Person)
        .join(Person, Person.id == Ticket.person_id)
        .where(
            Ticket.token_sha256 == token_hash(token),
            Ticket.used_at.is_(None),
            Ticket.expires_at > now,
            Person.suspended_at.is_(None),
            Person.erased_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def cancel_tickets(session: Session, person: Person, *kinds: TicketKind) -> None:
    """Take away the person's unused links of these kinds (all if none is named)."""
    unused = delete(Ticket).where(Ticket.person_id == person.id, Ticket.used_at.is_(None))
    session.execute(unused.where(Ticket.kind.in_(kinds)) if kinds else unused)
