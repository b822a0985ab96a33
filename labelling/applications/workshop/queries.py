"""Reads of workshops: the open one of an application, by code, by a participant's secret."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.workshop.models import Place, Vote, Workshop
from labelling.core.errors import NotFound
from labelling.core.secrets import token_hash

LASTS = timedelta(hours=12)


def is_open(workshop: Workshop, now: datetime) -> bool:
    """Say whether a workshop takes participants and votes: for twelve hours, or until closed."""
    return workshop.closed_at is None and now < workshop.opened_at + LASTS


def open_workshop(session: Session, application_id: UUID, now: datetime) -> Workshop | None:
    """Return the open workshop of an application, or None."""
    return session.scalar(
        select(Workshop)
        .where(
            Workshop.application_id == application_id,
            Workshop.closed_at.is_(None),
            Workshop.opened_at > now - LASTS,
        )
        .order_by(Workshop.opened_at.desc(), Workshop.id)
        .limit(1)
    )


def get_workshop(session: Session, workshop_id: UUID) -> Workshop:
    """Return a workshop; raise NotFound."""
    found = session.get(Workshop, workshop_id)
    if found is None:
        raise NotFound
    return found


def find_by_code(session: Session, typed: str) -> Workshop | None:
    """Return the workshop of a code, however it is typed."""
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return session.scalar(select(Workshop).where(Workshop.code == plain))


def get_place(session: Session, token: str) -> tuple[Place, Workshop]:
    """Return a participant's place with its workshop, by their secret; raise NotFound."""
    row = session.execute(
        select(Place, Workshop)
        .join(Workshop, Workshop.id == Place.workshop_id)
        .where(Place.token_sha256 == token_hash(token))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class Tally:
    """How a group has chosen: names of those present, how many chose, and each line's count."""

    present: tuple[str, ...]
    voted: int
    counts: dict[int, int]

    @property
    def spread(self) -> int:
        """Return the percentage points between the lowest and the highest choice."""
        return max(self.counts) - min(self.counts) if self.counts else 0

    @property
    def middle(self) -> int | None:
        """Return the median choice, the lower one of two; None without any."""
        chosen = sorted(band for band, count in self.counts.items() for _ in range(count))
        return chosen[(len(chosen) - 1) // 2] if chosen else None


def tally(session: Session, workshop: Workshop) -> Tally:
    """Return how the group has chosen for the part that it scores now."""
    present = session.scalars(
        select(Place.name).where(Place.workshop_id == workshop.id).order_by(Place.name)
    )
    rows = session.execute(
        select(Vote.band, func.count())
        .join(Place, Place.id == Vote.place_id)
        .where(Place.workshop_id == workshop.id, Vote.part_id == workshop.part_id)
        .group_by(Vote.band)
        .order_by(Vote.band)
    )
    counts = {row[0]: row[1] for row in rows}
    return Tally(tuple(present), sum(counts.values()), counts)


def find_vote(session: Session, place_id: UUID, part_id: str) -> Vote | None:
    """Return what a participant chose for a part, or None."""
    return session.scalars(
        select(Vote).where(Vote.place_id == place_id, Vote.part_id == part_id)
    ).one_or_none()
