"""How long the texts of appeals are kept, and what is held of a person's part in them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.outbox import every_minute
from labelling.decisions.appeals.life import ENDED
from labelling.decisions.appeals.models import (
    Appeal,
    AppealDraft,
    AppealNote,
    AppealPiece,
    AppealVote,
    PanelMember,
)

KEPT = timedelta(days=730)
_AT_ONCE = 20


@every_minute
def clear_ended(session: Session, now: datetime) -> None:
    """Blank the texts of appeals that ended 24 months ago; outcome, days and votes stay."""
    due = session.scalars(
        select(Appeal)
        .where(Appeal.state.in_(ENDED), Appeal.state_since < now - KEPT, Appeal.text != "")
        .order_by(Appeal.state_since, Appeal.id)
        .limit(_AT_ONCE)
    ).all()
    ids = [appeal.id for appeal in due]
    if not ids:
        return
    for appeal in due:
        appeal.text = appeal.reasons = appeal.admissibility_reason = appeal.sent_back_reason = ""
        audit.record(session, SYSTEM, "appeal.cleared", appeal, now)
    for table in (AppealNote, AppealPiece):
        session.execute(delete(table).where(table.appeal_id.in_(ids)))
    session.execute(update(AppealDraft).where(AppealDraft.appeal_id.in_(ids)).values(reasons=""))
    session.execute(
        update(PanelMember).where(PanelMember.appeal_id.in_(ids)).values(ended_reason="")
    )


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return the appeals that a person filed or handled, their seats, votes and notes."""
    handled = session.scalars(
        select(Appeal)
        .where(
            or_(
                Appeal.filed_by == person_id,
                Appeal.acknowledged_by == person_id,
                Appeal.proposed_by == person_id,
                Appeal.judged_by == person_id,
                Appeal.followed_by == person_id,
            )
        )
        .order_by(Appeal.filed_at, Appeal.id)
    )
    seats = session.execute(
        select(Appeal.receipt, PanelMember)
        .join(PanelMember, PanelMember.appeal_id == Appeal.id)
        .where(PanelMember.person_id == person_id)
        .order_by(PanelMember.named_at, PanelMember.id)
    )
    votes = session.execute(
        select(Appeal.receipt, AppealVote)
        .join(AppealDraft, AppealDraft.id == AppealVote.draft_id)
        .join(Appeal, Appeal.id == AppealDraft.appeal_id)
        .where(AppealVote.person_id == person_id)
        .order_by(AppealVote.at, AppealVote.id)
    )
    notes = session.execute(
        select(Appeal.receipt, AppealNote)
        .join(AppealNote, AppealNote.appeal_id == Appeal.id)
        .where(AppealNote.person_id == person_id)
        .order_by(AppealNote.at, AppealNote.id)
    )
    return {
        "appeals": [
            {
                "receipt": appeal.receipt,
                "filed": _at(appeal.filed_at, appeal.filed_by, person_id),
                "text": appeal.text if appeal.filed_by == person_id else None,
                "acknowledged": _at(appeal.acknowledged_at, appeal.acknowledged_by, person_id),
                "proposed": _at(appeal.proposed_at, appeal.proposed_by, person_id),
                "judged": _at(appeal.judged_at, appeal.judged_by, person_id),
                "followed": _at(appeal.followed_at, appeal.followed_by, person_id),
            }
            for appeal in handled
        ],
        "appeal_seats": [
            {"receipt": receipt, "state": row.state.value, "named": row.named_at.isoformat()}
            for receipt, row in seats
        ],
        "appeal_votes": [
            {"receipt": receipt, "agrees": row.agrees, "at": row.at.isoformat()}
            for receipt, row in votes
        ],
        "appeal_notes": [
            {"receipt": receipt, "text": row.text, "at": row.at.isoformat()}
            for receipt, row in notes
        ],
    }


def erase(_session: Session, _person_id: UUID, _now: datetime) -> None:
    """Keep everything: it says by an id alone on whose word an outcome stands."""


def _at(moment: datetime | None, who: UUID | None, person_id: UUID) -> str | None:
    return moment.isoformat() if moment is not None and who == person_id else None
