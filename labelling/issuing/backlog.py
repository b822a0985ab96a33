"""How issuing comes along: how many certificates stand where, what was hindered, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labelling.core.outbox import Outgoing
from labelling.issuing import sources
from labelling.issuing.models import Certificate, Publication
from labelling.issuing.orders import ISSUE, order_key
from labelling.issuing.sources import Named

MOST_LINES = 50
RECENT = timedelta(hours=24)

_OPEN = and_(Outgoing.name == ISSUE, Outgoing.finished_at.is_(None), Outgoing.failed_at.is_(None))
_GIVEN_UP = and_(Outgoing.name == ISSUE, Outgoing.failed_at.is_not(None))
_HINDERED = and_(_OPEN, Outgoing.error.is_not(None))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many certificates stand where; ``published`` in the last 24 hours.

    ``hindered`` are those among the waiting and the sealed ones that were tried in vain.
    """

    waiting: int
    sealed: int
    hindered: int
    given_up: int
    published: int

    @property
    def on_their_way(self) -> int:
        """Return how many are still to come by themselves."""
        return self.waiting + self.sealed

    @property
    def ordered(self) -> int:
        """Return how many there are in all: those to come, those that came, those given up."""
        return self.on_their_way + self.given_up + self.published


@dataclass(frozen=True, slots=True)
class Line:
    """A certificate that was tried in vain: whose, how often, why, and when it is tried again."""

    job_id: UUID
    named: Named | None
    version: int
    attempts: int
    reason: str
    ordered_at: datetime
    again_at: datetime | None


def counts(session: Session, now: datetime) -> Counts:
    """Return how many certificates stand where."""
    unpublished = session.execute(
        select(Certificate.subject_id, Certificate.version)
        .outerjoin(Publication, Publication.certificate_id == Certificate.id)
        .where(Publication.certificate_id.is_(None))
    )
    keys = [order_key(subject_id, version) for subject_id, version in unpublished]
    sealed = _count(session, and_(_OPEN, Outgoing.key.in_(keys)))
    recent = select(func.count()).select_from(Publication).where(Publication.at > now - RECENT)
    return Counts(
        waiting=_count(session, _OPEN) - sealed,
        sealed=sealed,
        hindered=_count(session, _HINDERED),
        given_up=_count(session, _GIVEN_UP),
        published=session.scalar(recent) or 0,
    )


def given_up(session: Session) -> list[Line]:
    """Return what was given up, the first 50, longest ago first."""
    return _lines(session, _GIVEN_UP, Outgoing.failed_at)


def hindered(session: Session) -> list[Line]:
    """Return what was tried in vain and is tried again by itself: the first 50, soonest first."""
    return _lines(session, _HINDERED, Outgoing.not_before)


def _lines(
    session: Session,
    which: ColumnElement[bool],
    first: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> list[Line]:
    rows = session.scalars(
        select(Outgoing).where(which).order_by(first, Outgoing.id).limit(MOST_LINES)
    ).all()
    named = _named(session, rows)
    return [
        Line(
            job_id=row.id,
            named=named.get(row.id),
            version=row.payload["version"],
            attempts=row.attempts,
            reason=row.error or "",
            ordered_at=row.created_at,
            again_at=row.not_before if row.failed_at is None else None,
        )
        for row in rows
    ]


def _named(session: Session, rows: Sequence[Outgoing]) -> dict[UUID, Named]:
    orders = {row.id: sources.order_from(row.payload) for row in rows}
    names = sources.names(session, orders.values())
    return {
        row_id: names[order.term_id] for row_id, order in orders.items() if order.term_id in names
    }


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Outgoing).where(which)) or 0
