"""What sittings hold of one person: where they were called, what they voted and wrote."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.decisions.committee.ballots import choice_of
from labelling.decisions.committee.models import (
    DissentEntry,
    ItemRecusal,
    Sitting,
    SittingItem,
    SittingMember,
    VoteEntry,
)


def sittings_of(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    """Return the sittings to which a person was called, with all that they did there."""
    rows = session.execute(
        select(Sitting, SittingMember)
        .join(SittingMember, SittingMember.sitting_id == Sitting.id)
        .where(SittingMember.person_id == person_id)
        .order_by(Sitting.day, Sitting.id)
    )
    votes = _by_sitting(session, VoteEntry, person_id)
    dissents = _by_sitting(session, DissentEntry, person_id)
    recusals = _by_sitting(session, ItemRecusal, person_id)
    return [
        {
            "sitting": f"{sitting.scheme} {sitting.number}",
            "day": sitting.day.isoformat(),
            "reply": member.reply.value if member.reply is not None else None,
            "attended": member.attended,
            "votes": [
                {"at": row.cast_at.isoformat(), "vote": choice_of(row).value}
                for row in votes.get(sitting.id, [])
            ],
            "dissents": [row.reason for row in dissents.get(sitting.id, [])],
            "stayed_out": [row.reason for row in recusals.get(sitting.id, [])],
        }
        for sitting, member in rows
    ]


def _by_sitting(session: Session, table: Any, person_id: UUID) -> dict[UUID, list[Any]]:
    rows = session.execute(
        select(SittingItem.sitting_id, table)
        .join(SittingItem, SittingItem.id == table.item_id)
        .where(table.person_id == person_id)
        .order_by(SittingItem.position, table.item_id)
    )
    found: dict[UUID, list[Any]] = {}
    for sitting_id, row in rows:
        found.setdefault(sitting_id, []).append(row)
    return found
