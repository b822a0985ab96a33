"""Making a year's release, and confirming it as the second person. Once out it never changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.subjects import person_of
from labelling.register.statistics import queries
from labelling.register.statistics.models import StatisticsDraft, StatisticsRelease
from labelling.register.statistics.protecting import digest
from labelling.register.statistics.subjects import YearFigures


def make_release(
    session: Session,
    *,
    actor: Actor,
    counted: Mapping[str, Any],
    content: Mapping[str, Any],
    now: datetime,
) -> StatisticsDraft:
    """Lay the figures of a year that is over before a second person.

    What was laid before is replaced. Raises NotNow for a year that still runs or is out already.
    """
    access.require(actor, Permission.STATISTICS_MAKE, YearFigures(), now=now)
    year: int = counted["year"]
    if year >= today(now).year:
        raise NotNow(lazy("This year still runs. Its figures are made when it is over."))
    if queries.find_release(session, year) is not None:
        raise NotNow(lazy("The figures of this year are out and never change."))
    session.execute(delete(StatisticsDraft).where(StatisticsDraft.year == year))
    draft = StatisticsDraft(
        year=year,
        counted=dict(counted),
        content=dict(content),
        sha256=digest(content),
        made_at=now,
        made_by=person_of(actor),
    )
    session.add(draft)
    session.flush()
    audit.record(session, actor, "statistics.made", draft, now, year=year, sha256=draft.sha256)
    return draft


def confirm_release(
    session: Session, *, actor: Actor, year: int, sha256: str, now: datetime
) -> StatisticsRelease:
    """Publish the figures of a year as the second person.

    ``sha256`` is the hash of what was read; raises Conflict where it was made anew since.
    """
    draft = queries.find_draft(session, year)
    if draft is None:
        raise NotFound
    case = queries.draft_case(session, draft, actor.person_id, now)
    access.require(actor, Permission.STATISTICS_CONFIRM, case, now=now)
    if draft.sha256 != sha256:
        raise Conflict(lazy("The figures were made anew meanwhile. Read them again."))
    release = StatisticsRelease(
        year=year,
        counted=draft.counted,
        content=draft.content,
        sha256=draft.sha256,
        made_at=draft.made_at,
        made_by=draft.made_by,
        confirmed_at=now,
        confirmed_by=person_of(actor),
    )
    session.add(release)
    session.delete(draft)
    session.flush()
    audit.record(
        session, actor, "statistics.released", release, now, year=year, sha256=release.sha256
    )
    return release
