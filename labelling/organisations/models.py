"""Tables of organisations: profile, seats, requests for access, fact sheet, evidence."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.access import Seat
from labelling.core.columns import choice
from labelling.core.model import Identified
from labelling.organisations.members import MemberKind, MemberLine
from labelling.organisations.provenance import Provenance


class Organisation(Identified):
    """A cluster organisation: the office, not the firms."""

    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), index=True)
    city: Mapped[str] = mapped_column(String(100))
    field: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(10), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(String(1000), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    certificate_language: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def printed_language(self) -> str:
        """Return the language of its certificates: its own choice, else that of its mail."""
        return self.certificate_language or self.language


class SeatHolding(Identified):
    """A person's seat in an organisation. Two owners at least, once there were two."""

    __tablename__ = "seats"
    __table_args__ = (
        Index(
            "uq_seats_standing",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    seat: Mapped[Seat] = mapped_column(choice(Seat))
    since: Mapped[datetime]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]


class AccessRequest(Identified):
    """Somebody asks for a seat; an owner answers."""

    __tablename__ = "access_requests"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    message: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    granted: Mapped[bool | None]


class FactValue(Identified):
    """One figure of the fact sheet: an organisation, a fact, a year.

    ``source``, ``dated`` (the day of which it is) and ``grade`` say where it comes from.
    ``save_id`` is that of the last save, so that a repeat of it is no conflict.
    """

    __tablename__ = "fact_values"
    __table_args__ = (UniqueConstraint("organisation_id", "fact_id", "year"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    fact_id: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    value: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    dated: Mapped[date | None]
    grade: Mapped[str] = mapped_column(String(1), default="")
    version: Mapped[int] = mapped_column(default=1)
    save_id: Mapped[UUID | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    @property
    def provenance(self) -> Provenance:
        """Return where it comes from."""
        return Provenance(self.source or "", self.dated, self.grade or "")


class EvidenceKind(StrEnum):
    """A file that is kept here, a page elsewhere with a copy of it, or a paper shown on site."""

    FILE = "file"
    LINK = "link"
    SEEN_ON_SITE = "seen_on_site"


class Evidence(Identified):
    """One piece of the evidence library, cited in answers by page.

    ``supports_from`` and ``supports_until`` say which period it supports, apart from when it was
    dated or added. A link's copies are its files; ``fetch_fault`` says why there is no newer one.
    """

    __tablename__ = "evidence"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    title: Mapped[str] = mapped_column(String(200))
    where_seen: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    fetched_at: Mapped[datetime | None]
    fetch_fault: Mapped[str] = mapped_column(String(20), default="")
    dated: Mapped[date | None]
    supports_from: Mapped[date | None]
    supports_until: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    removed_at: Mapped[datetime | None]


class EvidenceFile(Identified):
    """A version of an evidence file; the bytes lie in the file store under the hash.

    After ``purged_at`` only the record is left: the piece was removed and nothing cites it.
    """

    __tablename__ = "evidence_files"
    __table_args__ = (UniqueConstraint("evidence_id", "version"),)

    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    purged_at: Mapped[datetime | None]


class EvidencePreview(Identified):
    """What was drawn of a file, found by the SHA-256 of its bytes: the same bytes, the same look.

    ``picture`` is a small JPEG, empty for what has none; ``pages`` are those of a PDF.
    """

    __tablename__ = "evidence_previews"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary)
    pages: Mapped[int | None]
    drawn_at: Mapped[datetime]


class Member(Identified):
    """A member organisation of a cluster, as long as it is one and afterwards on record.

    ``folded`` is its name as it is compared.
    """

    __tablename__ = "members"
    __table_args__ = (
        Index(
            "uq_members_present",
            "organisation_id",
            "folded",
            "country",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(300))
    kind: Mapped[MemberKind] = mapped_column(choice(MemberKind))
    country: Mapped[str] = mapped_column(String(2))
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    @property
    def line(self) -> MemberLine:
        """Return the member as lists compare it."""
        return MemberLine(self.name, self.kind, self.country)
