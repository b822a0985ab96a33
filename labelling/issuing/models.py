"""Tables of what was issued, of the transparency log, and of the keys that sign both."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from certificates.keys import Purpose, State
from certificates.leaves import LeafType
from certificates.log import HASH_SIZE
from certificates.status import Purpose as StatusPurpose
from labelling.core.columns import Json, choice
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.model import Identified, Model

_Whole = BigInteger().with_variant(Integer, "sqlite")
_KEY_ID = 40
_LONGEST_VKEY = 300


class Certificate(Identified):
    """A certificate as it was sealed: what is printed, and the credential of it in the log.

    ``subject_id`` is the label or the award, ``public_id`` its name in public;
    ``term_id`` the period it tells of. It counts for nobody before it is published.
    """

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("subject_id", "version"),)

    subject_id: Mapped[UUID] = mapped_column(index=True)
    public_id: Mapped[str] = mapped_column(String(64))
    term_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    sheet: Mapped[dict[str, Any]] = mapped_column(Json)
    credential: Mapped[str] = mapped_column(Text)
    credential_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[int] = mapped_column(_Whole, ForeignKey("log_leaves.index"), unique=True)
    sealed_at: Mapped[datetime]
    issued_for: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    publication: Mapped["Publication | None"] = relationship(lazy="raise")

    @property
    def sha256(self) -> str:
        """Return the hash of its newest file; raise NotNow before it is published."""
        return self.files[-1]

    @property
    def files(self) -> tuple[str, ...]:
        """Return the hashes of its files, the newest last; raise NotNow before it is published.

        A file with a further archive time stamp follows the one before; all of them are genuine.
        """
        return (self.published.sha256, *(one.sha256 for one in self.published.restampings))

    @property
    def issued_at(self) -> datetime:
        """Return when it was published; raise NotNow before that."""
        return self.published.at

    @property
    def published(self) -> "Publication":
        """Return what makes it count; raise NotNow before that is there."""
        if self.publication is None:
            raise NotNow(lazy("The certificate is being issued."))
        return self.publication


class Publication(Model):
    """The printed and signed file of a certificate: from here on the certificate counts.

    ``stamped_until`` is when the certificate of its archive time stamp ends, where it has one.
    """

    __tablename__ = "publications"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[int] = mapped_column(_Whole, ForeignKey("log_leaves.index"), unique=True)
    at: Mapped[datetime]
    stamped_until: Mapped[datetime | None] = mapped_column(index=True)
    restampings: Mapped[list["Restamping"]] = relationship(
        lazy="selectin", order_by="Restamping.number"
    )


class Restamping(Model):
    """A certificate's file with a further archive time stamp, before that of the last one ended.

    The files before it stay, and stay genuine; ``number`` counts files, so the first is 2.
    """

    __tablename__ = "restampings"

    certificate_id: Mapped[UUID] = mapped_column(
        ForeignKey("publications.certificate_id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    leaf: Mapped[int] = mapped_column(_Whole, ForeignKey("log_leaves.index"), unique=True)
    at: Mapped[datetime]
    stamped_until: Mapped[datetime]


class StatusEntry(Model):
    """A certificate's place in a status list, drawn at random and never given to another."""

    __tablename__ = "status_entries"
    __table_args__ = (UniqueConstraint("certificate_id", "purpose"),)

    purpose: Mapped[StatusPurpose] = mapped_column(
        choice(StatusPurpose, "status_purpose"), primary_key=True
    )
    list: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"))


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


class LogCosignature(Model):
    """What an outside witness signed of a state of the log: that it had grown properly, and when.

    ``line`` stands behind the log's own signature wherever the state is handed out.
    """

    __tablename__ = "log_cosignatures"

    size: Mapped[int] = mapped_column(
        _Whole, ForeignKey("log_checkpoints.size"), primary_key=True, autoincrement=False
    )
    witness: Mapped[str] = mapped_column(String(_LONGEST_VKEY), primary_key=True)
    line: Mapped[str] = mapped_column(Text)
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
