"""Tables of independence: what was known at each step and by what, objections of applicants."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified, Model
from labelling.reviews.models import ConflictGrade


class Occasion(StrEnum):
    """The step at which an assessor's independence was looked at."""

    INVITED = "invited"
    DECLARED = "declared"
    OBJECTED = "objected"
    ACCEPTED = "accepted"


class IndependenceCheck(Identified):
    """What was known of an assessor's ties at a step, and who took it. Never changed afterwards.

    Each of ``facts`` has kind, grade, source, since and until; texts are kept elsewhere.
    """

    __tablename__ = "independence_checks"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("panel_seats.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    occasion: Mapped[Occasion] = mapped_column(choice(Occasion))
    grade: Mapped[ConflictGrade] = mapped_column(choice(ConflictGrade))
    facts: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    checked_at: Mapped[datetime]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class TraceBasis(Model):
    """What an organisation was recognised by when a team for it was first proposed.

    Folded names of its members, and its website's domain. Ties are looked for with it as well as
    with what stands now, so that a change meanwhile hides nothing. Goes with the application.
    """

    __tablename__ = "trace_bases"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    domain: Mapped[str] = mapped_column(String(300))
    members: Mapped[list[str]] = mapped_column(Json, default=list)
    kept_at: Mapped[datetime]


class PanelObjection(Identified):
    """An applicant's objection to an assessor, and the office's answer."""

    __tablename__ = "panel_objections"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> raised_by", name="two_persons"),
        CheckConstraint("(upheld IS NULL) = (decided_at IS NULL)", name="decided_when"),
    )

    seat_id: Mapped[UUID] = mapped_column(ForeignKey("panel_seats.id"), unique=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    reason: Mapped[str] = mapped_column(String(2000))
    raised_at: Mapped[datetime]
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(2000), default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
