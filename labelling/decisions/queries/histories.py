"""The dated facts of labels, as ``certificates.standing`` computes with them."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.standing import Change, Event, History, Term
from labelling.decisions.models import LabelEvent, LabelTerm


def history(session: Session, label_id: UUID) -> History:
    """Return all terms and events of one label."""
    return histories(session, [label_id])[label_id]


def histories(session: Session, label_ids: Iterable[UUID]) -> dict[UUID, History]:
    """Return terms and events of several labels, in two statements."""
    ids = list(label_ids)
    terms: dict[UUID, list[LabelTerm]] = {label_id: [] for label_id in ids}
    events: dict[UUID, list[LabelEvent]] = {label_id: [] for label_id in ids}
    for term in session.scalars(
        select(LabelTerm)
        .where(LabelTerm.label_id.in_(ids))
        .order_by(LabelTerm.label_id, LabelTerm.ordinal)
    ):
        terms[term.label_id].append(term)
    for event in session.scalars(
        select(LabelEvent)
        .where(LabelEvent.label_id.in_(ids))
        .order_by(
            LabelEvent.label_id, LabelEvent.effective_on, LabelEvent.recorded_at, LabelEvent.id
        )
    ):
        events[event.label_id].append(event)
    return {label_id: history_from(terms[label_id], events[label_id]) for label_id in ids}


def history_from(
    terms: Sequence[LabelTerm],
    events: Sequence[LabelEvent],
    leaves: Mapping[UUID, int] = MappingProxyType({}),
) -> History:
    """Return rows of one label as the pure history; ``leaves`` are the events' in the log."""
    return History(
        terms=tuple(
            Term(str(row.id), row.level_id, row.valid_from, row.valid_until, row.recorded_at)
            for row in terms
        ),
        events=tuple(
            Event(
                Change(row.kind.value),
                row.effective_on,
                row.recorded_at,
                row.public_reason,
                leaves.get(row.id),
            )
            for row in events
        ),
    )
