"""Signing in and out: what happens before anybody is known to ask, so no rule permits it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, Role
from labelling.core.errors import NotSignedIn
from labelling.core.mail import send
from labelling.people import queries, second_factor
from labelling.people.addresses import normalised
from labelling.people.models import Person, RecoveryCode, SignedInSession
from labelling.people.roles import held
from labelling.people.seats import seats_of
from labelling.people.sessions import begin_session, renew_token
from labelling.people.tries import ACCOUNT, ADDRESS, CODE, count_try, forget_tries, take_back


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whose password is to be checked: nobody's, where the address is unknown or closed.

    ``network`` is from where it was tried.
    """

    person_id: UUID | None
    password_hash: str | None
    network: str = ""


def begin_try(session: Session, *, email: str, network: str, now: datetime) -> Candidate:
    """Count a try to sign in and return against what its password is checked.

    Raises TooMany, the same for known and unknown addresses.
    """
    count_try(session, [(ACCOUNT, normalised(email)), (ADDRESS, network)], now)
    person = queries.find_person_by_email(session, email)
    if person is None or person.suspended_at is not None or person.erased_at is not None:
        return Candidate(None, None, network)
    return Candidate(person.id, person.password_hash, network)


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that has begun: its token, and whether it still asks for a second factor."""

    token: str
    awaits_second_factor: bool


def start_session(
    session: Session,
    *,
    checked: Candidate,
    browser: str,
    longest: timedelta,
    now: datetime,
    rehashed: str | None = None,
) -> Begun:
    """Begin a session of the person whose password was right.

    Raises NotSignedIn where the password or the account was changed while it was being checked.
    """
    person = session.get(Person, checked.person_id) if checked.person_id is not None else None
    if person is None or person.password_hash != checked.password_hash:
        raise NotSignedIn
    if person.suspended_at is not None or person.erased_at is not None:
        raise NotSignedIn
    if rehashed is not None:
        person.password_hash = rehashed
    forget_tries(session, (ACCOUNT, person.email))
    take_back(session, (ADDRESS, checked.network))
    awaits = person.totp_confirmed_at is not None
    row, token = begin_session(
        session,
        person,
        _role_for(session, person),
        now,
        longest=longest,
        browser=browser,
        awaits_second_factor=awaits,
    )
    if not awaits:
        _record(session, row, "person.signed_in", now)
    return Begun(token, awaits)


def pass_second_factor(
    session: Session, *, session_id: UUID, code: str, now: datetime
) -> str | None:
    """Take a code of the app or a recovery code for a session; return the session's new token.

    None where the code is wrong or was used before; the try is counted. Raises TooMany, and
    NotSignedIn where the session ended meanwhile.
    """
    row = session.get(SignedInSession, session_id)
    if row is None or row.ended_at is not None:
        raise NotSignedIn
    person = queries.get_person(session, row.person_id)
    count_try(session, [(CODE, str(person.id))], now)
    by_app = second_factor.accept_code(person, code, now)
    if not by_app and not _use_recovery_code(session, row, person, code, now):
        return None
    forget_tries(session, (CODE, str(person.id)))
    _record(
        session,
        row,
        "person.signed_in" if row.awaits_second_factor else "session.confirmed",
        now,
    )
    row.awaits_second_factor, row.confirmed_at, row.last_seen_at = False, now, now
    return renew_token(row)


def sign_out(session: Session, *, actor: Actor, now: datetime) -> None:
    """End the session that asks."""
    row = session.get(SignedInSession, actor.session_id) if actor.session_id else None
    if row is not None and row.ended_at is None:
        row.ended_at = now
        _record(session, row, "person.signed_out", now)


def _role_for(session: Session, person: Person) -> Role:
    """Return the role that the person acted in last, if they still hold it, else their first."""
    roles = held(queries.roles_of(session, person.id), has_seat=bool(seats_of(session, person.id)))
    last = session.scalars(
        select(SignedInSession.role)
        .where(SignedInSession.person_id == person.id)
        .order_by(SignedInSession.created_at.desc(), SignedInSession.id)
        .limit(1)
    ).one_or_none()
    return last if last in roles else roles[0]


def _use_recovery_code(
    session: Session, row: SignedInSession, person: Person, code: str, now: datetime
) -> bool:
    if person.totp_confirmed_at is None:
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_sha256 == second_factor.recovery_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).scalars()
    if used.one_or_none() is None:
        return False
    _record(session, row, "person.recovery_code_used", now)
    send(session, person, "recovery_code_used", now, about=person)
    return True


def _record(session: Session, row: SignedInSession, verb: str, now: datetime) -> None:
    actor = Actor(role=row.role, person_id=row.person_id, session_id=row.id)
    audit.record(session, actor, verb, row, now)
