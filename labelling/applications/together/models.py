"""Tables of working together: plans of parts, who is writing, comments and whom they mention."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class PartPlan(Identified):
    """Who writes a part until when, and whether an owner has checked it.

    ``checked_mark`` is the fingerprint of what was checked: another answer is no longer checked.
    """

    __tablename__ = "part_plans"
    __table_args__ = (UniqueConstraint("application_id", "part_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    due_on: Mapped[date | None]
    planned_at: Mapped[datetime | None]
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    checked_mark: Mapped[str] = mapped_column(String(64), default="")
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Presence(Identified):
    """When somebody was last seen writing on a part; the row goes within the hour."""

    __tablename__ = "part_presences"
    __table_args__ = (UniqueConstraint("application_id", "part_id", "person_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Comment(Identified):
    """What somebody of the organisation remarked on a part; nobody else reads it."""

    __tablename__ = "part_comments"
    __table_args__ = (Index("ix_part_comments_part", "application_id", "part_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    removed_at: Mapped[datetime | None]


class Mention(Identified):
    """Somebody of the organisation to whose attention a comment was brought."""

    __tablename__ = "comment_mentions"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("part_comments.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
