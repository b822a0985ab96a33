"""The audit trail: who did what to which thing, hash-chained, written last in each transaction.

A row of the chain holds ids, verb and time, and a salted hash of the details. Details that name
people or texts lie in a table of their own that can be erased; the chain survives that.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import rfc8785
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Model

if TYPE_CHECKING:
    from labelling.core.access import Actor

GENESIS = b"\0" * 32
_QUEUE = "audit_queue"
_Key = BigInteger().with_variant(Integer, "sqlite")


class AuditEntry(Model):
    """One link of the chain. The database refuses to change or delete it."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_kind", "subject_id"),)

    seq: Mapped[int] = mapped_column(_Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    role: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]
    details_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    entry_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditDetail(Model):
    """The erasable part of an entry: salt, and what changed from what to what."""

    __tablename__ = "audit_details"

    seq: Mapped[int] = mapped_column(
        _Key, ForeignKey("audit_entries.seq"), primary_key=True, autoincrement=False
    )
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    details: Mapped[dict[str, Any]] = mapped_column(Json)


_ADD_ENTRIES = insert(AuditEntry)
_ADD_DETAILS = insert(AuditDetail)
_LAST = select(AuditEntry.seq, AuditEntry.entry_sha256).order_by(AuditEntry.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class _Queued:
    at: datetime
    actor_id: UUID | None
    role: str
    verb: str
    subject_kind: str
    subject_id: UUID | None
    details: Mapping[str, Any]


def record(
    session: Session,
    actor: "Actor",
    verb: str,
    subject: object,
    now: datetime,
    **details: Any,
) -> None:
    """Queue an entry; the unit of work writes it with the change it tells of, or not at all.

    ``subject`` is a row with an ``id`` (its table names the kind). Details must be JSON values.
    """
    subject_id = getattr(subject, "id", None)
    session.info.setdefault(_QUEUE, []).append(
        _Queued(
            at=now,
            actor_id=actor.person_id,
            role=actor.role.value,
            verb=verb,
            subject_kind=getattr(subject, "__tablename__", type(subject).__name__.lower()),
            subject_id=subject_id if isinstance(subject_id, UUID) else None,
            details=details,
        )
    )


class Head(NamedTuple):
    """The newest entry of the chain: it stands for all before it."""

    seq: int
    entry_sha256: bytes


def head(session: Session) -> Head:
    """Return the chain's newest entry; number 0 with the hash of nothing while there is none."""
    last = session.connection().execute(_LAST).one_or_none()
    return Head(*last) if last is not None else Head(0, GENESIS)


def write_queued(session: Session) -> None:
    """Append all queued entries to the chain, under the writers' lock that the session holds."""
    queue: list[_Queued] = session.info.pop(_QUEUE, [])
    if not queue:
        return
    seq, previous = head(session)
    entries: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    for item in queue:
        seq += 1
        salt = secrets.token_bytes(16)
        entry = _link(seq, previous, salt, item)
        entries.append(entry)
        if item.details:
            details.append({"seq": seq, "salt": salt, "details": dict(item.details)})
        previous = entry["entry_sha256"]
    # Plain rows, which nobody asks for again in this transaction: every action pays for this.
    connection = session.connection()
    connection.execute(_ADD_ENTRIES, entries)
    if details:
        connection.execute(_ADD_DETAILS, details)


def _link(seq: int, previous: bytes, salt: bytes, item: _Queued) -> dict[str, Any]:
    entry = {
        "seq": seq,
        "at": item.at,
        "actor_id": item.actor_id,
        "role": item.role,
        "verb": item.verb,
        "subject_kind": item.subject_kind,
        "subject_id": item.subject_id,
        "details_sha256": _details_hash(salt, item.details),
        "previous": previous,
    }
    return entry | {"entry_sha256": _entry_hash(entry)}


def _details_hash(salt: bytes, details: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(salt + rfc8785.dumps(dict(details))).digest()


def _entry_hash(entry: Mapping[Any, Any]) -> bytes:
    content = {
        "seq": str(entry["seq"]),
        "at": entry["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry["actor_id"] or ""),
        "role": entry["role"],
        "verb": entry["verb"],
        "kind": entry["subject_kind"],
        "subject": str(entry["subject_id"] or ""),
        "details": entry["details_sha256"].hex(),
        "previous": entry["previous"].hex(),
    }
    return hashlib.sha256(rfc8785.dumps(content)).digest()


def forget_details(session: Session, *which: ColumnElement[bool]) -> None:
    """Erase the details of the entries that meet all conditions; the chain stays whole.

    It holds a salted hash of them, which nobody can try guesses against once the salt is gone.
    """
    entries = select(AuditEntry.seq).where(*which)
    session.execute(delete(AuditDetail).where(AuditDetail.seq.in_(entries)))


def faults(session: Session) -> Iterator[str]:
    """Yield, in plain words, every place where the chain does not hold."""
    previous, expected = GENESIS, 1
    rows = session.execute(
        select(AuditEntry.__table__, AuditDetail.salt, AuditDetail.details)
        .outerjoin(AuditDetail, AuditDetail.seq == AuditEntry.seq)
        .order_by(AuditEntry.seq)
        .execution_options(yield_per=500)
    ).mappings()
    for entry in rows:
        seq, salt = entry["seq"], entry["salt"]
        if seq != expected:
            yield f"entry {expected} is missing"
        if entry["previous"] != previous:
            yield f"entry {seq} does not follow the entry before it"
        if entry["entry_sha256"] != _entry_hash(entry):
            yield f"entry {seq} was changed"
        if salt is not None and entry["details_sha256"] != _details_hash(salt, entry["details"]):
            yield f"the details of entry {seq} were changed"
        previous, expected = entry["entry_sha256"], seq + 1
