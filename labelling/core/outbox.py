"""The outbox: mail and jobs, written in the transaction that causes them, done afterwards.

It is the queue as well: a worker leases one row at a time, does it outside any transaction and
marks it done. What was rolled back is never done; what was committed is done at least once, and
handlers are written so that a second time does no harm. A job of many steps notes each as it is
done and renews its lease with it.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, case, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified

LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 10


class Kind(StrEnum):
    """What an outbox row asks for."""

    MAIL = "mail"
    JOB = "job"


class Outgoing(Identified):
    """One mail to send or job to do, and what became of it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due", "finished_at", "not_before"),
        Index("ix_outbox_about", "about_kind", "about_id"),
    )

    kind: Mapped[Kind] = mapped_column(choice(Kind))
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    person_id: Mapped[UUID | None]
    address: Mapped[str | None] = mapped_column(String(320))
    subject: Mapped[str | None] = mapped_column(String(300))
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[UUID | None]
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(500))


class Undeliverable(Exception):
    """The other side refused for good; trying again would not help."""


class Delayed(Exception):
    """It cannot be done now, and is tried again; the message says why, and may be shown."""


class LeaseLost(Exception):
    """Another worker has taken the row on meanwhile, and does the rest."""


@dataclass(frozen=True, slots=True)
class Leased:
    """What a worker needs to know of the row it has taken on."""

    id: UUID
    kind: Kind
    name: str
    payload: Mapping[str, Any]
    address: str | None
    attempts: int


def put_job(
    session: Session,
    name: str,
    payload: Mapping[str, Any],
    now: datetime,
    *,
    about: object | None = None,
    key: str | None = None,
    not_before: datetime | None = None,
) -> None:
    """Queue a job; with a ``key`` that was used before, nothing is queued again."""
    put(
        session,
        Outgoing(kind=Kind.JOB, name=name, payload=dict(payload), key=key, created_at=now),
        about=about,
        not_before=not_before,
    )


def put(
    session: Session,
    row: Outgoing,
    *,
    about: object | None = None,
    not_before: datetime | None = None,
) -> None:
    """Add a row to the outbox unless its key stands there already."""
    if row.key is not None:
        known = session.scalar(select(Outgoing.id).where(Outgoing.key == row.key))
        if known is not None:
            return
    row.not_before = not_before if not_before is not None else row.created_at
    row.about_kind = getattr(about, "__tablename__", None)
    row.about_id = getattr(about, "id", None)
    session.add(row)


def lease(
    session: Session,
    now: datetime,
    *,
    leaving: Collection[str] = (),
    served: Mapping[str, int] = MappingProxyType({}),
) -> Leased | None:
    """Take on a row that is due and free, or return None: the oldest of its name.

    Names take turns: the one that was served longest ago comes first (``served`` counts up), so
    that a thousand certificates do not keep a mail waiting. Rows of the names in ``leaving`` are
    left to other workers.
    """
    turn = [case(dict(served), value=Outgoing.name, else_=0)] if served else []
    row = session.scalars(
        select(Outgoing)
        .where(
            Outgoing.finished_at.is_(None),
            Outgoing.failed_at.is_(None),
            Outgoing.not_before <= now,
            Outgoing.name.not_in(leaving),
            or_(Outgoing.leased_until.is_(None), Outgoing.leased_until < now),
        )
        .order_by(*turn, Outgoing.not_before, Outgoing.created_at, Outgoing.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    row.leased_until = now + LEASE
    row.attempts += 1
    return Leased(row.id, row.kind, row.name, row.payload, row.address, row.attempts)


@dataclass(frozen=True, slots=True)
class _Held:
    """The row that a worker is doing, and by which clock it took it on (seconds)."""

    row: Leased
    now: datetime
    began: float


_held: ContextVar[_Held | None] = ContextVar("held", default=None)


@contextmanager
def holding(row: Leased, now: datetime) -> Iterator[None]:
    """Let the handler that is called in the block renew the lease of its row."""
    token = _held.set(_Held(row, now, time.monotonic()))
    try:
        yield
    finally:
        _held.reset(token)


def renew(session: Session) -> None:
    """Hold the row at hand for as long again, in the unit of work that notes a step of its job.

    Raises LeaseLost where another worker has taken it on: then the step is not noted here either.
    Outside a worker there is nothing to renew.
    """
    held = _held.get()
    if held is None:
        return
    row = session.get_one(Outgoing, held.row.id)
    if row.finished_at is not None or row.attempts != held.row.attempts:
        raise LeaseLost
    row.leased_until = held.now + timedelta(seconds=time.monotonic() - held.began) + LEASE


def finish(
    session: Session,
    row_id: UUID,
    now: datetime,
    *,
    subject: str | None = None,
    forget: bool = False,
) -> None:
    """Mark a row done; ``forget`` drops what it said, so that only that it was sent is kept."""
    row = session.get_one(Outgoing, row_id)
    row.payload = {} if forget else row.payload
    row.finished_at, row.leased_until, row.error = now, None, None
    row.subject = subject if subject is not None else row.subject


def postpone(
    session: Session, row_id: UUID, now: datetime, error: str, *, final: bool = False
) -> None:
    """Note a failure: try again later, each time twice as late, or give up for good."""
    row = session.get_one(Outgoing, row_id)
    row.leased_until, row.error = None, error[:500]
    if final or row.attempts >= MOST_ATTEMPTS:
        row.failed_at = now
    else:
        row.not_before = now + timedelta(seconds=15 * 2**row.attempts)


def revive(row: Outgoing, now: datetime) -> None:
    """Let what was given up be tried again, at once and as often as at first."""
    row.failed_at, row.attempts, row.not_before = None, 0, now


Handler = Callable[[Mapping[str, Any], datetime], None]
Tick = Callable[[Session, datetime], None]

_handlers: dict[str, Handler] = {}
_ticks: list[Tick] = []


def handles(name: str) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of one name."""

    def register(function: Handler) -> Handler:
        _handlers[name] = function
        return function

    return register


def handler(name: str) -> Handler:
    """Return the function for jobs of this name; raise KeyError for an unknown one."""
    return _handlers[name]


def every_minute(function: Tick) -> Tick:
    """Register a function that the worker calls each minute, in a unit of work, with ``now``.

    It queues what has become due (reminders), each with a key so that it is queued once.
    """
    _ticks.append(function)
    return function


def ticks() -> tuple[Tick, ...]:
    """Return the functions to be called each minute."""
    return tuple(_ticks)
