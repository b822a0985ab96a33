"""How a request's cookie becomes the actor who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import Request, g
from sqlalchemy import and_, bindparam, select, update

from labelling.core.access import PUBLIC, Actor, Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.secrets import token_hash
from labelling.core.web import pages
from labelling.people.cookies import token_of
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.queries import standing
from labelling.people.roles import NEEDS_SECOND_FACTOR, held
from labelling.people.seats import seats_of
from labelling.people.sessions import Limits, has_expired

_SEEN_EVERY = timedelta(minutes=1)
# Asked with every request that brings a cookie, so it is put together once.
_SIGNED_IN = (
    select(SignedInSession, Person, RoleGrant.role, RoleGrant.schemes)
    .join(Person, Person.id == SignedInSession.person_id)
    .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, standing()))
    .where(
        SignedInSession.token_sha256 == bindparam("token"),
        SignedInSession.ended_at.is_(None),
        Person.suspended_at.is_(None),
        Person.erased_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Cookie:
    """What the request's cookie stands for, beyond the actor.

    ``waiting``: the session that still asks for a second factor. ``expired``: the one that ended
    by itself. ``lacks_second_factor``: the role in force needs one and the person has none yet.
    """

    waiting: SignedInSession | None = None
    expired: SignedInSession | None = None
    lacks_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    row: SignedInSession
    person: Person
    granted: Mapping[Role, frozenset[str] | None]
    seats: Mapping[UUID, Seat]


def authenticate(request: Request, now: datetime) -> Actor:
    """Return the actor whose session the cookie names; the public without one."""
    g.cookie = Cookie()
    token = token_of(request, pages.settings())
    found = _find(token) if token is not None else None
    if found is None:
        return PUBLIC
    if has_expired(found.row, limits(), now):
        g.cookie = Cookie(expired=found.row)
        return PUBLIC
    g.chosen_language = found.person.language
    if found.row.awaits_second_factor:
        g.cookie = Cookie(waiting=found.row)
        return PUBLIC
    _note_seen(found.row, now)
    return _actor(found)


def limits() -> Limits:
    """Return how long sessions last here."""
    known = pages.settings()
    return Limits(
        timedelta(minutes=known.session_idle_minutes), timedelta(hours=known.session_hours)
    )


def cookie() -> Cookie:
    """Return what this request's cookie stands for."""
    found: Cookie = g.cookie
    return found


def _find(token: str) -> _Found | None:
    with reading() as session:
        rows = session.execute(_SIGNED_IN, {"token": token_hash(token)}).all()
        if not rows:
            return None
        row, person, _, _ = rows[0]
        granted = {
            role: frozenset(schemes) if schemes is not None else None
            for _, _, role, schemes in rows
            if role
        }
        return _Found(row, person, granted, seats_of(session, person.id))


def _actor(found: _Found) -> Actor:
    roles = held(found.granted, has_seat=bool(found.seats))
    role = found.row.role if found.row.role in roles else roles[0]
    has_second_factor = found.person.totp_confirmed_at is not None
    if role in NEEDS_SECOND_FACTOR and not has_second_factor:
        # Known, but in no role: every rule that asks for the role says no.
        g.cookie = Cookie(lacks_second_factor=True)
        role = Role.PUBLIC
    return Actor(
        role=role,
        person_id=found.person.id,
        name=found.person.name,
        roles=frozenset(roles),
        seats=found.seats,
        confirmed_at=found.row.confirmed_at,
        session_id=found.row.id,
        has_second_factor=has_second_factor,
        schemes=found.granted.get(role) if role is Role.OFFICER else None,
    )


def _note_seen(row: SignedInSession, now: datetime) -> None:
    if now - row.last_seen_at < _SEEN_EVERY:
        return
    with unit_of_work() as session:
        session.execute(
            update(SignedInSession)
            .where(SignedInSession.id == row.id, SignedInSession.last_seen_at < now)
            .values(last_seen_at=now)
        )
