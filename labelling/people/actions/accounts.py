"""Making accounts: by invitation, and the first administrators from the command line."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import SYSTEM, Actor, Role, require
from labelling.core.clock import today
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.core.i18n import DEFAULT, LANGUAGES, lazy
from labelling.core.mail import send
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.actions.grants import propose_role
from labelling.people.addresses import checked
from labelling.people.models import Person, RoleGrant, TicketKind
from labelling.people.subjects import Invitation, System
from labelling.people.tickets import issue_ticket
from labelling.people.tries import INVITATION, count_try

INVITATION_LASTS = timedelta(days=7)
_ENOUGH_ADMINISTRATORS = 2


def invite_person(
    session: Session,
    *,
    actor: Actor,
    email: str,
    name: str,
    language: str,
    now: datetime,
    role: Role | None = None,
    mail: bool = True,
) -> Person:
    """Make an account and send its owner a link to choose a password; seven days.

    A person who has an account is returned as is. With a role, that is proposed as well. Raises
    Invalid for an address that cannot be one or belongs to an account that was suspended, and
    TooMany for one of many that somebody outside the office invites in a short time.
    """
    require(actor, Permission.PERSON_INVITE, Invitation(role))
    if actor.role is Role.MANAGER:
        count_try(session, [(INVITATION, str(actor.person_id))], now)
    known = queries.find_person_by_email(session, email)
    if known is not None:
        if known.suspended_at is not None:
            raise Invalid(lazy("This account was suspended. Ask an administrator."), field="email")
        return known
    person = _add(session, email=email, name=name, language=language, now=now)
    person.created_by = actor.person_id
    session.flush()
    audit.record(session, actor, "person.invited", person, now)
    if role is not None:
        propose_role(session, actor=actor, person_id=person.id, role=role, now=now)
    if mail:
        _send_invitation(session, actor, person, now)
    return person


def invite_again(session: Session, *, actor: Actor, person: Person, now: datetime) -> None:
    """Send a fresh invitation to somebody who has not used the first; raise NotNow otherwise."""
    require(actor, Permission.PERSON_LIST, System())
    require(actor, Permission.PERSON_INVITE, Invitation())
    if person.verified_at is not None or person.suspended_at or person.erased_at:
        raise NotNow(lazy("This person has an account already, so no invitation was sent."))
    audit.record(session, actor, "person.invited", person, now)
    _send_invitation(session, actor, person, now)


def create_admin(
    session: Session, *, email: str, name: str, password_hash: str, now: datetime
) -> Person:
    """Make an administrator from the command line, while there are fewer than two.

    Whoever has the command line vouches for the person. Raises NotNow once two administrators can
    act: further ones are proposed by one and confirmed by another. Raises Conflict where the
    address has an account.
    """
    if len(queries.people_with_role(session, Role.ADMINISTRATOR)) >= _ENOUGH_ADMINISTRATORS:
        raise NotNow(
            lazy("There are two administrators; they grant this role to others on their pages.")
        )
    if queries.find_person_by_email(session, email) is not None:
        raise Conflict(lazy("There is an account with this address already."), field="email")
    person = _add(session, email=email, name=name, language=DEFAULT, now=now)
    person.password_hash, person.password_changed_at, person.verified_at = password_hash, now, now
    session.flush()
    session.add(
        RoleGrant(person_id=person.id, role=Role.ADMINISTRATOR, proposed_at=now, confirmed_at=now)
    )
    audit.record(session, SYSTEM, "person.created", person, now, role=Role.ADMINISTRATOR.value)
    return person


def _add(session: Session, *, email: str, name: str, language: str, now: datetime) -> Person:
    address = checked(email)
    if address is None:
        raise Invalid(lazy("An e-mail address looks like name@place.example."), field="email")
    person = Person(
        email=address,
        name=name,
        language=language if language in LANGUAGES else DEFAULT,
        created_at=now,
    )
    session.add(person)
    return person


def _send_invitation(session: Session, actor: Actor, person: Person, now: datetime) -> None:
    token = issue_ticket(
        session, person, TicketKind.INVITATION, INVITATION_LASTS, now, created_by=actor.person_id
    )
    until = today(now + INVITATION_LASTS).isoformat()
    send(session, person, "invitation", now, about=person, secret=token, until=until)
