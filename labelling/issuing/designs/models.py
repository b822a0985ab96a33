"""Tables of designs: one draft a scheme, versions that never change, proposals of them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified, Model

SCHEME = 60


class DesignDraft(Model):
    """What officers work on for a scheme; ``version`` counts saves, so that none is lost."""

    __tablename__ = "design_drafts"

    scheme: Mapped[str] = mapped_column(String(SCHEME), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(Json)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class CertificateDesign(Identified):
    """A version of a scheme's design. The database refuses to change it: certificates name it.

    ``sha256`` is its identity (``certificates.designs.design``); nobody made the one that ships.
    """

    __tablename__ = "certificate_designs"
    __table_args__ = (
        UniqueConstraint("scheme", "version"),
        UniqueConstraint("sha256", "scheme"),
    )

    scheme: Mapped[str] = mapped_column(String(SCHEME))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ProposalOutcome(StrEnum):
    """What a second officer answered."""

    IN_FORCE = "in_force"
    SENT_BACK = "sent_back"


class DesignProposal(Identified):
    """A version that one officer proposes and another puts into force, or sends back.

    The one that was put into force last is in force.
    """

    __tablename__ = "design_proposals"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_persons"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided"),
        Index(
            "uq_design_proposals_open",
            "scheme",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    scheme: Mapped[str] = mapped_column(String(SCHEME))
    design_id: Mapped[UUID] = mapped_column(ForeignKey("certificate_designs.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[ProposalOutcome | None] = mapped_column(choice(ProposalOutcome))
    reason: Mapped[str] = mapped_column(String(1000), default="")
