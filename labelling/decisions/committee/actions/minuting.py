"""The minutes: remarks until the chair approves them, then nothing changes any more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit, outbox
from labelling.core.access import SYSTEM, Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.committee import mailing, queries
from labelling.decisions.committee.models import Minutes, MinutesFile, Sitting
from labelling.decisions.committee.record import record_of, sealed
from labelling.decisions.committee.stages import Stage, refuse_unless
from labelling.decisions.subjects import person_of

REMARKS_LIMIT = 10_000
PRINT = "sitting.print"


def write_remarks(
    session: Session, *, actor: Actor, sitting_id: UUID, remarks: str, now: datetime
) -> Sitting:
    """Write what the minutes say beside what was recorded; until they are approved."""
    sitting = queries.get_sitting(session, sitting_id)
    desk = queries.desk_for(session, sitting, actor.person_id, now)
    access.require(actor, Permission.SITTING_RECORD, desk, now=now)
    refuse_unless(sitting, Stage.OPEN)
    if len(remarks) > REMARKS_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="remarks", most=REMARKS_LIMIT
        )
    sitting.remarks = remarks
    session.flush()
    audit.record(session, actor, "sitting.remarked", sitting, now, remarks=remarks)
    return sitting


def approve_minutes(session: Session, *, actor: Actor, sitting_id: UUID, now: datetime) -> Minutes:
    """Approve the minutes as the chair; they are frozen with their hash, and the sitting is over.

    Raises NotNow while a vote is open.
    """
    sitting = queries.get_sitting(session, sitting_id)
    desk = queries.desk_for(session, sitting, actor.person_id, now)
    access.require(actor, Permission.MINUTES_APPROVE, desk, now=now)
    refuse_unless(sitting, Stage.OPEN)
    if any(item.result is None for item in queries.items_of(session, sitting_id)):
        raise NotNow(lazy("Close every vote first, or put what is left off to another sitting."))
    content, sha256 = sealed(record_of(session, sitting))
    minutes = Minutes(
        sitting_id=sitting_id,
        content=content,
        sha256=sha256,
        approved_at=now,
        approved_by=person_of(actor),
    )
    session.add(minutes)
    sitting.closed_at = now
    session.flush()
    audit.record(session, actor, "sitting.minutes_approved", sitting, now, sha256=sha256)
    outbox.put_job(session, PRINT, {"minutes": str(minutes.id)}, now, about=sitting)
    mailing.tell_minutes(session, sitting, now)
    return minutes


def note_printed(session: Session, *, minutes_id: UUID, sha256: str, now: datetime) -> None:
    """Note the printed minutes; a second print changes nothing."""
    if session.get(MinutesFile, minutes_id) is not None:
        return
    minutes = session.get_one(Minutes, minutes_id)
    session.add(MinutesFile(minutes_id=minutes_id, sha256=sha256, printed_at=now))
    session.flush()
    audit.record(session, SYSTEM, "sitting.minutes_printed", minutes, now, sha256=sha256)
