"""Votes as they are kept: every entry in its order, the last one of a member counts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core.secrets import vault
from labelling.decisions.committee.models import Choice, SittingItem, VoteEntry

_PURPOSE = "committee vote"
_WIDTH = 8  # every sealed vote is as long as any other


def standing_votes(
    session: Session, items: Iterable[SittingItem]
) -> dict[UUID, dict[UUID, Choice]]:
    """Return the votes that stand, by item and member; removed ones are none."""
    found: dict[UUID, dict[UUID, Choice]] = {item.id: {} for item in items}
    for entry in _entries(session, found):
        said = choice_of(entry)
        if said is Choice.REMOVED:
            found[entry.item_id].pop(entry.person_id, None)
        else:
            found[entry.item_id][entry.person_id] = said
    return found


def votes_on(session: Session, item: SittingItem) -> dict[UUID, Choice]:
    """Return the votes that stand on one item, by member."""
    return standing_votes(session, [item])[item.id]


def oldest_vote(session: Session, item: SittingItem) -> datetime | None:
    """Return when the first of the votes that stand was cast."""
    last: dict[UUID, VoteEntry] = {entry.person_id: entry for entry in _entries(session, [item.id])}
    standing = [one.cast_at for one in last.values() if choice_of(one) is not Choice.REMOVED]
    return min(standing, default=None)


def add_entry(
    session: Session,
    item: SittingItem,
    person_id: UUID,
    said: Choice,
    now: datetime,
    *,
    secret: bool,
    why_removed: str = "",
) -> VoteEntry:
    """Add an entry behind those that are there; sealed in a secret ballot."""
    last = session.scalar(select(func.max(VoteEntry.ordinal)).where(VoteEntry.item_id == item.id))
    hidden = secret and said is not Choice.REMOVED
    entry = VoteEntry(
        item_id=item.id,
        ordinal=(last or 0) + 1,
        person_id=person_id,
        choice=None if hidden else said,
        sealed=_sealed(said) if hidden else None,
        why_removed=why_removed,
        cast_at=now,
    )
    session.add(entry)
    session.flush()
    return entry


def choice_of(entry: VoteEntry) -> Choice:
    """Return what an entry says."""
    if entry.choice is not None:
        return entry.choice
    return Choice(vault().unseal(_PURPOSE, (entry.sealed or "").encode()).decode().strip())


def _sealed(said: Choice) -> str:
    return vault().seal(_PURPOSE, said.value.ljust(_WIDTH).encode()).decode()


def _entries(session: Session, ids: Iterable[UUID]) -> Sequence[VoteEntry]:
    return session.scalars(
        select(VoteEntry)
        .where(VoteEntry.item_id.in_(list(ids)))
        .order_by(VoteEntry.item_id, VoteEntry.ordinal)
    ).all()
