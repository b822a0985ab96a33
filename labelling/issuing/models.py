"""Tables of what was issued, of the transparency log, and of the keys that sign both."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from certificates.keys import Purpose, State
from certificates.leaves import LeafType
from certificates.log import HASH_SIZE
from labelling.core.columns import Json, choice
from labelling.core.model import Identified, Model

_Whole = BigInteger().with_variant(Integer, "sqlite")
_KEY_ID = 40


class Certificate(Identified):
    """A document that was issued: what was printed, and the hash under which the file lies.

    ``subject_id`` is the label (later also an award); ``term_id`` the period it tells of.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("subject_id", "version"),
        UniqueConstraint("sha256"),
    )

    subject_id: Mapped[UUID] = mapped_column(index=True)
    term_id: Mapped[UUID]
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    sheet: Mapped[dict[str, Any]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_for: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))


class LogLeaf(Model):
    """One entry of the log, numbered from 0. The database refuses to change or delete it."""

    __tablename__ = "log_leaves"

    index: Mapped[int] = mapped_column(_Whole, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_SIZE))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class LogNode(Model):
    """The hash of a complete subtree of 2**level leaves, from level 1 on: it never changes."""

    __tablename__ = "log_nodes"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(_Whole, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(HASH_SIZE))


class LogCheckpoint(Model):
    """What was signed once: size and root of the log. Nothing that contradicts it may follow."""

    __tablename__ = "log_checkpoints"

    size: Mapped[int] = mapped_column(_Whole, primary_key=True, autoincrement=False)
    note: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class LogEvent(Model):
    """What a leaf is about, with its salt: it can be erased, and the leaf then says nothing."""

    __tablename__ = "log_events"
    __table_args__ = (Index("ix_log_events_type", "type", "leaf"),)

    leaf: Mapped[int] = mapped_column(
        _Whole, ForeignKey("log_leaves.index"), primary_key=True, autoincrement=False
    )
    type: Mapped[LeafType] = mapped_column(choice(LeafType))
    label: Mapped[str | None] = mapped_column(String(64), index=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class SigningKey(Model):
    """The public half of a key, as it was introduced by a leaf of the log; never changed."""

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(String(_KEY_ID), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    public: Mapped[bytes] = mapped_column(LargeBinary)
    chain: Mapped[list[str]] = mapped_column(Json)
    first: Mapped[int] = mapped_column(_Whole)
    since: Mapped[datetime]
    leaf: Mapped[int] = mapped_column(_Whole, ForeignKey("log_leaves.index"), unique=True)


class SigningKeyEnd(Model):
    """The end of a key's turn: retired, or compromised, perhaps later; the last row counts."""

    __tablename__ = "signing_key_ends"

    leaf: Mapped[int] = mapped_column(
        _Whole, ForeignKey("log_leaves.index"), primary_key=True, autoincrement=False
    )
    key_id: Mapped[str] = mapped_column(String(_KEY_ID), ForeignKey("signing_keys.id"), index=True)
    state: Mapped[State] = mapped_column(choice(State))
    last: Mapped[int] = mapped_column(_Whole)
    until: Mapped[datetime]
