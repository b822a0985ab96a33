"""The second factor: set up, replaced, given up by its owner, taken away by an administrator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, is_fresh, require
from labelling.core.errors import Invalid, NotFound, NotNow, SecondFactorNeeded
from labelling.core.i18n import lazy
from labelling.core.mail import send
from labelling.core.permissions import Permission
from labelling.people import queries, second_factor
from labelling.people.actions.own import myself
from labelling.people.models import Passkey, Person, RecoveryCode, SignedInSession
from labelling.people.roles import NEEDS_SECOND_FACTOR
from labelling.people.sessions import end_sessions, renew_token
from labelling.people.tries import CODE, forget_tries


def set_second_factor(
    session: Session, *, actor: Actor, secret: str, code: str, now: datetime
) -> tuple[str, list[str]]:
    """Set up an app that shows the right code; return the session's new token and ten codes.

    The recovery codes are told this once. Other sessions end. Raises Invalid for a wrong code and
    SecondFactorNeeded where an app is to be replaced and its own code was not given just now.
    """
    person = myself(session, actor)
    row = session.get(SignedInSession, actor.session_id) if actor.session_id else None
    if row is None:
        raise NotFound
    _require_fresh(person, actor, now)
    step = second_factor.step_of(secret, code, now)
    if step is None:
        raise Invalid(
            lazy("This code does not fit. Wait for the next one and enter its six digits."),
            field="code",
        )
    person.totp_sealed = second_factor.seal(secret)
    person.totp_confirmed_at, person.totp_last_step = now, step
    row.confirmed_at = now
    end_sessions(session, person.id, now, but=row.id)
    audit.record(session, actor, "person.factor_set", person, now)
    send(session, person, "factor_changed", now, about=person)
    return renew_token(row), _replace_recovery_codes(session, person)


def replace_recovery_codes(session: Session, *, actor: Actor, now: datetime) -> list[str]:
    """Make ten new recovery codes, told this once; the old ones end."""
    person = myself(session, actor)
    if person.totp_confirmed_at is None:
        raise NotNow(lazy("Recovery codes come with an authenticator app. Set that up first."))
    _require_fresh(person, actor, now)
    audit.record(session, actor, "person.recovery_codes_made", person, now)
    return _replace_recovery_codes(session, person)


def give_up_second_factor(session: Session, *, actor: Actor, now: datetime) -> None:
    """Take away one's own second factor; raise NotNow while a role needs it."""
    person = myself(session, actor)
    _require_fresh(person, actor, now)
    if queries.roles_of(session, person.id) & NEEDS_SECOND_FACTOR:
        raise NotNow(lazy("One of your roles needs a second factor. You can replace it instead."))
    _take_away(session, person)
    end_sessions(session, person.id, now, but=actor.session_id)
    audit.record(session, actor, "person.factor_given_up", person, now)
    send(session, person, "factor_changed", now, about=person)


def reset_second_factor(
    session: Session, *, actor: Actor, person_id: UUID, now: datetime
) -> Person:
    """Take a person's second factor away, by an administrator; all the person's sessions end.

    It is on record: for 30 days the two do not count as two persons.
    """
    person = queries.get_person(session, person_id)
    require(actor, Permission.PERSON_RESET, person, now=now)
    if person.totp_confirmed_at is None:
        raise NotNow(lazy("This person has no second factor."))
    _take_away(session, person)
    person.reset_by, person.reset_at = actor.person_id, now
    end_sessions(session, person.id, now)
    audit.record(session, actor, "person.factor_reset", person, now)
    send(session, person, "factor_reset", now, about=person)
    return person


def _require_fresh(person: Person, actor: Actor, now: datetime) -> None:
    if person.totp_confirmed_at is not None and not is_fresh(actor, now):
        raise SecondFactorNeeded


def _take_away(session: Session, person: Person) -> None:
    person.totp_sealed = person.totp_confirmed_at = person.totp_last_step = None
    for table in (RecoveryCode, Passkey):
        session.execute(delete(table).where(table.person_id == person.id))
    forget_tries(session, (CODE, str(person.id)))


def _replace_recovery_codes(session: Session, person: Person) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = second_factor.new_recovery_codes()
    session.add_all(
        RecoveryCode(person_id=person.id, code_sha256=second_factor.recovery_hash(code))
        for code in codes
    )
    return codes
