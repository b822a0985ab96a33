"""One-time links at work: a new password, a new address. The link itself is the permission."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labelling.core import audit, outbox
from labelling.core.access import PUBLIC, Actor
from labelling.core.errors import Conflict, NotFound
from labelling.core.i18n import lazy
from labelling.core.mail import send
from labelling.core.secrets import vault
from labelling.people import queries
from labelling.people.addresses import normalised
from labelling.people.models import Person, Ticket, TicketKind
from labelling.people.sessions import end_sessions
from labelling.people.tickets import cancel_tickets, find_ticket, issue_ticket
from labelling.people.tries import ACCOUNT, ADDRESS, LINK, count_try, forget_tries

RESET_LASTS = timedelta(minutes=30)
FORGOTTEN_JOB = "people.forgotten"
_SEAL = "forgotten"


def ask_for_reset(session: Session, *, email: str, network: str, now: datetime) -> None:
    """Queue the search for an account with this address.

    It is done by the worker, so that known and unknown addresses get the same answer in the same
    time. Raises TooMany, the same for both.
    """
    count_try(session, [(LINK, normalised(email)), (ADDRESS, network)], now)
    sealed = vault().seal(_SEAL, normalised(email).encode()).decode()
    outbox.put_job(session, FORGOTTEN_JOB, {"sealed": sealed}, now)


def send_reset(session: Session, *, sealed: str, now: datetime) -> None:
    """Mail a link for a new password to the person with the sealed address, if there is one."""
    email = vault().unseal(_SEAL, sealed.encode()).decode()
    person = queries.find_person_by_email(session, email)
    if person is None or person.suspended_at is not None or person.erased_at is not None:
        return
    token = issue_ticket(session, person, TicketKind.RESET, RESET_LASTS, now)
    audit.record(session, PUBLIC, "person.reset_asked", person, now)
    send(session, person, "password_reset", now, about=person, secret=token)


def get_ticket(session: Session, token: str, now: datetime) -> tuple[Ticket, Person]:
    """Return a link that can still be used, with its person; raise NotFound otherwise."""
    found = find_ticket(session, token, now)
    if found is None:
        raise NotFound(
            lazy("This link was used before, or it is too old."),
            advice=lazy("Ask for a new password, or ask the office for a new invitation."),
        )
    return found


def choose_password(session: Session, *, token: str, password_hash: str, now: datetime) -> Person:
    """Set the password of an invitation or a reset; all sessions and other links end.

    Raises NotFound for a link that is for something else, used or too old.
    """
    ticket, person = get_ticket(session, token, now)
    if ticket.kind is TicketKind.EMAIL:
        raise NotFound
    ticket.used_at = now
    person.password_hash, person.password_changed_at = password_hash, now
    person.verified_at = person.verified_at or now
    cancel_tickets(session, person)
    end_sessions(session, person.id, now)
    forget_tries(session, (ACCOUNT, person.email))
    audit.record(session, _self(person), "person.password_changed", person, now)
    if ticket.kind is TicketKind.RESET:
        send(session, person, "password_changed", now, about=person)
    return person


def confirm_email(session: Session, *, token: str, now: datetime) -> Person:
    """Take the new address of a link sent there; tell the old one; end all sessions.

    Raises NotFound for a link that is for something else, used or too old, and Conflict where
    another account took the address meanwhile.
    """
    ticket, person = get_ticket(session, token, now)
    if ticket.kind is not TicketKind.EMAIL:
        raise NotFound
    new = str(ticket.details["email"])
    if queries.find_person_by_email(session, new) is not None:
        raise Conflict(lazy("Another account has this address, so it was not changed."))
    ticket.used_at = now
    cancel_tickets(session, person)
    send(session, person, "email_changed", now, about=person)
    audit.record(
        session, _self(person), "person.email_changed", person, now, old=person.email, new=new
    )
    person.email = new
    end_sessions(session, person.id, now)
    return person


def _self(person: Person) -> Actor:
    return Actor(person_id=person.id)
