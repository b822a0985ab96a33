"""Tables of workshops. All of it goes a day after a workshop's end; its results are answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class Workshop(Identified):
    """A group at work on an application; ``part_id`` is what it scores now."""

    __tablename__ = "workshops"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    part_id: Mapped[str | None] = mapped_column(String(20))
    revealed: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]


class Place(Identified):
    """A participant without an account: a name for the room, and a secret in their address."""

    __tablename__ = "workshop_places"
    __table_args__ = (UniqueConstraint("workshop_id", "name"),)

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshops.id"))
    name: Mapped[str] = mapped_column(String(60))
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    joined_at: Mapped[datetime]


class Vote(Identified):
    """The line that a participant chose for a part; a later choice takes its place."""

    __tablename__ = "workshop_votes"
    __table_args__ = (UniqueConstraint("place_id", "part_id"),)

    place_id: Mapped[UUID] = mapped_column(ForeignKey("workshop_places.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    band: Mapped[int]
    at: Mapped[datetime]
