"""Tables of the workshop: drafts of editions, every change of them, and what was published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified

EDITION = 60


class DraftState(StrEnum):
    """How far a draft is."""

    OPEN = "open"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class EditionDraft(Identified):
    """An edition that officers work on; its tables are kept as JSON, in the order of the file.

    Each save carries the fingerprint of the table that it started from, so that two people work
    on different tables at once and none overwrites the other unseen. While a draft is proposed it
    stands still. ``renamed`` says of parts that were given another id which part of the edition
    that was copied they are: the mapping from that edition begins with it.
    """

    __tablename__ = "edition_drafts"

    scheme: Mapped[str] = mapped_column(String(EDITION), index=True)
    edition_id: Mapped[str] = mapped_column(String(EDITION))
    copied_from: Mapped[str] = mapped_column(String(EDITION), default="")
    content: Mapped[str] = mapped_column(Text)
    renamed: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    state: Mapped[DraftState] = mapped_column(choice(DraftState))
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    applies_from: Mapped[date | None]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sent_back: Mapped[str] = mapped_column(String(1000), default="")


class EditionChange(Identified):
    """One change of a draft: which table, and what stood there before and after."""

    __tablename__ = "edition_changes"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("edition_drafts.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(300))
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class EditionMapping(Identified):
    """Which part of one edition feeds which of another, as officers say it.

    ``content`` is what is worked on, ``in_use`` what answers are carried over by: a whole mapping,
    checked against both editions; nothing before it was put in use for the first time.
    """

    __tablename__ = "edition_mappings"
    __table_args__ = (UniqueConstraint("source_id", "target_id"),)

    source_id: Mapped[str] = mapped_column(String(EDITION))
    target_id: Mapped[str] = mapped_column(String(EDITION))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    in_use: Mapped[dict[str, Any] | None] = mapped_column(Json)
    in_use_since: Mapped[datetime | None]
    put_in_use_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class PublishedEdition(Identified):
    """An edition as it was published: its canonical form (RFC 8785) under its hash, for ever.

    ``before`` is the edition of the same scheme that it follows, '' for the first one.
    """

    __tablename__ = "published_editions"
    __table_args__ = (CheckConstraint("published_by <> proposed_by", name="two_persons"),)

    edition_id: Mapped[str] = mapped_column(String(EDITION), unique=True)
    scheme: Mapped[str] = mapped_column(String(EDITION))
    before: Mapped[str] = mapped_column(String(EDITION), default="")
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text)
    applies_from: Mapped[date]
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("edition_drafts.id"), index=True)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
