"""The table of tokens with which a member's own programs read and write its figures."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class Scope(StrEnum):
    """What a token may do with the figures of its member's open round."""

    READ = "values:read"
    WRITE = "values:write"


class ApiToken(Identified):
    """A token of one member; it is shown once, and only its hash is kept."""

    __tablename__ = "club_tokens"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    scope: Mapped[Scope] = mapped_column(choice(Scope))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    expires_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    last_used_on: Mapped[date | None]
