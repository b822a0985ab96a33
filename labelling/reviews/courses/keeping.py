"""Certificates as files, what courses hold of a person, and what erasure takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.core import doctor, files, i18n, installation, outbox
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import holds_personal_data
from labelling.reviews.courses import queries
from labelling.reviews.courses.actions import PRINT
from labelling.reviews.courses.library import get_course
from labelling.reviews.courses.models import CourseEnrolment, CoursePass, CourseTraining
from labelling.settings import in_use

FORGET = "course.forget"


@outbox.handles(PRINT)
def print_certificate(payload: Mapping[str, Any], _now: datetime) -> None:
    """Make the certificate of a finished course and keep it by its hash."""
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.core.printing import printed_page  # noqa: PLC0415

    enrolment_id = UUID(payload["enrolment"])
    with reading() as session:
        row = session.get(CourseEnrolment, enrolment_id)
        demo = bool(installation.is_demo(session))
    if row is None or row.pdf_sha256 is not None or row.finished_at is None:
        return
    known = in_use()
    with i18n.speaking(row.language):
        pdf = printed_page(
            "attendance.html",
            enrolment=row,
            course=get_course(row.course_id),
            office=known.office_name,
            place=known.office_place,
            public_url=known.public_url,
            demo=demo,
        )
    digest = files.store().put(pdf)
    with unit_of_work() as session:
        kept = session.get(CourseEnrolment, enrolment_id)
        if kept is not None:
            kept.pdf_sha256 = digest


@doctor.keeps_files
def certificates(session: Session) -> list[str]:
    """Return the hashes of all certificates, which the file store must hold."""
    found = session.scalars(
        select(CourseEnrolment.pdf_sha256).where(CourseEnrolment.pdf_sha256.is_not(None))
    )
    return [digest for digest in found if digest is not None]


@outbox.handles(FORGET)
def forget_file(payload: Mapping[str, Any], _now: datetime) -> None:
    """Remove a certificate from the file store, after the row that named it has gone."""
    files.store().remove(payload["sha256"])


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the courses of a person, and the offices that they trained."""
    trained = session.scalars(
        select(CourseTraining)
        .where(CourseTraining.trainer_id == person_id)
        .order_by(CourseTraining.held_on, CourseTraining.id)
    )
    return {
        "courses": [
            {
                "course": row.course_id,
                "begun_at": row.begun_at.isoformat(),
                "finished_at": row.finished_at.isoformat() if row.finished_at else None,
                "number": row.number,
                "modules": list(queries.passed(session, row.id)),
            }
            for row in queries.enrolments_of(session, person_id).values()
        ],
        "trained": [
            {
                "course": row.course_id,
                "organisation": str(row.organisation_id),
                "held_on": row.held_on.isoformat(),
            }
            for row in trained
        ],
    }


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """Delete a person's courses with their certificates; who trained an office stays, by key."""
    own = queries.enrolments_of(session, person_id).values()
    ids = [row.id for row in own]
    for row in own:
        if row.pdf_sha256 is not None:
            outbox.put_job(session, FORGET, {"sha256": row.pdf_sha256}, now)
    session.execute(delete(CoursePass).where(CoursePass.enrolment_id.in_(ids)))
    session.execute(delete(CourseEnrolment).where(CourseEnrolment.id.in_(ids)))


holds_personal_data("courses", export, erase)
