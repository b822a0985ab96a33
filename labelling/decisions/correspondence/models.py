"""Tables of letters: templates in their versions, what was written to whom, the printed files."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class LetterKind(StrEnum):
    """What a letter tells."""

    AWARDED = "awarded"
    LOWER_LEVEL = "lower_level"
    WITH_CONDITIONS = "with_conditions"
    NOT_AWARDED = "not_awarded"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    APPEAL_UPHELD = "appeal_upheld"
    APPEAL_IN_PART = "appeal_in_part"
    APPEAL_DISMISSED = "appeal_dismissed"


class LetterTemplate(Identified):
    """A version of a template, written by one officer and put in force by another.

    The newest in force counts; without any the shipped one does.
    """

    __tablename__ = "letter_templates"
    __table_args__ = (
        UniqueConstraint("scheme", "kind", "language", "version"),
        CheckConstraint(
            "put_in_force_by IS NULL OR put_in_force_by <> written_by", name="two_persons"
        ),
        CheckConstraint(
            "(put_in_force_by IS NULL) = (put_in_force_at IS NULL)", name="in_force_by_somebody"
        ),
    )

    scheme: Mapped[str] = mapped_column(String(60))
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    language: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    put_in_force_at: Mapped[datetime | None]
    put_in_force_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Letter(Identified):
    """A letter as it was written: the text is fixed, with its hash, until its retention ends."""

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_organisation_id", "organisation_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id"), index=True)
    label_id: Mapped[UUID | None] = mapped_column(ForeignKey("labels.id"), index=True)
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter_templates.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    language: Mapped[str] = mapped_column(String(10))
    scheme: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(400))
    reference: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]


class LetterFile(Model):
    """A printed letter, by its hash in the file store."""

    __tablename__ = "letter_files"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime]
