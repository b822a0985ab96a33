"""Tables of calibration: what a scheme asks, and what assessors gave to the practice cases."""

from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class CalibrationRule(Identified):
    """What an edition asks of assessors before live panels; the newest rule counts."""

    __tablename__ = "calibration_rules"
    __table_args__ = (Index("ix_calibration_rules_edition", "edition_id", "set_at"),)

    edition_id: Mapped[str] = mapped_column(String(60))
    required: Mapped[bool]
    agreement: Mapped[Fraction]
    lean: Mapped[int]
    months: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


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
