"""Tables of reporting: who edits a report, and how the organisation rates it afterwards."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class ReportEditor(Identified):
    """The technical editor whom the office named for one report; ``done_at`` ends the editing."""

    __tablename__ = "report_editors"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    named_at: Mapped[datetime]
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    done_at: Mapped[datetime | None]


class ReportRating(Identified):
    """How an organisation rates its report, from 1 to 5 each; read by the office among several."""

    __tablename__ = "report_ratings"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    clear: Mapped[int]
    fair: Mapped[int]
    useful: Mapped[int]
    remark: Mapped[str] = mapped_column(String(1000), default="")
    rated_at: Mapped[datetime]
    rated_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
