"""What people change of their own account: name, language, password, address, role in force."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, Role, require
from labelling.core.clock import today
from labelling.core.errors import NotAllowed, NotFound
from labelling.core.i18n import LANGUAGES, lazy
from labelling.core.mail import send
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.letters import Addressee
from labelling.people.models import Person, SignedInSession, TicketKind
from labelling.people.sessions import end_sessions
from labelling.people.tickets import cancel_tickets, issue_ticket
from labelling.people.tries import ACCOUNT, NEW_ADDRESS, count_try, forget_tries

EMAIL_LASTS = timedelta(hours=24)


def myself(session: Session, actor: Actor) -> Person:
    """Return the person who acts; raise NotFound for the public."""
    if actor.person_id is None:
        raise NotFound
    person = queries.get_person(session, actor.person_id)
    require(actor, Permission.PERSON_EDIT, person)
    return person


def change_details(
    session: Session, *, actor: Actor, name: str, language: str, now: datetime
) -> Person:
    """Change one's own name and language."""
    person = myself(session, actor)
    audit.record(session, actor, "person.changed", person, now, old=person.name, new=name)
    person.name = name
    person.language = language if language in LANGUAGES else person.language
    return person


def begin_own_try(session: Session, *, actor: Actor, now: datetime) -> str | None:
    """Count a try to show one's own password; return the hash to check. Raises TooMany."""
    person = myself(session, actor)
    count_try(session, [(ACCOUNT, person.email)], now)
    return person.password_hash


def change_password(session: Session, *, actor: Actor, password_hash: str, now: datetime) -> Person:
    """Set a new password; all other sessions and all links end, and the person is told."""
    person = myself(session, actor)
    person.password_hash, person.password_changed_at = password_hash, now
    forget_tries(session, (ACCOUNT, person.email))
    cancel_tickets(session, person)
    end_sessions(session, person.id, now, but=actor.session_id)
    audit.record(session, actor, "person.password_changed", person, now)
    send(session, person, "password_changed", now, about=person)
    return person


def ask_for_email(session: Session, *, actor: Actor, email: str, now: datetime) -> None:
    """Send a link to a new address; only following it changes the account.

    Where another account has the address nothing is sent, and the answer is the same. Raises
    TooMany for one of many in a short time: nobody's letter box is filled from here.
    """
    person = myself(session, actor)
    count_try(session, [(NEW_ADDRESS, str(person.id))], now)
    forget_tries(session, (ACCOUNT, person.email))
    audit.record(session, actor, "person.email_asked", person, now, new=email)
    if queries.find_person_by_email(session, email) is not None:
        return
    token = issue_ticket(
        session,
        person,
        TicketKind.EMAIL,
        EMAIL_LASTS,
        now,
        created_by=person.id,
        details={"email": email},
    )
    until = today(now + EMAIL_LASTS).isoformat()
    addressee = Addressee.at(person, email)
    send(session, addressee, "email_confirm", now, about=person, secret=token, until=until)


def switch_role(session: Session, *, actor: Actor, role: Role, now: datetime) -> None:
    """Put another of one's own roles in force, in this browser; raise NotAllowed for others'."""
    myself(session, actor)
    if role not in actor.roles:
        raise NotAllowed(lazy("You do not hold this role."))
    row = session.get(SignedInSession, actor.session_id) if actor.session_id else None
    if row is None:
        raise NotFound
    row.role = role
    audit.record(session, actor, "session.role_switched", row, now, role=role.value)


def end_session(session: Session, *, actor: Actor, session_id: UUID, now: datetime) -> None:
    """End one session; raise NotFound for one that is nobody's business."""
    row = session.get(SignedInSession, session_id)
    if row is None:
        raise NotFound
    require(actor, Permission.SESSION_END, row)
    if row.ended_at is None:
        row.ended_at = now
        audit.record(session, actor, "session.ended", row, now)


def end_other_sessions(session: Session, *, actor: Actor, now: datetime) -> int:
    """End all of one's own sessions but the one that asks; return how many ended."""
    person = myself(session, actor)
    ended = end_sessions(session, person.id, now, but=actor.session_id)
    audit.record(session, actor, "person.sessions_ended", person, now, number=ended)
    return ended


def note_export(session: Session, *, actor: Actor, now: datetime) -> Person:
    """Note that the person takes a copy of all that is held of them; return the person."""
    person = myself(session, actor)
    require(actor, Permission.PERSON_EXPORT, person)
    audit.record(session, actor, "person.exported", person, now)
    return person
