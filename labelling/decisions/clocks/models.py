"""The table of dates of appeals and complaints."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified
from labelling.decisions.clocks.spans import Clock


class CaseDate(Identified):
    """A date for a step of a case; a later row extends the earlier one, with a reason."""

    __tablename__ = "case_dates"
    __table_args__ = (UniqueConstraint("case_id", "step", "number"),)

    case_id: Mapped[UUID]
    step: Mapped[Clock] = mapped_column(choice(Clock))
    number: Mapped[int]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), default="")
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
