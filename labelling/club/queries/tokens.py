"""Tokens of members."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.models import ApiToken
from labelling.core.clock import today
from labelling.core.secrets import token_hash


def tokens_of(session: Session, membership_id: UUID) -> list[ApiToken]:
    """Return a member's tokens, the newest first, ended ones included."""
    query = select(ApiToken).where(ApiToken.membership_id == membership_id)
    return list(session.scalars(query.order_by(ApiToken.made_at.desc(), ApiToken.id)))


def find_token(session: Session, token: str, now: datetime) -> ApiToken | None:
    """Return the token that this is, if it stands."""
    query = select(ApiToken).where(ApiToken.token_hash == token_hash(token).hex())
    found = session.scalars(query).one_or_none()
    if found is None or found.ended_at is not None or found.expires_on < today(now):
        return None
    return found
