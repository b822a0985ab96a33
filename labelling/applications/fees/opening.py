"""Opening the fee of an application that was just started."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.fees.models import Fee, FeeEntry, FeeStep
from labelling.applications.fees.standing import CURRENCY, first_amount
from labelling.applications.models import Application
from labelling.applications.schemes import level_of
from labelling.core import audit
from labelling.core.access import Actor
from labelling.organisations.queries import get_organisation


def open_fee(session: Session, actor: Actor, application: Application, now: datetime) -> Fee:
    """Open the fee of an application, with the edition's amount and its organisation as payer.

    It has no permission of its own: the action that calls it has required its own.
    """
    level = level_of(application)
    amount = first_amount(level, application.kind)
    fee = Fee(
        application_id=application.id,
        amount=amount,
        currency=level.fee.currency if level.fee is not None else CURRENCY,
        vat_note=level.fee.text if level.fee is not None else "",
        payer_name=get_organisation(session, application.organisation_id).name,
        opened_at=now,
    )
    session.add(fee)
    session.flush()
    value = f"{amount} {fee.currency}" if amount is not None else ""
    note(session, actor, fee, FeeStep.OPENED, now, value=value)
    return fee


def note(
    session: Session,
    actor: Actor,
    fee: Fee,
    step: FeeStep,
    now: datetime,
    *,
    value: str = "",
    reason: str = "",
) -> FeeEntry:
    """Add a line to a fee's record, and to the trail."""
    last = session.scalar(select(func.max(FeeEntry.number)).where(FeeEntry.fee_id == fee.id))
    entry = FeeEntry(
        fee_id=fee.id,
        number=(last or 0) + 1,
        step=step,
        value=value,
        reason=reason,
        at=now,
        by=actor.person_id,
    )
    session.add(entry)
    session.flush()
    audit.record(session, actor, f"fee.{step.value}", fee, now, value=value, reason=reason)
    return entry
