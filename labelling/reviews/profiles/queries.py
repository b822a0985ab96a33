"""Reading assessors' files: of one, and of many at once in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.errors import NotFound
from labelling.reviews.models import PanelSeat, PanelState, Review
from labelling.reviews.profiles.models import (
    AssessorAbsence,
    AssessorContract,
    AssessorEmployer,
    AssessorExperience,
    AssessorRate,
    AssessorTraining,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts of an assessor when a team is built, as of a day.

    ``away_until`` is the last day of an absence that has begun or begins within the span asked
    for; ``trained`` says that a training is in force; ``cases`` are those handed in.
    """

    experience: AssessorExperience | None
    away_until: date | None
    trained: bool
    under_contract: bool
    cases: int


def find_experience(session: Session, person_id: UUID) -> AssessorExperience | None:
    """Return what an assessor said of languages' levels, countries and hours."""
    return session.scalar(
        select(AssessorExperience).where(AssessorExperience.person_id == person_id)
    )


def employers(session: Session, person_id: UUID) -> list[AssessorEmployer]:
    """Return for whom an assessor works or worked, latest first."""
    return list(
        session.scalars(
            select(AssessorEmployer)
            .where(AssessorEmployer.person_id == person_id)
            .order_by(AssessorEmployer.since.desc(), AssessorEmployer.id)
        )
    )


def employers_of(
    session: Session, person_ids: Iterable[UUID]
) -> Mapping[UUID, list[AssessorEmployer]]:
    """Return the employers of several assessors, by person."""
    found: dict[UUID, list[AssessorEmployer]] = defaultdict(list)
    for row in session.scalars(
        select(AssessorEmployer)
        .where(AssessorEmployer.person_id.in_(list(person_ids)))
        .order_by(AssessorEmployer.since, AssessorEmployer.id)
    ):
        found[row.person_id].append(row)
    return found


def absences(session: Session, person_id: UUID) -> list[AssessorAbsence]:
    """Return when an assessor is or was away, latest first."""
    return list(
        session.scalars(
            select(AssessorAbsence)
            .where(AssessorAbsence.person_id == person_id)
            .order_by(AssessorAbsence.since.desc(), AssessorAbsence.id)
        )
    )


def trainings(session: Session, person_id: UUID) -> list[AssessorTraining]:
    """Return an assessor's trainings, latest first."""
    return list(
        session.scalars(
            select(AssessorTraining)
            .where(AssessorTraining.person_id == person_id)
            .order_by(AssessorTraining.passed_on.desc(), AssessorTraining.id)
        )
    )


def contracts(session: Session, person_id: UUID) -> list[AssessorContract]:
    """Return an assessor's contracts, latest first."""
    return list(
        session.scalars(
            select(AssessorContract)
            .where(AssessorContract.person_id == person_id)
            .order_by(AssessorContract.since.desc(), AssessorContract.id)
        )
    )


def rates(session: Session, person_id: UUID) -> list[AssessorRate]:
    """Return what an assessor gets and got, latest first."""
    return list(
        session.scalars(
            select(AssessorRate)
            .where(AssessorRate.person_id == person_id)
            .order_by(AssessorRate.since.desc(), AssessorRate.recorded_at.desc(), AssessorRate.id)
        )
    )


def rate_on(session: Session, person_id: UUID, day: date) -> AssessorRate | None:
    """Return what an assessor gets on a day: of those that have begun the one recorded last."""
    return next((one for one in rates(session, person_id) if one.since <= day), None)


def get_employer(session: Session, employer_id: UUID) -> AssessorEmployer:
    """Return an employer; raise NotFound."""
    row = session.get(AssessorEmployer, employer_id)
    if row is None:
        raise NotFound
    return row


def get_absence(session: Session, absence_id: UUID) -> AssessorAbsence:
    """Return an absence; raise NotFound."""
    row = session.get(AssessorAbsence, absence_id)
    if row is None:
        raise NotFound
    return row


def cases_by_level(session: Session, person_id: UUID) -> dict[str, int]:
    """Return how many reviews an assessor has handed in, by level; nothing of whose they were.

    Those that count once all of the team have handed in: before, it would tell who has.
    """
    rows = session.execute(
        select(Application.level_id, func.count())
        .join(Review, Review.application_id == Application.id)
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .where(
            Review.person_id == person_id,
            Review.handed_in_at.is_not(None),
            Application.state != State.SCORING,
            PanelSeat.state == PanelState.ACCEPTED,
        )
        .group_by(Application.level_id)
        .order_by(Application.level_id)
    )
    return {row[0]: row[1] for row in rows}


def facts_of(
    session: Session, person_ids: Iterable[UUID], day: date, until: date | None = None
) -> dict[UUID, Facts]:
    """Return what counts of several assessors on a day, absences up to ``until`` included."""
    ids = list(person_ids)
    last = until if until is not None else day
    experiences = {
        row.person_id: row
        for row in session.scalars(
            select(AssessorExperience).where(AssessorExperience.person_id.in_(ids))
        )
    }
    away: dict[UUID, date] = {
        row[0]: row[1]
        for row in session.execute(
            select(AssessorAbsence.person_id, func.max(AssessorAbsence.until))
            .where(
                AssessorAbsence.person_id.in_(ids),
                AssessorAbsence.since <= last,
                AssessorAbsence.until >= day,
            )
            .group_by(AssessorAbsence.person_id)
        )
    }
    trained = set(
        session.scalars(
            select(AssessorTraining.person_id).where(
                AssessorTraining.person_id.in_(ids),
                AssessorTraining.passed_on <= day,
                (AssessorTraining.expires_on.is_(None)) | (AssessorTraining.expires_on >= day),
            )
        )
    )
    contracted = set(
        session.scalars(
            select(AssessorContract.person_id).where(
                AssessorContract.person_id.in_(ids),
                AssessorContract.signed_on.is_not(None),
                AssessorContract.since <= day,
                (AssessorContract.until.is_(None)) | (AssessorContract.until >= day),
            )
        )
    )
    cases = _cases(session, ids)
    return {
        person_id: Facts(
            experience=experiences.get(person_id),
            away_until=away.get(person_id),
            trained=person_id in trained,
            under_contract=person_id in contracted,
            cases=cases.get(person_id, 0),
        )
        for person_id in ids
    }


def _cases(session: Session, ids: list[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(Review.person_id, func.count())
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .join(Application, Application.id == Review.application_id)
        .where(
            Review.person_id.in_(ids),
            Review.handed_in_at.is_not(None),
            Application.state != State.SCORING,
            PanelSeat.state == PanelState.ACCEPTED,
        )
        .group_by(Review.person_id)
    )
    return {row[0]: row[1] for row in rows}
