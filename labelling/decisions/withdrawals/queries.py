"""Reads of holders' requests to end their label."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.decisions.models import DecisionState, Label, LabelChange, LabelEvent, LabelEventKind
from labelling.decisions.withdrawals.models import WithdrawalRequest

_FINAL = (LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN)


def get_request(session: Session, request_id: UUID) -> WithdrawalRequest:
    """Return a request; raise NotFound."""
    found = session.get(WithdrawalRequest, request_id)
    if found is None:
        raise NotFound
    return found


def find_request(session: Session, label_id: UUID) -> WithdrawalRequest | None:
    """Return the request about a label that was not taken back."""
    return session.scalar(
        select(WithdrawalRequest).where(
            WithdrawalRequest.label_id == label_id, WithdrawalRequest.taken_back_at.is_(None)
        )
    )


def find_change_for(session: Session, request_id: UUID) -> LabelChange | None:
    """Return the change that was prepared for a request and waits or was taken."""
    return session.scalar(
        select(LabelChange).where(
            LabelChange.request_id == request_id, LabelChange.state != DecisionState.SENT_BACK
        )
    )


def waiting_for_office(session: Session) -> list[tuple[WithdrawalRequest, Label]]:
    """Return the requests for which nothing is prepared yet, of labels that have not ended."""
    prepared = (
        select(LabelChange.id)
        .where(
            LabelChange.label_id == Label.id,
            LabelChange.state == DecisionState.PREPARED,
        )
        .exists()
    )
    ended = (
        select(LabelEvent.id)
        .where(LabelEvent.label_id == Label.id, LabelEvent.kind.in_(_FINAL))
        .exists()
    )
    rows = session.execute(
        select(WithdrawalRequest, Label)
        .join(Label, Label.id == WithdrawalRequest.label_id)
        .where(WithdrawalRequest.taken_back_at.is_(None), ~prepared, ~ended)
        .order_by(WithdrawalRequest.asked_at, WithdrawalRequest.id)
    )
    return [(request, label) for request, label in rows]
