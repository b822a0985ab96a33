"""Tables of the star map: versions of regional employment, what became of them, boundaries."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class StepKind(StrEnum):
    """What can become of a version, each once."""

    PUBLISHED = "published"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class EmploymentVersion(Identified):
    """The employment of regions by sector in a year, as a file brought it. Never changed.

    The file lies in the file store under its hash; the stars follow from it and from a rule.
    ``number`` counts the versions of a year. ``is_fictitious`` marks invented figures wherever
    they are shown.
    """

    __tablename__ = "employment_versions"
    __table_args__ = (UniqueConstraint("year", "number"),)

    year: Mapped[int]
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    source_url: Mapped[str] = mapped_column(String(300), default="")
    licence: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(String(1000), default="")
    is_fictitious: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    regions: Mapped[int]
    sectors: Mapped[int]
    areas: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class EmploymentStep(Identified):
    """What became of a version: published or discarded, and after publication withdrawn."""

    __tablename__ = "employment_steps"
    __table_args__ = (UniqueConstraint("version_id", "kind"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("employment_versions.id"))
    kind: Mapped[StepKind] = mapped_column(choice(StepKind))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class BoundarySet(Identified):
    """True boundaries of regions, as the operator brought them; the newest that stands is drawn.

    ``sha256`` is the file as it came, ``drawn_sha256`` what is drawn from it.
    """

    __tablename__ = "boundary_sets"

    source: Mapped[str] = mapped_column(String(300))
    licence: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    drawn_sha256: Mapped[str] = mapped_column(String(64))
    filename: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    regions: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
