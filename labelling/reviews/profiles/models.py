"""Tables of assessors: experience, employers, absences; trainings, contracts and rates."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Identified


class AssessorExperience(Identified):
    """How well an assessor speaks, where they worked and lived, how much time they have.

    ``levels`` maps a language's code to a level of the European framework (a2 to c2, or native).
    """

    __tablename__ = "assessor_experiences"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)
    levels: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    worked_in: Mapped[list[str]] = mapped_column(Json, default=list)
    lived_in: Mapped[list[str]] = mapped_column(Json, default=list)
    hours_a_month: Mapped[int | None]
    updated_at: Mapped[datetime]


class AssessorEmployer(Identified):
    """For whom an assessor works or worked; ``folded`` is the name as it is compared."""

    __tablename__ = "assessor_employers"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="in_order"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(300))
    domain: Mapped[str] = mapped_column(String(253), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[datetime]


class AssessorAbsence(Identified):
    """Days on which an assessor is away, both included: nobody is invited for them."""

    __tablename__ = "assessor_absences"
    __table_args__ = (CheckConstraint("since <= until", name="in_order"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    recorded_at: Mapped[datetime]


class AssessorTraining(Identified):
    """A training that an assessor has passed; without ``expires_on`` it never runs out."""

    __tablename__ = "assessor_trainings"
    __table_args__ = (
        CheckConstraint("expires_on IS NULL OR passed_on <= expires_on", name="in_order"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    passed_on: Mapped[date]
    expires_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class AssessorContract(Identified):
    """From when to when an assessor works for the office, and when both had signed."""

    __tablename__ = "assessor_contracts"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="in_order"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    signed_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class AssessorRate(Identified):
    """What an assessor gets for a day from a day on, in euros, and which expenses are paid."""

    __tablename__ = "assessor_rates"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    since: Mapped[date]
    fee_a_day: Mapped[Decimal]
    expenses: Mapped[str] = mapped_column(String(300), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
