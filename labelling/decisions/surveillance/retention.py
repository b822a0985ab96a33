"""What ends by itself: what reporters wrote, a year after their report was closed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from labelling.core import audit, doctor, files
from labelling.core.access import SYSTEM
from labelling.core.audit import AuditEntry
from labelling.core.database import unit_of_work
from labelling.core.outbox import every_minute, handles, put_job
from labelling.decisions.surveillance import letters
from labelling.decisions.surveillance.models import MisuseReport, MisuseStep
from labelling.organisations.models import EvidenceFile

REPORT_KEPT = timedelta(days=365)
PURGE_JOB = "misuse.purge"
_AT_ONCE = 20


@doctor.keeps_files
def attachments(session: Session) -> Iterator[str]:
    """Yield the files that reports of misuse need."""
    query = select(MisuseReport.file_sha256).where(MisuseReport.file_sha256.is_not(None))
    yield from (digest for digest in session.scalars(query) if digest is not None)


@every_minute
def forget_addresses(session: Session, _now: datetime) -> None:
    """Empty reporters' addresses in the mail log as soon as their mail has left."""
    letters.forget_addresses(session)


@every_minute
def clear_reports(session: Session, now: datetime) -> None:
    """Clear what was written in reports whose time is over: that there was one stays on record."""
    due = session.scalars(
        select(MisuseReport)
        .where(MisuseReport.closed_at < now - REPORT_KEPT, MisuseReport.cleared_at.is_(None))
        .order_by(MisuseReport.closed_at, MisuseReport.id)
        .limit(_AT_ONCE)
    ).all()
    for report in due:
        if report.file_sha256 is not None:
            key = f"{PURGE_JOB}:{report.id}"
            put_job(session, PURGE_JOB, {"sha256": report.file_sha256}, now, key=key)
        report.text = report.place = report.about = report.number_typed = ""
        report.seen_on = report.email_sealed = None
        report.file_sha256 = report.filename = report.media_type = None
        report.cleared_at = now
        session.execute(update(MisuseStep).where(MisuseStep.report_id == report.id).values(text=""))
        audit.forget_details(
            session,
            AuditEntry.subject_kind == MisuseReport.__tablename__,
            AuditEntry.subject_id == report.id,
        )
        audit.record(session, SYSTEM, "misuse.cleared", report, now)


@handles(PURGE_JOB)
def purge_attachment(payload: Mapping[str, Any], _now: datetime) -> None:
    """Delete the bytes of an attachment, unless something else stores the same bytes.

    This happens under the writers' lock, so that nothing begins to need the bytes meanwhile.
    """
    digest = str(payload["sha256"])
    with unit_of_work() as session:
        in_library = select(
            exists().where(EvidenceFile.sha256 == digest, EvidenceFile.purged_at.is_(None))
        )
        if not session.scalar(in_library) and not doctor.is_kept(session, digest):
            files.store().remove(digest)
