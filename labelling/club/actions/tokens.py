"""Tokens for a member's own programs."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import ApiToken, Scope
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import token_hash

LASTS_AT_MOST = timedelta(days=366)
MOST_TOKENS = 10


def make_token(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    token: str,
    name: str,
    scope: Scope,
    expires_on: date,
    now: datetime,
) -> ApiToken:
    """Note a fresh token for one member and one scope; only its hash is kept."""
    place = queries.place_for(session, actor, membership_id, now)
    access.require(actor, Permission.API_ACCESS_KEEP, place)
    if not today(now) < expires_on <= today(now) + LASTS_AT_MOST:
        raise Invalid(lazy("A token lasts for a year at most."), field="expires_on")
    if not name.strip():
        raise Invalid(lazy("Write what the token is for."), field="name")
    standing = [one for one in queries.tokens_of(session, membership_id) if one.ended_at is None]
    if len(standing) >= MOST_TOKENS:
        raise Invalid(lazy("End a token first: there are ten."), field="name")
    assert actor.person_id is not None  # noqa: S101 (who keeps tokens is a person)
    row = ApiToken(
        membership_id=membership_id,
        name=name,
        scope=scope,
        token_hash=token_hash(token).hex(),
        made_at=now,
        made_by=actor.person_id,
        expires_on=expires_on,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "club-token.made", row, now, name=name, scope=scope.value)
    return row


def end_token(session: Session, *, actor: Actor, token_id: UUID, now: datetime) -> None:
    """End a token; programs that use it are refused from now on."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound
    place = queries.place_for(session, actor, row.membership_id, now)
    access.require(actor, Permission.API_ACCESS_KEEP, place)
    if row.ended_at is None:
        row.ended_at = now
        audit.record(session, actor, "club-token.ended", row, now)


def note_use(session: Session, *, token_id: UUID, now: datetime) -> None:
    """Note the day on which a token was used last, once a day."""
    row = session.get_one(ApiToken, token_id)
    if row.last_used_on != today(now):
        row.last_used_on = today(now)
