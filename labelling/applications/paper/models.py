"""Table of self-assessments on paper."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class PaperCopy(Identified):
    """A self-assessment as a PDF: ordered, and made a moment later. It belongs to nobody.

    ``source`` is ``draft``, ``version-3`` or ``submission-2``. ``with_lines`` says whether it
    shows the lines that the organisation chose itself, which assessors do not see. Ordered again
    it takes the place of the older one.
    """

    __tablename__ = "paper_copies"
    __table_args__ = (UniqueConstraint("application_id", "source", "with_lines", "language"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    source: Mapped[str] = mapped_column(String(30))
    with_lines: Mapped[bool]
    language: Mapped[str] = mapped_column(String(10))
    ordered_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))

    @property
    def waiting(self) -> bool:
        """Say whether it is still to be made since it was last ordered."""
        return self.made_at is None or self.made_at < self.ordered_at
