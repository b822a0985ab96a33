"""Forms of fees: shape and wording of what people enter."""

from decimal import Decimal
from typing import Any

from wtforms import RadioField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from labelling.applications.fees.actions import REASON_LIMIT, Invoice, Payer
from labelling.applications.fees.models import Fee
from labelling.core.errors import Invalid
from labelling.core.web.forms import (
    Form,
    LineField,
    LinesField,
    lazy,
    without_control_characters,
)
from labelling.organisations.forms import DayField
from labelling.organisations.numbers import read_decimal

_FILL_IN = lazy("Fill this in.")
WAIVE, KEEP = "waive", "keep"


def _needed() -> InputRequired:
    return InputRequired(message=_FILL_IN)


def _needs_day(_form: Form, field: Any) -> None:
    if field.data is None and not field.errors:
        raise StopValidation(str(lazy("Write the day as three numbers, for example 30 11 2026.")))


def _reason() -> LinesField:
    return LinesField(
        lazy("Reason"),
        validators=[_needed(), Length(max=REASON_LIMIT)],
        description=lazy("It stands in the record of the fee for good."),
    )


class AmountField(LineField):
    """An amount of money, with a comma or a point before its decimals."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number."""
        try:
            self.amount = read_decimal(self.data or "")
        except Invalid as refused:
            raise ValidationError(refused.sentence) from None


class PayerForm(Form):
    """Who pays."""

    name = LineField(
        lazy("Name on the invoice"),
        validators=[_needed(), Length(max=200), without_control_characters],
    )
    address = LinesField(
        lazy("Postal address"),
        validators=[_needed(), Length(max=500)],
        description=lazy("Street, town and country, each on its own line."),
    )
    vat = LineField(lazy("VAT number"), validators=[Length(max=40), without_control_characters])
    order = LineField(
        lazy("Your order number"), validators=[Length(max=100), without_control_characters]
    )

    def fill(self, fee: Fee) -> None:
        """Begin with what is known."""
        if self.name.raw_data is None:
            self.name.data, self.address.data = fee.payer_name, fee.payer_address
            self.vat.data, self.order.data = fee.payer_vat, fee.payer_order

    @property
    def payer(self) -> Payer:
        """Return who was named."""
        return Payer(
            self.name.data or "",
            self.address.data or "",
            self.vat.data or "",
            self.order.data or "",
        )


class AmountForm(Form):
    """What the fee amounts to."""

    amount = AmountField(lazy("Amount"), validators=[_needed()])
    vat_note = LineField(
        lazy("Note on VAT"),
        validators=[Length(max=200), without_control_characters],
        description=lazy("For example “without VAT” or “reverse charge”."),
    )
    reason = _reason()


class InvoiceForm(Form):
    """An invoice as it was sent."""

    number = LineField(
        lazy("Invoice number"),
        validators=[_needed(), Length(max=60), without_control_characters],
    )
    invoiced_on = DayField(lazy("Day of the invoice"), validators=[_needs_day])
    due_on = DayField(lazy("Due on"), validators=[_needs_day])

    @property
    def invoice(self) -> Invoice:
        """Return the invoice; its days are there once the form is in order."""
        return Invoice(self.number.data or "", self.invoiced_on.data, self.due_on.data)  # type: ignore[arg-type] # required


class PaymentForm(Form):
    """A payment that came in."""

    paid_on = DayField(lazy("Paid on"), validators=[_needs_day])


class ReasonForm(Form):
    """Why a payment is corrected, or a fee should be waived."""

    reason = _reason()


class WaiverForm(Form):
    """What the second person decides."""

    answer = RadioField(
        lazy("Is the fee waived?"),
        choices=[
            SelectChoice(WAIVE, lazy("Yes, nothing is charged")),
            SelectChoice(KEEP, lazy("No, the fee stays")),
        ],
        validators=[InputRequired(message=lazy("Choose one."))],
    )
