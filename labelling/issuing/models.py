"""The table of issued certificates: one immutable row per rendered document."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Identified


class Certificate(Identified):
    """A document that was issued: what was printed, and the hash under which the file lies.

    ``subject_id`` is the label (later also an award); ``term_id`` the period it tells of.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("subject_id", "version"),
        UniqueConstraint("sha256"),
    )

    subject_id: Mapped[UUID] = mapped_column(index=True)
    term_id: Mapped[UUID]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    sheet: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_for: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
