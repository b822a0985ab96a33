"""Tables of what cannot change any more: frozen rounds, and the ledger of releases."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class FrozenRound(Identified):
    """A version of a round's figures: its canonical JSON and the SHA-256 of that.

    ``content`` is what ``benchmarking.frozen.FrozenRound.canonical`` makes of the sheets of this
    round; members stand in it under the ids of their memberships. The first version leaves late
    members out. The database refuses every change.
    """

    __tablename__ = "club_frozen_rounds"
    __table_args__ = (UniqueConstraint("round_id", "version"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"))
    version: Mapped[int]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_frozen_rounds.id"))
    """The version of the round before from which rates take last round's members."""
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    members: Mapped[int]
    with_late: Mapped[bool]
    why: Mapped[str] = mapped_column(String(500), default="")
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ReleaseKind(StrEnum):
    """By which way figures came out; the values are those of ``benchmarking.disclosure``."""

    DRAFT = "draft"
    FINAL = "final"
    CORRECTION = "correction"
    SLIDES = "slides"
    OWN_PEERS = "own peers"


class Release(Identified):
    """An entry of the ledger of disclosure: what was published, to whom, from which figures.

    ``content`` is canonical JSON: the cells with their contributions and groups, the sets that
    were told of, and the figures that were shown. The next audit reads all entries of the club in
    the order of ``number``. The database refuses every change.
    """

    __tablename__ = "club_releases"
    __table_args__ = (UniqueConstraint("club_id", "number"),)

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"))
    number: Mapped[int]
    kind: Mapped[ReleaseKind] = mapped_column(choice(ReleaseKind))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), index=True)
    frozen_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_frozen_rounds.id"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_memberships.id"))
    """The member that it was made for; None where the whole club sees it."""
    policy: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
