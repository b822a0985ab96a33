"""Who is written to about a complaint: those who can take it on, and the complainer who wants it.

To the address that a stranger typed nothing goes by itself: only when somebody here has read the
complaint.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.core.secrets import vault
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.complaints import queries
from labelling.decisions.complaints.models import Complaint
from labelling.people.queries import get_person

SEAL = "complaint"


@dataclass(frozen=True, slots=True)
class Complainer:
    """Somebody without an account who gave an address."""

    id: UUID
    email: str
    name: str
    language: str


def seal(address: str, key: str) -> bytes:
    """Return address and key as they are kept until the answer was announced."""
    return vault().seal(SEAL, f"{address}\n{key}".encode())


def contact(complaint: Complaint) -> tuple[str, str] | None:
    """Return address and key of a complainer who gave an address."""
    if complaint.contact_sealed is None:
        return None
    address, _, key = vault().unseal(SEAL, complaint.contact_sealed).decode().partition("\n")
    return address, key


def tell_handlers(session: Session, complaint: Complaint, now: datetime) -> None:
    """Write to those who can take a complaint on."""
    due = due_dates(session, [complaint.id])[complaint.id, Clock.ACKNOWLEDGE]
    for person in queries.possible_handlers(session, complaint, now):
        _to(session, complaint, person.id, now, step="in", due=due)


def remind(
    session: Session, complaint: Complaint, person_id: UUID, now: datetime, *, due: date, when: str
) -> None:
    """Remind whoever acts next of a date, once for each date."""
    key = f"complaint:{complaint.id}:{complaint.state}:{due}:{when}:{person_id}"
    _to(session, complaint, person_id, now, step=when, due=due, key=key)


def tell_complainer(session: Session, complaint: Complaint, now: datetime) -> None:
    """Tell the complainer, if they gave an address, that there is something to read."""
    known = contact(complaint)
    if known is None:
        return
    address, key = known
    mail.send(
        session,
        Complainer(complaint.id, address, complaint.name, complaint.language),
        "complaint_news",
        now,
        about=complaint,
        secret=key,
        step=complaint.state.value,
    )


def _to(
    session: Session,
    complaint: Complaint,
    person_id: UUID,
    now: datetime,
    *,
    step: str,
    due: date,
    key: str | None = None,
) -> None:
    mail.send(
        session,
        get_person(session, person_id),
        "complaint_office",
        now,
        about=complaint,
        key=key,
        step=step,
        receipt=complaint.receipt,
        complaint=str(complaint.id),
        due=due.isoformat(),
    )
