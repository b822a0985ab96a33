"""What can be read of the yearly statistics: releases for all, drafts for those who make them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.people import queries as people
from labelling.register.statistics.models import StatisticsDraft, StatisticsRelease
from labelling.register.statistics.subjects import DraftRelease


def releases(session: Session) -> list[StatisticsRelease]:
    """Return all releases, the newest year first."""
    return list(session.scalars(select(StatisticsRelease).order_by(StatisticsRelease.year.desc())))


def find_release(session: Session, year: int) -> StatisticsRelease | None:
    """Return the release of a year, if there is one."""
    return session.scalar(select(StatisticsRelease).where(StatisticsRelease.year == year))


def get_release(session: Session, year: int) -> StatisticsRelease:
    """Return the release of a year; raise NotFound for one that is not out."""
    found = find_release(session, year)
    if found is None:
        raise NotFound
    return found


def find_draft(session: Session, year: int) -> StatisticsDraft | None:
    """Return the figures of a year that wait to be confirmed."""
    return session.scalar(select(StatisticsDraft).where(StatisticsDraft.year == year))


def draft_case(
    session: Session, draft: StatisticsDraft, person_id: UUID | None, now: datetime
) -> DraftRelease:
    """Return a draft as a person stands to who made it."""
    independent = person_id is not None and people.independent(
        session, draft.made_by, person_id, now
    )
    return DraftRelease(draft.made_by, person_id, independent)
