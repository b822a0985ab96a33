"""What assessors' files hold of one person: for export, and what may be erased."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from labelling.reviews.profiles import queries
from labelling.reviews.profiles.models import (
    AssessorAbsence,
    AssessorEmployer,
    AssessorExperience,
    AssessorRate,
    AssessorTraining,
)


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return an assessor's experience, employers, absences, trainings, contracts and rates."""
    experience = queries.find_experience(session, person_id)
    return {
        "experience": None
        if experience is None
        else {
            "levels": experience.levels,
            "worked_in": experience.worked_in,
            "lived_in": experience.lived_in,
            "hours_a_month": experience.hours_a_month,
        },
        "employers": [
            {
                "name": one.name,
                "domain": one.domain,
                "since": one.since.isoformat(),
                "until": _day(one.until),
            }
            for one in queries.employers(session, person_id)
        ],
        "absences": [
            {"since": one.since.isoformat(), "until": one.until.isoformat()}
            for one in queries.absences(session, person_id)
        ],
        "trainings": [
            {
                "title": one.title,
                "passed_on": one.passed_on.isoformat(),
                "expires_on": _day(one.expires_on),
            }
            for one in queries.trainings(session, person_id)
        ],
        "contracts": [
            {
                "since": one.since.isoformat(),
                "until": _day(one.until),
                "signed_on": _day(one.signed_on),
            }
            for one in queries.contracts(session, person_id)
        ],
        "rates": [
            {
                "since": one.since.isoformat(),
                "fee_a_day": str(one.fee_a_day),
                "expenses": one.expenses,
            }
            for one in queries.rates(session, person_id)
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Erase what the assessor said, and trainings; contracts and fees are the office's accounts."""
    for table in (AssessorExperience, AssessorEmployer, AssessorAbsence, AssessorTraining):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(
        update(AssessorRate).where(AssessorRate.person_id == person_id).values(expenses="")
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
