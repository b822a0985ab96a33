"""Tables of bid packs."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from certificates.standing import Status
from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class BidPack(Identified):
    """A bid pack: ordered by an owner, made by the worker, known by its hash from then on.

    ``chosen`` has what the owner ticked, as it stood then: figures, and the agreed result or None.
    It is emptied, and the file deleted, when its time has come; the hash stays.
    """

    __tablename__ = "bid_packs"
    __table_args__ = (Index("ix_bid_packs_organisation", "organisation_id", "ordered_at"),)

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    language: Mapped[str] = mapped_column(String(10))
    chosen: Mapped[dict[str, Any]] = mapped_column(Json)
    ordered_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    ordered_at: Mapped[datetime]
    day: Mapped[date | None]
    status: Mapped[Status | None] = mapped_column(choice(Status, "bid_pack_status"))
    sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]
