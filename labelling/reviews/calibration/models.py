"""Tables of calibration: what a scheme asks, and what assessors gave to the practice cases."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class RuleOutcome(StrEnum):
    """What became of a proposed rule."""

    IN_FORCE = "in_force"
    SENT_BACK = "sent_back"
    REPLACED = "replaced"


class CalibrationRule(Identified):
    """What an edition asks of assessors before live panels, proposed by one and put into force.

    The one that a second person put into force last counts. A newer proposal replaces the one
    that waits: nobody decided on that.
    """

    __tablename__ = "calibration_rules"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_persons"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
        Index("ix_calibration_rules_edition", "edition_id", "decided_at"),
        Index(
            "uq_calibration_rules_open",
            "edition_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    edition_id: Mapped[str] = mapped_column(String(60))
    required: Mapped[bool]
    agreement: Mapped[Fraction]
    lean: Mapped[int]
    months: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[RuleOutcome | None] = mapped_column(choice(RuleOutcome))
    reason: Mapped[str] = mapped_column(String(1000), default="")


class CalibrationRound(Identified):
    """One assessor's way through the practice cases, with what came of it once handed in."""

    __tablename__ = "calibration_rounds"
    __table_args__ = (
        Index(
            "uq_calibration_rounds_open",
            "person_id",
            "edition_id",
            unique=True,
            sqlite_where=text("handed_in_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    edition_id: Mapped[str] = mapped_column(String(60))
    case_set: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    judged: Mapped[int] = mapped_column(default=0)
    agreement: Mapped[Fraction | None]
    lean: Mapped[Fraction | None]
    distance: Mapped[Fraction | None]
    short: Mapped[str] = mapped_column(String(100), default="")
    cleared_until: Mapped[date | None]


class CalibrationScore(Identified):
    """What an assessor gave to one part of a practice case, and why."""

    __tablename__ = "calibration_scores"
    __table_args__ = (UniqueConstraint("round_id", "case_id", "part_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("calibration_rounds.id"))
    case_id: Mapped[str] = mapped_column(String(60))
    part_id: Mapped[str] = mapped_column(String(20))
    score: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
