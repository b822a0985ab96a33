"""How a fee stands on a day, computed from its dates; and the same as SQL, for lists. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import ColumnElement, and_

from assessments.editions.model import Level
from labelling.applications.fees.models import Fee
from labelling.applications.kinds import ApplicationKind
from labelling.core.i18n import Text, lazy

CURRENCY = "EUR"
"""What a fee is set in where the edition names none."""


class FeeState(StrEnum):
    """How a fee stands on a day."""

    TO_SET = "to_set"
    TO_INVOICE = "to_invoice"
    INVOICED = "invoiced"
    OVERDUE = "overdue"
    PAID = "paid"
    WAIVED = "waived"


STATE_NAMES: Mapping[FeeState, Text] = {
    FeeState.TO_SET: lazy("amount to be set"),
    FeeState.TO_INVOICE: lazy("to be invoiced"),
    FeeState.INVOICED: lazy("invoiced"),
    FeeState.OVERDUE: lazy("overdue"),
    FeeState.PAID: lazy("paid"),
    FeeState.WAIVED: lazy("waived"),
}
SETTLED = frozenset({FeeState.PAID, FeeState.WAIVED})


def state_of(fee: Fee, day: date) -> FeeState:
    """Return how a fee stands on a day; on its last day an invoice is not overdue yet."""
    if fee.waived_at is not None:
        return FeeState.WAIVED
    if fee.paid_on is not None:
        return FeeState.PAID
    if fee.invoiced_on is not None:
        late = fee.due_on is not None and day > fee.due_on
        return FeeState.OVERDUE if late else FeeState.INVOICED
    return FeeState.TO_SET if fee.amount is None else FeeState.TO_INVOICE


def is_in(state: FeeState, day: date) -> ColumnElement[bool]:
    """Return the condition that a fee stands so on a day, as ``state_of`` says it."""
    open_ = and_(Fee.waived_at.is_(None), Fee.paid_on.is_(None))
    invoiced = and_(open_, Fee.invoiced_on.is_not(None))
    waiting = and_(open_, Fee.invoiced_on.is_(None))
    late = and_(Fee.due_on.is_not(None), Fee.due_on < day)
    conditions: Mapping[FeeState, ColumnElement[bool]] = {
        FeeState.WAIVED: Fee.waived_at.is_not(None),
        FeeState.PAID: and_(Fee.waived_at.is_(None), Fee.paid_on.is_not(None)),
        FeeState.OVERDUE: and_(invoiced, late),
        FeeState.INVOICED: and_(invoiced, ~late),
        FeeState.TO_INVOICE: and_(waiting, Fee.amount.is_not(None)),
        FeeState.TO_SET: and_(waiting, Fee.amount.is_(None)),
    }
    return conditions[state]


def first_amount(level: Level, kind: ApplicationKind) -> Decimal | None:
    """Return what an assessment costs by the edition; None where it names no fee."""
    if level.fee is None:
        return None
    renews = kind is ApplicationKind.RENEWAL and level.fee.renewal_amount is not None
    return level.fee.renewal_amount if renews else level.fee.amount
