"""Tables of people: accounts, one-time links, sessions, roles, involvements."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.access import Role
from labelling.core.columns import Json, choice
from labelling.core.model import Identified, Model


class Person(Identified):
    """Somebody with an account. Erased people keep their row, without name and address."""

    __tablename__ = "persons"

    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    reset_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    reset_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    verified_at: Mapped[datetime | None]
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    suspended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class RecoveryCode(Identified):
    """A code on paper that stands in for a lost second factor, once."""

    __tablename__ = "recovery_codes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    code_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None]


class Passkey(Identified):
    """A passkey (WebAuthn): its public key, and how often it has signed as far as it says."""

    __tablename__ = "passkeys"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    transports: Mapped[list[str]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RoleGrant(Identified):
    """A role of a person. All but the assessor's take two persons to grant.

    ``schemes`` are those for which an officer is named; None for all, and with every other role.
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="two_persons"),
        Index(
            "uq_role_grants_standing",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND confirmed_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND confirmed_at IS NOT NULL"),
        ),
        Index(
            "uq_role_grants_proposed",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND confirmed_at IS NULL"),
            postgresql_where=text("ended_at IS NULL AND confirmed_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    schemes: Mapped[list[str] | None] = mapped_column(Json)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]


class SignedInSession(Identified):
    """One signed-in browser. The cookie's token is kept as a hash only."""

    __tablename__ = "sessions"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    browser: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    awaits_second_factor: Mapped[bool] = mapped_column(default=False)
    passkey_challenge: Mapped[bytes | None] = mapped_column(LargeBinary)
    passkey_challenge_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class TicketKind(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    EMAIL = "email"


class Ticket(Identified):
    """A one-time link sent by mail, kept as a hash."""

    __tablename__ = "tickets"

    kind: Mapped[TicketKind] = mapped_column(choice(TicketKind))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class KeptPost(Identified):
    """What somebody sent after the session had ended, sealed, until they sign in again."""

    __tablename__ = "kept_posts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class TryCounter(Model):
    """Recent failed tries of one account or address, shared by all processes."""

    __tablename__ = "try_counters"

    key_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime]


class InvolvementKind(StrEnum):
    """How a person is or was bound up with an organisation."""

    EMPLOYED = "employed"
    BOARD = "board"
    MEMBER = "member"
    SEAT = "seat"
    CONSULTED = "consulted"
    TRAINED = "trained"
    RELATED = "related"
    COMPETITOR = "competitor"
    ACQUAINTED = "acquainted"
    SAME_NETWORK = "same_network"
    ADDRESS = "address"
    ASSESSED = "assessed"
    DECIDED = "decided"


class Involvement(Identified):
    """One line of the ledger from which conflicts of interest are found."""

    __tablename__ = "involvements"
    __table_args__ = (Index("ix_involvements_pair", "person_id", "organisation_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[InvolvementKind] = mapped_column(choice(InvolvementKind))
    since: Mapped[date | None]
    until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
