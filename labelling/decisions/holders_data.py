"""What one person said in hearings and asked for holders, or dealt with for the office."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.decisions.hearings.models import HearingAnswer, HearingReply, LabelHearing
from labelling.decisions.models import Label, LabelChange
from labelling.decisions.versions.models import VersionRequest
from labelling.decisions.withdrawals.models import WithdrawalRequest

_STEPS = ("asked", "checked", "decided", "closed", "taken_back")


def said_and_asked(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return a person's answers and replies in hearings, and requests with their own steps."""
    return {
        "hearings": _hearings(session, person_id),
        "withdrawal_requests": [
            {"label": number, "reason": row.reason if row.asked_by == person_id else None}
            | _own_steps(row, person_id)
            for row, number in session.execute(
                select(WithdrawalRequest, Label.number)
                .join(Label, Label.id == WithdrawalRequest.label_id)
                .where(
                    or_(
                        WithdrawalRequest.asked_by == person_id,
                        WithdrawalRequest.taken_back_by == person_id,
                    )
                )
                .order_by(WithdrawalRequest.asked_at, WithdrawalRequest.id)
            )
        ],
        "version_requests": [
            {
                "label": number,
                "explanation": row.explanation if row.asked_by == person_id else None,
                "note": row.note if row.checked_by == person_id else None,
            }
            | _own_steps(row, person_id)
            for row, number in session.execute(
                select(VersionRequest, Label.number)
                .join(Label, Label.id == VersionRequest.label_id)
                .where(
                    or_(
                        VersionRequest.asked_by == person_id,
                        VersionRequest.checked_by == person_id,
                        VersionRequest.decided_by == person_id,
                        VersionRequest.closed_by == person_id,
                    )
                )
                .order_by(VersionRequest.asked_at, VersionRequest.id)
            )
        ],
    }


def _hearings(session: Session, person_id: UUID) -> list[dict[str, str]]:
    answers = session.execute(
        _of_labels(
            select(HearingAnswer.text, HearingAnswer.answered_at, Label.number), HearingAnswer
        )
        .where(HearingAnswer.answered_by == person_id)
        .order_by(HearingAnswer.answered_at, HearingAnswer.id)
    )
    replies = session.execute(
        _of_labels(select(HearingReply.text, HearingReply.replied_at, Label.number), HearingReply)
        .where(HearingReply.replied_by == person_id)
        .order_by(HearingReply.replied_at, HearingReply.id)
    )
    return [
        {"label": number, "said": said, "at": at.isoformat()}
        for said, at, number in (*answers, *replies)
    ]


def _of_labels(query: Any, table: type[HearingAnswer] | type[HearingReply]) -> Any:
    return (
        query.join(LabelHearing, LabelHearing.id == table.hearing_id)
        .join(LabelChange, LabelChange.id == LabelHearing.change_id)
        .join(Label, Label.id == LabelChange.label_id)
    )


def _own_steps(row: VersionRequest | WithdrawalRequest, person_id: UUID) -> dict[str, str]:
    """Return the moments at which the person acted."""
    return {
        f"{step}_at": getattr(row, f"{step}_at").isoformat()
        for step in _STEPS
        if getattr(row, f"{step}_by", None) == person_id
    }
