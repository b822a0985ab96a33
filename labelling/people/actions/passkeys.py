"""Passkeys: asked for, added and removed by their owner; used as the second factor of a session.

A challenge belongs to one session and is taken out of it before the answer is looked at, in a
unit of work of its own: whatever the answer is, nobody answers the same challenge twice.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, is_fresh
from labelling.core.errors import Invalid, NotFound, NotNow, NotSignedIn, SecondFactorNeeded
from labelling.core.i18n import lazy
from labelling.core.mail import send
from labelling.people import passkeys
from labelling.people.actions.own import myself
from labelling.people.models import Passkey, Person, SignedInSession
from labelling.people.passkeys import NewKey
from labelling.people.sessions import renew_token
from labelling.people.tries import CODE, count_try, forget_tries

MOST = 10
NAME_LIMIT = 60


def passkeys_of(session: Session, person_id: UUID) -> list[Passkey]:
    """Return a person's passkeys, oldest first."""
    return list(
        session.scalars(
            select(Passkey)
            .where(Passkey.person_id == person_id)
            .order_by(Passkey.created_at, Passkey.id)
        )
    )


def may_change_passkeys(session: Session, *, actor: Actor, now: datetime) -> Person:
    """Return the person who acts, if they may add and remove passkeys now.

    Raises NotNow without an authenticator app, which stays for browsers without scripts, and
    SecondFactorNeeded where a factor was not given just now.
    """
    person = myself(session, actor)
    if person.totp_confirmed_at is None:
        raise NotNow(lazy("A passkey comes beside an authenticator app. Set that up first."))
    if not is_fresh(actor, now):
        raise SecondFactorNeeded
    return person


def ask_for_new(session: Session, *, actor: Actor, now: datetime) -> tuple[Person, bytes]:
    """Begin to add a passkey: return its owner and the challenge for this session."""
    person = may_change_passkeys(session, actor=actor, now=now)
    if len(passkeys_of(session, person.id)) >= MOST:
        raise NotNow(lazy("You have %(most)s passkeys. Remove one first."), most=MOST)
    return person, _ask(_session(session, actor.session_id), now)


def ask_to_use(session: Session, *, session_id: UUID, now: datetime) -> tuple[list[Passkey], bytes]:
    """Begin to use a passkey: return those of the session's person, and the challenge.

    Raises NotSignedIn where the session has ended, NotNow without a passkey.
    """
    row = _session(session, session_id)
    known = passkeys_of(session, row.person_id)
    if not known:
        raise NotNow(lazy("This account has no passkey. Use the code of your app."))
    return known, _ask(row, now)


def take_challenge(session: Session, *, session_id: UUID, now: datetime) -> bytes | None:
    """Take the challenge out of a session; None where it has none, or an old one."""
    row = _session(session, session_id)
    challenge, asked_at = row.passkey_challenge, row.passkey_challenge_at
    row.passkey_challenge = row.passkey_challenge_at = None
    return challenge if passkeys.is_current(asked_at, now) else None


def begin_try(session: Session, *, session_id: UUID, now: datetime) -> bytes | None:
    """Count a try to use a passkey, and take its challenge; raise TooMany for many in a row."""
    person_id = _session(session, session_id).person_id
    count_try(session, [(CODE, str(person_id))], now)
    return take_challenge(session, session_id=session_id, now=now)


def add_passkey(
    session: Session, *, actor: Actor, name: str, key: NewKey, now: datetime
) -> Passkey:
    """Add a passkey that the actor's browser has made just now; its owner is told by mail."""
    person = may_change_passkeys(session, actor=actor, now=now)
    if not name or len(name) > NAME_LIMIT:
        raise Invalid(
            lazy("Give it a name of up to %(most)s characters."), field="name", most=NAME_LIMIT
        )
    if len(passkeys_of(session, person.id)) >= MOST:
        raise NotNow(lazy("You have %(most)s passkeys. Remove one first."), most=MOST)
    if find_passkey(session, key.credential_id) is not None:
        raise Invalid(lazy("This passkey is known here already."), field="name")
    row = Passkey(
        person_id=person.id,
        name=name,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        transports=list(key.transports),
        created_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "person.passkey_added", row, now)
    send(session, person, "passkey_added", now, about=person, key_name=name)
    return row


def remove_passkey(session: Session, *, actor: Actor, passkey_id: UUID, now: datetime) -> None:
    """Remove one of one's own passkeys; its owner is told by mail."""
    person = may_change_passkeys(session, actor=actor, now=now)
    row = own_passkey(session, actor=actor, passkey_id=passkey_id)
    audit.record(session, actor, "person.passkey_removed", row, now)
    send(session, person, "passkey_removed", now, about=person, key_name=row.name)
    session.delete(row)


def own_passkey(session: Session, *, actor: Actor, passkey_id: UUID) -> Passkey:
    """Return one of one's own passkeys; raise NotFound for anybody else's."""
    person = myself(session, actor)
    row = session.get(Passkey, passkey_id)
    if row is None or row.person_id != person.id:
        raise NotFound
    return row


def find_passkey(session: Session, credential_id: bytes) -> Passkey | None:
    """Return the passkey with this id, whosever it is."""
    return session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def has_passkey(session: Session, session_id: UUID) -> bool:
    """Say whether the person of a session has a passkey."""
    row = _session(session, session_id)
    return bool(passkeys_of(session, row.person_id))


def find_session_passkey(
    session: Session, session_id: UUID, credential_id: bytes
) -> Passkey | None:
    """Return the passkey with this id, if it is of the person whose session this is."""
    row = _session(session, session_id)
    found = find_passkey(session, credential_id)
    return found if found is not None and found.person_id == row.person_id else None


def pass_passkey(
    session: Session, *, session_id: UUID, credential_id: bytes, sign_count: int, now: datetime
) -> str:
    """Let a session through, or confirm it, by a passkey that has answered; return its new token.

    Raises NotSignedIn where session or passkey went meanwhile, or its count came from elsewhere.
    """
    row = _session(session, session_id)
    passkey = find_session_passkey(session, session_id, credential_id)
    if passkey is None:
        raise NotSignedIn
    if (sign_count or passkey.sign_count) and sign_count <= passkey.sign_count:
        raise NotSignedIn
    forget_tries(session, (CODE, str(row.person_id)))
    passkey.sign_count, passkey.last_used_at = sign_count, now
    verb = "person.signed_in" if row.awaits_second_factor else "session.confirmed"
    actor = Actor(role=row.role, person_id=row.person_id, session_id=row.id)
    audit.record(session, actor, verb, row, now, passkey=str(passkey.id))
    row.awaits_second_factor, row.confirmed_at, row.last_seen_at = False, now, now
    return renew_token(row)


def note_wrong_passkey(session: Session, *, session_id: UUID, now: datetime) -> None:
    """Note in the trail that a passkey's answer was refused."""
    row = _session(session, session_id)
    actor = Actor(role=row.role, person_id=row.person_id, session_id=row.id)
    audit.record(session, actor, "person.passkey_refused", row, now)


def _session(session: Session, session_id: UUID | None) -> SignedInSession:
    row = session.get(SignedInSession, session_id) if session_id is not None else None
    if row is None or row.ended_at is not None:
        raise NotSignedIn
    return row


def _ask(row: SignedInSession, now: datetime) -> bytes:
    row.passkey_challenge, row.passkey_challenge_at = passkeys.new_challenge(), now
    return row.passkey_challenge
