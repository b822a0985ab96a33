"""The table of practice sheets: what a member did that others may learn from."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
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
