"""The table of holders' requests to end their label."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class WithdrawalRequest(Identified):
    """An owner asks that the label ends. It stands until it is taken back or the label ends."""

    __tablename__ = "withdrawal_requests"
    __table_args__ = (
        CheckConstraint("(taken_back_at IS NULL) = (taken_back_by IS NULL)", name="taken_back_by"),
        Index(
            "uq_withdrawal_requests_standing",
            "label_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
