"""Ordering a self-assessment on paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.paper.models import PaperCopy
from labelling.applications.paper.queries import SUBMISSION, find_copy, wanted
from labelling.core import access, audit, outbox
from labelling.core.access import Actor
from labelling.core.permissions import Permission

PRINT = "paper.print"


def order_copy(
    session: Session, *, actor: Actor, application_id: UUID, asked: str, now: datetime
) -> PaperCopy:
    """Order the PDF of a draft, version or submission; one in the making is not ordered again.

    A submission does not change, so it is made once. Raises NotFound where there is none, also
    after its retention has ended.
    """
    one = wanted(session, actor, application_id, asked)
    permission = Permission.SUBMISSION_VIEW if asked == SUBMISSION else Permission.ANSWER_VIEW
    access.require(actor, permission, one.application, now=now)
    row = find_copy(session, one)
    if row is not None and (row.waiting or asked == SUBMISSION):
        return row
    if asked == SUBMISSION:
        queries.snapshot(session, queries.latest_submission(session, application_id))
    if row is None:
        row = PaperCopy(
            application_id=application_id,
            source=one.source,
            with_lines=one.with_lines,
            language=one.language,
            ordered_at=now,
        )
        session.add(row)
    row.ordered_at = now
    session.flush()
    audit.record(session, actor, "paper.ordered", row, now, source=one.source)
    outbox.put_job(session, PRINT, {"copy": str(row.id)}, now, about=row)
    return row
