"""Tables of courses: who takes part, which modules are done, and who trained which office."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class CourseEnrolment(Identified):
    """Somebody's part in a course; finished, it has a certificate with a number."""

    __tablename__ = "course_enrolments"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    course_id: Mapped[str] = mapped_column(String(40), index=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    number: Mapped[str | None] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)


class CoursePass(Identified):
    """A module whose questions somebody has answered."""

    __tablename__ = "course_passes"
    __table_args__ = (UniqueConstraint("enrolment_id", "module_id"),)

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("course_enrolments.id"))
    module_id: Mapped[str] = mapped_column(String(40))
    passed_at: Mapped[datetime]


class CourseTraining(Identified):
    """A trainer taught the office of an organisation; the trainer never assesses it."""

    __tablename__ = "course_trainings"
    __table_args__ = (UniqueConstraint("trainer_id", "organisation_id", "course_id", "held_on"),)

    course_id: Mapped[str] = mapped_column(String(40))
    trainer_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    held_on: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
