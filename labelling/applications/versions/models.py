"""Tables of versions: a whole self-assessment beside the draft, and its parts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class VersionKind(StrEnum):
    """How a version came about: kept as it was, written on beside the draft, read from a file."""

    KEPT = "kept"
    BRANCH = "branch"
    READ_IN = "read_in"


class DraftVersion(Identified):
    """A self-assessment under a name. Only a branch is ever changed afterwards."""

    __tablename__ = "draft_versions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[VersionKind] = mapped_column(choice(VersionKind))
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    removed_at: Mapped[datetime | None]


class VersionPart(Identified):
    """What a version says of a part.

    ``rests_on`` is the version of the draft's answer that it began from (0: nothing was there);
    ``evidence`` lists what was cited: id, title, pages. ``version`` counts the saves of a branch.
    """

    __tablename__ = "draft_version_parts"
    __table_args__ = (UniqueConstraint("version_id", "part_id"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("draft_versions.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    band: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    not_applicable: Mapped[str | None] = mapped_column(String(500))
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    rests_on: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    save_id: Mapped[UUID | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
