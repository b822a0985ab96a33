"""Tables of yearly statistics: what an officer made, and what a second person released."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Identified


class StatisticsDraft(Identified):
    """The figures of a year as an officer made them; a new one takes the place of the one before.

    ``counted`` is what was counted, for the office alone; ``content`` is what would be shown.
    """

    __tablename__ = "statistics_drafts"

    year: Mapped[int] = mapped_column(unique=True)
    counted: Mapped[dict[str, Any]] = mapped_column(Json)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class StatisticsRelease(Identified):
    """The figures of a year as they were published, once. Never changed afterwards."""

    __tablename__ = "statistics_releases"
    __table_args__ = (CheckConstraint("confirmed_by <> made_by", name="two_persons"),)

    year: Mapped[int] = mapped_column(unique=True)
    counted: Mapped[dict[str, Any]] = mapped_column(Json)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
