"""Reading courses: one's own progress, certificates by number or hash, who trained whom."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from labelling.organisations.models import Organisation
from labelling.people.models import Person
from labelling.reviews.courses.models import CourseEnrolment, CoursePass, CourseTraining


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody in a course, with how many modules are done."""

    enrolment: CourseEnrolment
    name: str
    done: int


def find_enrolment(session: Session, person_id: UUID, course_id: str) -> CourseEnrolment | None:
    """Return a person's part in a course."""
    return session.scalar(
        select(CourseEnrolment).where(
            CourseEnrolment.person_id == person_id, CourseEnrolment.course_id == course_id
        )
    )


def enrolments_of(session: Session, person_id: UUID) -> dict[str, CourseEnrolment]:
    """Return what a person takes part in, by course."""
    rows = session.scalars(
        select(CourseEnrolment)
        .where(CourseEnrolment.person_id == person_id)
        .order_by(CourseEnrolment.course_id)
    )
    return {row.course_id: row for row in rows}


def passed(session: Session, enrolment_id: UUID) -> dict[str, CoursePass]:
    """Return the modules that are done."""
    rows = session.scalars(
        select(CoursePass)
        .where(CoursePass.enrolment_id == enrolment_id)
        .order_by(CoursePass.passed_at, CoursePass.id)
    )
    return {row.module_id: row for row in rows}


def everybody(session: Session) -> list[Taking]:
    """Return all who take part in a course, the latest first."""
    done = (
        select(CoursePass.enrolment_id, func.count().label("done"))
        .group_by(CoursePass.enrolment_id)
        .subquery()
    )
    rows = session.execute(
        select(CourseEnrolment, Person.name, func.coalesce(done.c.done, 0))
        .join(Person, Person.id == CourseEnrolment.person_id)
        .outerjoin(done, done.c.enrolment_id == CourseEnrolment.id)
        .order_by(CourseEnrolment.begun_at.desc(), CourseEnrolment.id)
    )
    return [Taking(row[0], row[1], row[2]) for row in rows]


def find_certificate(session: Session, asked: str) -> CourseEnrolment | None:
    """Return the finished course whose certificate has this number or SHA-256."""
    letters = "".join(asked.split())
    if not (letters.isascii() and letters.isprintable()):
        return None  # no number, and no database is asked for a NUL
    return session.scalar(
        select(CourseEnrolment).where(
            CourseEnrolment.finished_at.is_not(None),
            or_(
                CourseEnrolment.number == letters.upper(),
                CourseEnrolment.pdf_sha256 == letters.lower(),
            ),
        )
    )


def trainings(session: Session) -> list[tuple[CourseTraining, str, str]]:
    """Return who trained which organisation, the latest first, with names."""
    trainer = aliased(Person)
    rows = session.execute(
        select(CourseTraining, trainer.name, Organisation.name)
        .join(trainer, trainer.id == CourseTraining.trainer_id)
        .join(Organisation, Organisation.id == CourseTraining.organisation_id)
        .order_by(CourseTraining.held_on.desc(), CourseTraining.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def organisations(session: Session) -> list[tuple[UUID, str]]:
    """Return key and name of all organisations, by name."""
    rows = session.execute(
        select(Organisation.id, Organisation.name).order_by(
            func.lower(Organisation.name), Organisation.id
        )
    )
    return [(row[0], row[1]) for row in rows]
