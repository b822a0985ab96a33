"""The table of lower levels that were offered, and what the organisations answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class OfferAnswer(StrEnum):
    """What became of an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"


class LevelOffer(Identified):
    """A lower level than the one applied for; only the organisation's consent begins its term."""

    __tablename__ = "level_offers"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint(
            "(answer IN ('accepted', 'declined')) = (answered_by IS NOT NULL)", name="answered_by"
        ),
    )

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), unique=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    level_id: Mapped[str] = mapped_column(String(30))
    offered_at: Mapped[datetime]
    answer: Mapped[OfferAnswer | None] = mapped_column(choice(OfferAnswer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
