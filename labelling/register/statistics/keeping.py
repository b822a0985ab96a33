"""What waits around the yearly statistics, and what is held of who made and confirmed them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, may
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.register.statistics import queries
from labelling.register.statistics.models import StatisticsDraft, StatisticsRelease


@offers_tasks
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the releases that wait for the actor as the second person."""
    if actor.role not in {Role.OFFICER, Role.ADVISORY}:
        return
    drafts = session.scalars(select(StatisticsDraft).order_by(StatisticsDraft.year)).all()
    for draft in drafts:
        case = queries.draft_case(session, draft, actor.person_id, now)
        if may(actor, Permission.STATISTICS_CONFIRM, case):
            yield Task(
                title=gettext("Confirm the statistics of a year"),
                about=str(draft.year),
                button=gettext("Read the figures"),
                address=f"/office/statistics/{draft.year}",
            )


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the releases that a person made or confirmed."""
    rows = session.scalars(
        select(StatisticsRelease)
        .where(
            or_(StatisticsRelease.made_by == person_id, StatisticsRelease.confirmed_by == person_id)
        )
        .order_by(StatisticsRelease.year)
    )
    return {
        "statistics": [
            {
                "year": row.year,
                "made": row.made_at.isoformat() if row.made_by == person_id else None,
                "confirmed": row.confirmed_at.isoformat()
                if row.confirmed_by == person_id
                else None,
            }
            for row in rows
        ]
    }


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: it says by an id alone on whose word a release stands."""
