"""Signed-in sessions: begun with a fresh token, found by it, renewed, ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.core.secrets import new_token, token_hash
from labelling.people.models import Person, SignedInSession

AWAITING_LASTS = timedelta(minutes=10)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts: since it was last seen, and in all."""

    idle: timedelta
    longest: timedelta


def begin_session(
    session: Session,
    person: Person,
    role: Role,
    now: datetime,
    *,
    longest: timedelta = LONGEST,
    browser: str = "",
    awaits_second_factor: bool = False,
) -> tuple[SignedInSession, str]:
    """Add a session of a person in a role; return it with its token, which is kept nowhere."""
    token = new_token()
    row = SignedInSession(
        person_id=person.id,
        token_sha256=token_hash(token),
        role=role,
        browser=browser[:200],
        created_at=now,
        last_seen_at=now,
        expires_at=now + longest,
        awaits_second_factor=awaits_second_factor,
    )
    session.add(row)
    session.flush()
    return row, token


def renew_token(row: SignedInSession) -> str:
    """Give a session another token, at each step up; return it."""
    token = new_token()
    row.token_sha256 = token_hash(token)
    return token


def has_expired(row: SignedInSession, limits: Limits, now: datetime) -> bool:
    """Say whether a session ended by itself: idle for too long, or too old altogether."""
    idle = AWAITING_LASTS if row.awaits_second_factor else limits.idle
    return now >= row.expires_at or now - row.last_seen_at >= idle


def end_sessions(
    session: Session, person_id: UUID, now: datetime, *, but: UUID | None = None
) -> int:
    """End all sessions of a person, or all but one; return how many ended."""
    standing = (SignedInSession.person_id == person_id, SignedInSession.ended_at.is_(None))
    ids = [
        key for key in session.scalars(select(SignedInSession.id).where(*standing)) if key != but
    ]
    session.execute(update(SignedInSession).where(SignedInSession.id.in_(ids)).values(ended_at=now))
    return len(ids)
