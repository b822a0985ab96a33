"""Tables of conditions: what an award asks for, what the holder reports, what the office says."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class Condition(Identified):
    """Something that the holder must do by a day. It binds once its decision was taken so.

    The term is the one that the decision gave. ``due_on`` may be moved, with a reason.
    """

    __tablename__ = "conditions"
    __table_args__ = (
        UniqueConstraint("decision_id", "number"),
        CheckConstraint("(met_at IS NULL) = (met_by IS NULL)", name="met_by"),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    proof: Mapped[str] = mapped_column(String(500), default="")
    due_on: Mapped[date]
    moved_reason: Mapped[str] = mapped_column(String(500), default="")
    set_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ReportAnswer(StrEnum):
    """What the office says of a report."""

    ACCEPTED = "accepted"
    ASKED_AGAIN = "asked_again"


class ConditionReport(Identified):
    """What the holder says it did, and the office's answer. A later one follows a question."""

    __tablename__ = "condition_reports"
    __table_args__ = (
        UniqueConstraint("condition_id", "number"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered_by"),
    )

    condition_id: Mapped[UUID] = mapped_column(ForeignKey("conditions.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    reported_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    answer: Mapped[ReportAnswer | None] = mapped_column(choice(ReportAnswer))
    answer_text: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ConditionPiece(Model):
    """A piece of evidence that a report rests on, in the version of that day."""

    __tablename__ = "condition_pieces"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("condition_reports.id"), primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(
        ForeignKey("evidence.id"), primary_key=True, index=True
    )
    version: Mapped[int | None]
