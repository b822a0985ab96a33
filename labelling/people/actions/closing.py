"""Closing accounts: suspended and reinstated, or erased for good."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit, doors
from labelling.core.access import Actor, require
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.mail import send
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.actions.grants import refuse_last_administrator
from labelling.people.addresses import normalised
from labelling.people.models import Person
from labelling.people.sessions import end_sessions
from labelling.people.tickets import cancel_tickets


def suspend_person(session: Session, *, actor: Actor, person_id: UUID, now: datetime) -> Person:
    """Keep a person from signing in until somebody reinstates them; their sessions end."""
    person = queries.get_person(session, person_id)
    require(actor, Permission.PERSON_SUSPEND, person, now=now)
    if person.suspended_at is not None or person.erased_at is not None:
        raise NotNow(lazy("This account was closed already."))
    refuse_last_administrator(session, person.id)
    person.suspended_at = now
    cancel_tickets(session, person)
    end_sessions(session, person.id, now)
    audit.record(session, actor, "person.suspended", person, now)
    send(session, person, "account_suspended", now, about=person)
    return person


def reinstate_person(session: Session, *, actor: Actor, person_id: UUID, now: datetime) -> Person:
    """Let a suspended person sign in again, with the roles they had."""
    person = queries.get_person(session, person_id)
    require(actor, Permission.PERSON_SUSPEND, person, now=now)
    if person.suspended_at is None or person.erased_at is not None:
        raise NotNow(lazy("This account is not suspended."))
    person.suspended_at = None
    audit.record(session, actor, "person.reinstated", person, now)
    send(session, person, "account_reinstated", now, about=person)
    return person


def erase_person(
    session: Session, *, actor: Actor, person_id: UUID, typed_email: str, now: datetime
) -> Person:
    """Erase what may be erased of a person, in every room; the audit chain stays whole.

    ``typed_email`` must be the person's address: nobody is erased by a slip of the hand. Raises
    Invalid where it is another.
    """
    person = queries.get_person(session, person_id)
    require(actor, Permission.PERSON_ERASE, person, now=now)
    if person.erased_at is not None:
        raise NotNow(lazy("This account was erased already."))
    if normalised(typed_email) != person.email:
        raise Invalid(
            lazy("This is not the address of the account. Nothing was erased."),
            field="email",
        )
    refuse_last_administrator(session, person.id)
    doors.erase_person(session, person.id, now)
    audit.record(session, actor, "person.erased", person, now)
    return person
