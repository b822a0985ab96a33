"""How long severity is kept, whose copy it is in, what waits for whom, what erasure takes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry, forget_details
from labelling.core.doors import Task, holds_personal_data, offers_tasks
from labelling.core.i18n import format_day, gettext
from labelling.core.outbox import every_minute
from labelling.reviews.reliability import queries
from labelling.reviews.reliability.models import SeverityNotice

KEPT = timedelta(days=3 * 365)


@every_minute
def forget_old(session: Session, now: datetime) -> None:
    """Delete what was told three years ago."""
    session.execute(delete(SeverityNotice).where(SeverityNotice.noticed_at < now - KEPT))


@offers_tasks
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Return the notices that an assessor has not read yet."""
    if actor.role is not Role.ASSESSOR or actor.person_id is None:
        return
    for row in session.scalars(
        select(SeverityNotice)
        .where(SeverityNotice.person_id == actor.person_id, SeverityNotice.read_at.is_(None))
        .order_by(SeverityNotice.noticed_at, SeverityNotice.id)
    ):
        yield Task(
            title=gettext("Read how your scores lie beside those of colleagues"),
            about=gettext("Only you see it until %(day)s", day=format_day(row.opens_on)),
            button=gettext("Read"),
            address="/reviews/severity",
            due=row.opens_on,
        )


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return all that was measured of an assessor."""
    return {
        "severity": [
            {
                "edition": row.edition_id,
                "noticed_at": row.noticed_at.isoformat(),
                "cases": row.cases,
                "difference": str(row.difference),
                "low": None if row.low is None else str(row.low),
                "high": None if row.high is None else str(row.high),
                "expected": None if row.expected is None else str(row.expected),
                "change": None if row.change is None else str(row.change),
                "change_low": None if row.change_low is None else str(row.change_low),
                "change_high": None if row.change_high is None else str(row.change_high),
                "moved": None if row.moved is None else str(row.moved),
                "remark": row.remark,
            }
            for row in queries.own_notices(session, person_id)
        ]
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Delete all that was measured of a person."""
    own = select(SeverityNotice.id).where(SeverityNotice.person_id == person_id)
    forget_details(
        session,
        AuditEntry.subject_kind == SeverityNotice.__tablename__,
        AuditEntry.subject_id.in_(own),
    )
    session.execute(delete(SeverityNotice).where(SeverityNotice.person_id == person_id))


holds_personal_data("severity", export, erase)
