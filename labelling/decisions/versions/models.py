"""Tables of further versions: what an owner asked for, and the versions that came of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class RequestState(StrEnum):
    """How far a request for a further version has come."""

    ASKED = "asked"
    CHECKED = "checked"
    TAKEN = "taken"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class VersionRequest(Identified):
    """An owner asks for the certificate under another name or host, or in another language.

    All that the new version will say of the holder stands here, unchanged parts too. ``renames``:
    it says who holds the label, so an officer checks it and another person decides.
    """

    __tablename__ = "version_requests"
    __table_args__ = (
        CheckConstraint(
            "decided_by IS NULL OR checked_by IS NULL OR decided_by <> checked_by",
            name="two_persons",
        ),
        CheckConstraint(
            "state <> 'taken' OR NOT renames OR checked_by IS NOT NULL", name="checked_first"
        ),
        CheckConstraint("(state = 'taken') = (decided_by IS NOT NULL)", name="taken_by_somebody"),
        CheckConstraint(
            "(state IN ('refused', 'taken_back')) = (closed_by IS NOT NULL)", name="closed_by"
        ),
        Index(
            "uq_version_requests_open",
            "label_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'checked')"),
            postgresql_where=text("state IN ('asked', 'checked')"),
        ),
    )

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    state: Mapped[RequestState] = mapped_column(choice(RequestState))
    renames: Mapped[bool]
    holder: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(100), default="")
    city: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(10))
    explanation: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    closed_reason: Mapped[str] = mapped_column(String(1000), default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class VersionProof(Model):
    """A piece of evidence that proves what a request says, in the version of that day."""

    __tablename__ = "version_proofs"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("version_requests.id"), primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(
        ForeignKey("evidence.id"), primary_key=True, index=True
    )
    version: Mapped[int | None]


class LabelVersion(Identified):
    """What a further version of a term's certificate says of the holder. Never changed afterwards.

    A term's first certificate names the holder as the term does; each later one has its row here.
    ``version`` counts through all certificates of the label.
    """

    __tablename__ = "label_versions"
    __table_args__ = (UniqueConstraint("label_id", "version"),)

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"))
    term_id: Mapped[UUID] = mapped_column(ForeignKey("label_terms.id"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("version_requests.id"), index=True)
    version: Mapped[int]
    holder: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(100))
    city: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(10))
    recorded_at: Mapped[datetime]
