"""The tables of results: practice sheets, and the reports that members had made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json
from labelling.core.model import Identified


class PracticeSheet(Identified):
    """A good practice in a member's words, tied to indicators; shown without the author's name.

    ``may_tell``: the author agrees that it is shown as what one who improved did, which tells that
    the author's figure improved.
    """

    __tablename__ = "club_practices"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(3000))
    indicators: Mapped[list[str]] = mapped_column(Json)
    may_tell: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    withdrawn_at: Mapped[datetime | None]


class MemberReport(Identified):
    """A member's own report of a round as a file: ordered, and made a moment later.

    ``up_to`` is the number of the newest release that it shows. Ordered again it takes the place
    of the older one.
    """

    __tablename__ = "club_reports"
    __table_args__ = (UniqueConstraint("membership_id", "round_id", "language"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"))
    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), index=True)
    language: Mapped[str] = mapped_column(String(10))
    up_to: Mapped[int]
    ordered_at: Mapped[datetime]
    sha256: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime | None]

    @property
    def waiting(self) -> bool:
        """Say whether it is still to be made since it was last ordered."""
        return self.made_at is None or self.made_at < self.ordered_at
