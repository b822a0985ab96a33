"""What takes its time is ordered here and made a moment later: releases, and members' reports."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.results import actions, queries
from labelling.club.results.models import MemberReport
from labelling.core import access, audit, outbox
from labelling.core.access import Actor
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission

RELEASE, REPORT = "results.release", "results.report"


def order_release(
    session: Session, *, actor: Actor, round_id: UUID, dimension: str, now: datetime
) -> None:
    """Order the next release of a round; while one is under way, nothing more is ordered.

    Raises NotNow where nothing can be released, Invalid for a dimension that the round lacks.
    """
    round_, _, frozen = actions.due_release(session, actor, round_id, now)
    actions.groups_along(frozen, dimension)
    after = len(queries.releases_in(session, round_id))
    job = {
        "round": str(round_id),
        "dimension": dimension,
        "by": str(actor.person_id),
        "after": after,
    }
    earlier = release_ordered(session, round_id)
    if earlier is not None and earlier.failed_at is not None:
        earlier.payload = job
        outbox.revive(earlier, now)
    elif earlier is None:
        key = f"{RELEASE}:{round_id}:{after}"
        outbox.put_job(session, RELEASE, job, now, about=round_, key=key)


def release_ordered(session: Session, round_id: UUID) -> Outgoing | None:
    """Return the job that is to release something of a round, given up or not; None without."""
    query = select(Outgoing).where(
        Outgoing.about_kind == "club_rounds",
        Outgoing.about_id == round_id,
        Outgoing.name == RELEASE,
        Outgoing.finished_at.is_(None),
    )
    return session.scalars(query.order_by(Outgoing.created_at.desc()).limit(1)).one_or_none()


def order_report(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    half_year: str,
    language: str,
    now: datetime,
) -> MemberReport:
    """Order a member's own report of a round; one that is being made is not ordered again.

    Raises NotFound for a round without results.
    """
    results = queries.own_results(session, actor, membership_id, now)
    access.require(actor, Permission.RESULTS_VIEW, results)
    round_ = queries.round_named(session, results.place.club.id, half_year)
    row = queries.find_report(session, membership_id, round_.id, language)
    if row is not None and row.waiting:
        return row
    up_to = queries.newest_in_report(session, round_.id, membership_id)
    if row is None:
        row = MemberReport(
            membership_id=membership_id,
            round_id=round_.id,
            language=language,
            up_to=up_to,
            ordered_at=now,
        )
        session.add(row)
    row.up_to, row.ordered_at = up_to, now
    session.flush()
    audit.record(session, actor, "report.ordered", row, now, round=str(round_.id))
    outbox.put_job(session, REPORT, {"report": str(row.id)}, now, about=row)
    return row
