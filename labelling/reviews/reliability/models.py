"""The table of severity notices: what was measured of one assessor, and who has seen it since."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class SeverityNotice(Identified):
    """One assessor's severity under one edition, told to the assessor first.

    Points below colleagues on the same cases; negative is lenient. ``change`` is the last year less
    the one before, where both are known. From ``opens_on`` the quality officer sees it too. The row
    goes three years after the notice.
    """

    __tablename__ = "severity_notices"
    __table_args__ = (Index("ix_severity_notices_edition", "edition_id", "noticed_at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    edition_id: Mapped[str] = mapped_column(String(60))
    since: Mapped[date]
    cases: Mapped[int]
    colleagues: Mapped[int]
    difference: Mapped[Decimal]
    low: Mapped[Decimal | None]
    high: Mapped[Decimal | None]
    expected: Mapped[Decimal | None]
    change: Mapped[Decimal | None]
    change_low: Mapped[Decimal | None]
    change_high: Mapped[Decimal | None]
    judgements: Mapped[int]
    moved: Mapped[Decimal | None]
    noticed_at: Mapped[datetime]
    noticed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    opens_on: Mapped[date]
    read_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(String(2000), default="")
