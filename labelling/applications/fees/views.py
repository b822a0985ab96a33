"""The page of one application's fee, and what is recorded on it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import terms
from labelling.applications.fees import actions, queries
from labelling.applications.fees.forms import (
    WAIVE,
    AmountForm,
    InvoiceForm,
    PayerForm,
    PaymentForm,
    ReasonForm,
    WaiverForm,
)
from labelling.applications.fees.standing import STATE_NAMES, state_of
from labelling.applications.fees.words import STEP_NAMES
from labelling.applications.kinds import KIND_NAMES
from labelling.applications.queries import get_application
from labelling.applications.schemes import edition_of, sign_of
from labelling.applications.views.blueprint import bp, notice
from labelling.core import access
from labelling.core.access import Role, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.get("/applications/<uuid:application_id>/fee")
def fee(application_id: UUID) -> ResponseReturnValue:
    """Show the fee of an application to owners and officers."""
    return _show(application_id)


@bp.post("/applications/<uuid:application_id>/fee/payer")
def name_payer(application_id: UUID) -> ResponseReturnValue:
    """Say who pays."""
    form = PayerForm()
    if not form.validate():
        return _show(application_id, payer=form)
    try:
        with unit_of_work() as session:
            actions.name_payer(
                session,
                actor=asker(),
                application_id=application_id,
                payer=form.payer,
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(application_id, payer=form)
    return _done(application_id, "payer")


@bp.post("/applications/<uuid:application_id>/fee/amount")
def set_amount(application_id: UUID) -> ResponseReturnValue:
    """Set or change the amount."""
    _require_keeper(application_id)
    form = AmountForm()
    if not form.validate() or form.amount.amount is None:
        return _show(application_id, amount=form)
    try:
        with unit_of_work() as session:
            actions.set_amount(
                session,
                actor=asker(),
                application_id=application_id,
                amount=form.amount.amount,
                vat_note=form.vat_note.data or "",
                reason=form.reason.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(application_id, amount=form)
    return _done(application_id, "amount")


@bp.post("/applications/<uuid:application_id>/fee/invoice")
def record_invoice(application_id: UUID) -> ResponseReturnValue:
    """Record the invoice."""
    _require_keeper(application_id)
    form = InvoiceForm()
    if not form.validate():
        return _show(application_id, invoice=form)
    try:
        with unit_of_work() as session:
            actions.record_invoice(
                session,
                actor=asker(),
                application_id=application_id,
                invoice=form.invoice,
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(application_id, invoice=form)
    return _done(application_id, "invoice")


@bp.post("/applications/<uuid:application_id>/fee/payment")
def record_payment(application_id: UUID) -> ResponseReturnValue:
    """Record the payment."""
    _require_keeper(application_id)
    form = PaymentForm()
    if not form.validate() or form.paid_on.data is None:
        return _show(application_id, payment=form)
    try:
        with unit_of_work() as session:
            actions.record_payment(
                session,
                actor=asker(),
                application_id=application_id,
                paid_on=form.paid_on.data,
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(application_id, payment=form)
    return _done(application_id, "paid")


@bp.post("/applications/<uuid:application_id>/fee/payment/back")
def take_payment_back(application_id: UUID) -> ResponseReturnValue:
    """Correct a payment."""
    _require_keeper(application_id)
    form = ReasonForm()
    if not form.validate():
        return _show(application_id, back=form)
    with unit_of_work() as session:
        actions.take_payment_back(
            session,
            actor=asker(),
            application_id=application_id,
            reason=form.reason.data or "",
            now=identity.now(),
        )
    return _done(application_id, "not-paid")


@bp.post("/applications/<uuid:application_id>/fee/waiver")
def propose_waiver(application_id: UUID) -> ResponseReturnValue:
    """Propose that nothing is charged."""
    _require_keeper(application_id)
    form = ReasonForm()
    if not form.validate():
        return _show(application_id, waiver=form)
    with unit_of_work() as session:
        actions.propose_waiver(
            session,
            actor=asker(),
            application_id=application_id,
            reason=form.reason.data or "",
            now=identity.now(),
        )
    return _done(application_id, "waiver-proposed")


@bp.post("/applications/<uuid:application_id>/fee/waiver/decide")
def decide_waiver(application_id: UUID) -> ResponseReturnValue:
    """Waive the fee as the second person, or keep it."""
    _require_keeper(application_id)
    form = WaiverForm()
    if not form.validate():
        return _show(application_id, decide=form)
    waive = form.answer.data == WAIVE
    with unit_of_work() as session:
        actions.decide_waiver(
            session,
            actor=asker(),
            application_id=application_id,
            waive=waive,
            now=identity.now(),
        )
    return _done(application_id, "waived" if waive else "waiver-refused")


def _require_keeper(application_id: UUID) -> None:
    """Turn away who does not keep the record, whatever was sent."""
    with reading() as session:
        access.require(asker(), Permission.FEE_KEEP, get_application(session, application_id))


def _show(application_id: UUID, **sent: Form) -> ResponseReturnValue:
    """Show a fee; ``sent`` is the form that could not be taken, by its name."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = get_application(session, application_id)
        access.require(actor, Permission.FEE_VIEW, application)
        row = queries.get_fee(session, application_id)
        organisation = get_organisation(session, application.organisation_id)
        entries = queries.entries_of(session, row.id)
        case = actions.waiver_case(session, application, row, actor.person_id, now)
        names = people.names(
            session,
            [
                application.terms_accepted_by,
                row.waiver_proposed_by,
                row.waived_by,
                *(entry.by for entry in entries),
            ],
        )
        verdict = access.decide(actor, Permission.FEE_WAIVE, case)
        office = may(actor, Permission.FEE_KEEP, application)
    payer = sent.get("payer") or PayerForm()
    if isinstance(payer, PayerForm):
        payer.fill(row)
    return pages.page(
        "applications/fees/fee.html",
        422 if sent else 200,
        application=application,
        organisation=organisation,
        sign=sign_of(edition_of(application), application.level_id),
        kind=KIND_NAMES[application.kind],
        fee=row,
        state=state_of(row, today(now)).value,
        state_name=STATE_NAMES[state_of(row, today(now))],
        record=list(reversed(entries)),
        steps=STEP_NAMES,
        names=names,
        terms=terms,
        office=office,
        for_office=actor.role is Role.OFFICER,
        names_payer=may(actor, Permission.FEE_NAME_PAYER, application)
        and (office or row.invoiced_on is None),
        second=verdict.allowed,
        why_not=str(verdict.reason),
        sent=next(iter(sent.values()), None),
        forms={
            "payer": payer,
            "amount": sent.get("amount") or AmountForm(),
            "invoice": sent.get("invoice") or InvoiceForm(),
            "payment": sent.get("payment") or PaymentForm(),
            "back": sent.get("back") or ReasonForm(),
            "waiver": sent.get("waiver") or ReasonForm(),
            "decide": sent.get("decide") or WaiverForm(),
        },
        notice=notice(),
    )


def _done(application_id: UUID, what: str) -> ResponseReturnValue:
    return redirect(url_for(".fee", application_id=application_id, done=what), 303)
