"""Tables of fees: one of each application, and what was done with it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class Fee(Identified):
    """What an assessment costs and who pays it. It is owed from submission; paid elsewhere.

    ``amount`` is None until the office has set it, where the edition names none.
    """

    __tablename__ = "fees"
    __table_args__ = (
        CheckConstraint("waived_by IS NULL OR waived_by <> waiver_proposed_by", name="two_persons"),
        CheckConstraint("(waived_by IS NULL) = (waived_at IS NULL)", name="waived_when"),
        CheckConstraint("paid_on IS NULL OR waived_by IS NULL", name="paid_or_waived"),
        CheckConstraint("(invoice_number IS NULL) = (invoiced_on IS NULL)", name="invoiced_when"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    amount: Mapped[Decimal | None]
    currency: Mapped[str] = mapped_column(String(3))
    vat_note: Mapped[str] = mapped_column(String(200), default="")
    payer_name: Mapped[str] = mapped_column(String(200), default="")
    payer_address: Mapped[str] = mapped_column(String(500), default="")
    payer_vat: Mapped[str] = mapped_column(String(40), default="")
    payer_order: Mapped[str] = mapped_column(String(100), default="")
    invoice_number: Mapped[str | None] = mapped_column(String(60), unique=True)
    invoiced_on: Mapped[date | None]
    due_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    waiver_reason: Mapped[str] = mapped_column(String(500), default="")
    waiver_proposed_at: Mapped[datetime | None]
    waiver_proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    waived_at: Mapped[datetime | None]
    waived_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    opened_at: Mapped[datetime]


class FeeStep(StrEnum):
    """Something that was done with a fee."""

    OPENED = "opened"
    PAYER = "payer"
    AMOUNT = "amount"
    INVOICED = "invoiced"
    PAID = "paid"
    NOT_PAID = "not_paid"
    WAIVER_PROPOSED = "waiver_proposed"
    WAIVER_REFUSED = "waiver_refused"
    WAIVED = "waived"


class FeeEntry(Identified):
    """One line of a fee's record. Never changed afterwards."""

    __tablename__ = "fee_entries"
    __table_args__ = (UniqueConstraint("fee_id", "number"),)

    fee_id: Mapped[UUID] = mapped_column(ForeignKey("fees.id"))
    number: Mapped[int]
    step: Mapped[FeeStep] = mapped_column(choice(FeeStep))
    value: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
