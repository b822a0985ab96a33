"""Who is written to about a fee: the organisation that applies."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.fees.models import Fee
from labelling.applications.models import Application
from labelling.applications.recipients import tell_owners


def tell_invoiced(session: Session, application: Application, fee: Fee, now: datetime) -> None:
    """Write to the owners that the invoice was sent, and until when it is due."""
    tell_owners(
        session,
        application,
        "fee_invoiced",
        now,
        invoice=fee.invoice_number,
        due=fee.due_on.isoformat() if fee.due_on is not None else None,
    )


def tell_waived(session: Session, application: Application, now: datetime) -> None:
    """Write to the owners that nothing has to be paid."""
    tell_owners(session, application, "fee_waived", now)
