"""Tables of the visit's plan. Whom the assessors meet is kept by function, never by name."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified, Model


class Suits(StrEnum):
    """What somebody says of a day that was proposed."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class VisitPlan(Identified):
    """The plan of an application's interview or visit. Each save raises the version by one.

    ``people`` has by function how many the assessors meet, and when. ``questions`` are the
    assessors' own; the organisation reads the rest. ``told`` counts the calendar entries sent.
    """

    __tablename__ = "visit_plans"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    zone: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    people: Mapped[dict[str, dict[str, str]]] = mapped_column(Json, default=dict)
    papers: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    told: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class VisitDay(Identified):
    """A day that was proposed for the visit."""

    __tablename__ = "visit_days"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class VisitAnswer(Model):
    """Whether a proposed day suits somebody."""

    __tablename__ = "visit_answers"

    day_id: Mapped[UUID] = mapped_column(ForeignKey("visit_days.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    suits: Mapped[Suits] = mapped_column(choice(Suits))
    answered_at: Mapped[datetime]
