"""Tables of renewal: which reminders went out, and where the register may tell of a renewal."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class Mark(StrEnum):
    """A point in the last months of a term."""

    SIX_MONTHS = "six_months"
    THREE_MONTHS = "three_months"
    ONE_MONTH = "one_month"
    EXPIRED = "expired"


class TermMark(Model):
    """A term has reached a mark, and its holder was told where that was needed: once for all."""

    __tablename__ = "term_marks"

    term_id: Mapped[UUID] = mapped_column(ForeignKey("label_terms.id"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(choice(Mark), primary_key=True)
    told: Mapped[bool]
    reached_at: Mapped[datetime]


class RenewalWord(Identified):
    """An owner lets the register say that the renewal is under way, until they take it back."""

    __tablename__ = "renewal_words"
    __table_args__ = (
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by IS NULL)", name="taken_back_by"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    given_at: Mapped[datetime]
    given_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
