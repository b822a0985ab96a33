"""Table of figures that a member released from the club to its fact sheet, one by one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Identified


class SharedFigure(Identified):
    """A member's figure of a round that stands in its fact sheet, until it is withdrawn.

    ``value`` is what the fact sheet took, ``grade`` and ``definition`` are those of the round;
    ``before`` is what the fact sheet had, so that withdrawing can put it back.
    """

    __tablename__ = "club_shared_figures"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_whole"),
        Index(
            "uq_club_shared_figures_standing",
            "round_member_id",
            "quantity",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    round_member_id: Mapped[UUID] = mapped_column(ForeignKey("club_round_members.id"), index=True)
    quantity: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(String(200))
    fact_id: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    value: Mapped[str] = mapped_column(String(40))
    grade: Mapped[str] = mapped_column(String(1), default="")
    before: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    released_at: Mapped[datetime]
    released_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
