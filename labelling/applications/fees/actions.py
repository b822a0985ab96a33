"""Keeping the record of a fee: payer, amount, invoice, payment, waiver. No money moves here."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.fees import letters, queries
from labelling.applications.fees.models import Fee, FeeStep
from labelling.applications.fees.opening import note
from labelling.applications.fees.standing import SETTLED, state_of
from labelling.applications.fees.subjects import WaiverCase
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.queries import independent

LARGEST = Decimal(10_000_000)
REASON_LIMIT = 500
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: name, postal address, VAT number and the payer's own order number."""

    name: str
    address: str
    vat: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as it was sent."""

    number: str
    invoiced_on: date
    due_on: date


def name_payer(
    session: Session, *, actor: Actor, application_id: UUID, payer: Payer, now: datetime
) -> Fee:
    """Say who pays a fee. Once it is invoiced the office alone changes that.

    Raises Invalid without name and address, NotNow where the fee is settled or invoiced.
    """
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_NAME_PAYER, application, now=now)
    _refuse_settled(fee, today(now))
    if fee.invoiced_on is not None and actor.role is not Role.OFFICER:
        raise NotNow(lazy("The invoice was sent already. Ask the office to change the payer."))
    for field, text in (("name", payer.name), ("address", payer.address)):
        if not text:
            raise Invalid(lazy("Fill this in."), field=field)
    fee.payer_name, fee.payer_address = payer.name, payer.address
    fee.payer_vat, fee.payer_order = payer.vat, payer.order
    session.flush()
    note(session, actor, fee, FeeStep.PAYER, now)
    return fee


def set_amount(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    amount: Decimal,
    vat_note: str,
    reason: str,
    now: datetime,
) -> Fee:
    """Set or change what a fee amounts to, with the reason; both amounts stay in its record.

    Raises Invalid for an amount that is none or without reason, NotNow where it is settled.
    """
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_KEEP, application, now=now)
    _refuse_settled(fee, today(now))
    if not 0 < amount <= LARGEST or amount != amount.quantize(_CENT):
        raise Invalid(
            lazy("Write an amount above 0, with up to two decimals. To charge nothing, waive it."),
            field="amount",
        )
    _refuse_reason(reason)
    before = f"{fee.amount} → " if fee.amount is not None else ""
    fee.amount, fee.vat_note = amount.quantize(_CENT), vat_note
    session.flush()
    value = f"{before}{fee.amount} {fee.currency}"
    note(session, actor, fee, FeeStep.AMOUNT, now, value=value, reason=reason)
    return fee


def record_invoice(
    session: Session, *, actor: Actor, application_id: UUID, invoice: Invoice, now: datetime
) -> Fee:
    """Record the invoice of a fee, or the one that takes its place.

    Raises NotNow before submission, without amount or payer, or where it is settled; Invalid for a
    number that another fee has, and for days that do not follow each other.
    """
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_KEEP, application, now=now)
    _refuse_settled(fee, today(now))
    if application.submitted_at is None:
        raise NotNow(lazy("The fee is owed from submission, so nothing can be invoiced yet."))
    if fee.amount is None or not fee.payer_address:
        raise NotNow(lazy("Set the amount and the payer’s address before the invoice."))
    if not invoice.number:
        raise Invalid(lazy("Fill this in."), field="number")
    if queries.invoice_exists(session, invoice.number, fee.id):
        raise Invalid(lazy("Another fee has an invoice of this number."), field="number")
    if invoice.invoiced_on > today(now):
        raise Invalid(lazy("Choose today or an earlier day."), field="invoiced_on")
    if invoice.due_on < invoice.invoiced_on:
        raise Invalid(lazy("Choose a day not before the invoice."), field="due_on")
    fee.invoice_number, fee.invoiced_on = invoice.number, invoice.invoiced_on
    fee.due_on = invoice.due_on
    session.flush()
    value = f"{invoice.number}, {fee.amount} {fee.currency}"
    note(session, actor, fee, FeeStep.INVOICED, now, value=value)
    letters.tell_invoiced(session, application, fee, now)
    return fee


def record_payment(
    session: Session, *, actor: Actor, application_id: UUID, paid_on: date, now: datetime
) -> Fee:
    """Record that an invoice was paid. Raises NotNow before an invoice, Invalid for a later day."""
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_KEEP, application, now=now)
    _refuse_settled(fee, today(now))
    if fee.invoiced_on is None:
        raise NotNow(lazy("Record the invoice first."))
    if not fee.invoiced_on <= paid_on <= today(now):
        raise Invalid(lazy("Choose a day from the invoice until today."), field="paid_on")
    fee.paid_on = paid_on
    _end_proposal(fee)
    session.flush()
    note(session, actor, fee, FeeStep.PAID, now, value=paid_on.isoformat())
    return fee


def take_payment_back(
    session: Session, *, actor: Actor, application_id: UUID, reason: str, now: datetime
) -> Fee:
    """Correct a payment that was recorded by mistake, with the reason."""
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_KEEP, application, now=now)
    if fee.paid_on is None:
        raise NotNow(lazy("No payment is recorded."))
    _refuse_reason(reason)
    value, fee.paid_on = fee.paid_on.isoformat(), None
    session.flush()
    note(session, actor, fee, FeeStep.NOT_PAID, now, value=value, reason=reason)
    return fee


def propose_waiver(
    session: Session, *, actor: Actor, application_id: UUID, reason: str, now: datetime
) -> Fee:
    """Propose that a fee is waived; another officer decides. Raises NotNow where one waits."""
    application, fee = _loaded(session, application_id)
    access.require(actor, Permission.FEE_KEEP, application, now=now)
    _refuse_settled(fee, today(now))
    if fee.waiver_proposed_by is not None:
        raise NotNow(lazy("A waiver is proposed already and waits for another officer."))
    _refuse_reason(reason)
    fee.waiver_reason, fee.waiver_proposed_at = reason, now
    fee.waiver_proposed_by = actor.person_id
    session.flush()
    note(session, actor, fee, FeeStep.WAIVER_PROPOSED, now, reason=reason)
    return fee


def decide_waiver(
    session: Session, *, actor: Actor, application_id: UUID, waive: bool, now: datetime
) -> Fee:
    """Waive a fee as the second person, or refuse to. Raises NotNow where nothing is proposed."""
    application, fee = _loaded(session, application_id)
    access.require(
        actor,
        Permission.FEE_WAIVE,
        waiver_case(session, application, fee, actor.person_id, now),
        now=now,
    )
    _refuse_settled(fee, today(now))
    if fee.waiver_proposed_by is None:
        raise NotNow(lazy("No waiver is proposed."))
    reason = fee.waiver_reason
    if waive:
        fee.waived_at, fee.waived_by = now, actor.person_id
        letters.tell_waived(session, application, now)
    else:
        _end_proposal(fee)
    session.flush()
    step = FeeStep.WAIVED if waive else FeeStep.WAIVER_REFUSED
    note(session, actor, fee, step, now, reason=reason)
    return fee


def waiver_case(
    session: Session,
    application: Application,
    fee: Fee,
    person_id: UUID | None,
    now: datetime,
) -> WaiverCase:
    """Return a proposal to waive as a person stands to the one who made it."""
    first = fee.waiver_proposed_by
    two = first is None or (person_id is not None and independent(session, first, person_id, now))
    return WaiverCase(fee, application, two)


def _loaded(session: Session, application_id: UUID) -> tuple[Application, Fee]:
    application = get_application(session, application_id)
    return application, queries.get_fee(session, application_id)


def _refuse_settled(fee: Fee, day: date) -> None:
    if state_of(fee, day) in SETTLED:
        raise NotNow(lazy("This fee is settled, so nothing is changed any more."))


def _refuse_reason(reason: str) -> None:
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Give the reason, in up to %(most)s characters."),
            field="reason",
            most=REASON_LIMIT,
        )


def _end_proposal(fee: Fee) -> None:
    fee.waiver_reason, fee.waiver_proposed_at, fee.waiver_proposed_by = "", None, None
