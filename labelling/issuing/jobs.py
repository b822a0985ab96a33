"""Printing what was ordered: once, outside any transaction, kept by its hash for ever.

A crash at any point repeats the job. The same sheet gives the same bytes, which lie in the store
once, and a version that has its row is done: the row and the mail about it come together.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from certificates import document
from certificates.errors import BadInput
from certificates.sheet import Sheet
from labelling.core import audit, files, installation, mail, outbox
from labelling.core.access import SYSTEM
from labelling.core.database import reading, unit_of_work
from labelling.issuing import daily, inspection, key_inspection, log_inspection, queries, sources
from labelling.issuing.models import Certificate
from labelling.issuing.orders import ISSUE
from labelling.issuing.sources import Order, Printable
from labelling.organisations.queries import owners

__all__ = ["daily", "inspection", "issue_certificate", "key_inspection", "log_inspection"]


@outbox.handles(ISSUE)
def issue_certificate(payload: Mapping[str, Any], now: datetime) -> None:
    """Print and keep the certificate that was ordered, unless it is there, and tell its holder.

    Raises Undeliverable for texts that cannot be printed: another try would not help.
    """
    order = sources.order_from(payload)
    with reading() as session:
        if queries.find_certificate(session, order.subject_id, order.version) is not None:
            return
        printable = _printable(session, order)
    digest = files.store().put(_printed(printable.sheet))
    with unit_of_work() as session:
        _record(session, order, printable, digest, now)


def _printable(session: Session, order: Order) -> Printable:
    try:
        found = sources.printable(session, order)
    except BadInput as refused:
        raise outbox.Undeliverable(str(refused)) from None
    demo = bool(installation.is_demo(session))
    return replace(found, sheet=replace(found.sheet, version=order.version, demo=demo))


def _printed(sheet: Sheet) -> bytes:
    try:
        return document.render(sheet)
    except BadInput as refused:
        raise outbox.Undeliverable(str(refused)) from None


def _record(
    session: Session, order: Order, printable: Printable, digest: str, now: datetime
) -> None:
    """Add the certificate's row and the mail about it, unless another worker was faster."""
    if queries.find_certificate(session, order.subject_id, order.version) is not None:
        return
    sheet = printable.sheet
    certificate = Certificate(
        subject_id=order.subject_id,
        term_id=order.term_id,
        version=order.version,
        language=sheet.language,
        sheet=json.loads(sheet.canonical()),
        sha256=digest,
        issued_at=now,
        issued_for=printable.organisation_id,
    )
    session.add(certificate)
    session.flush()
    audit.record(
        session,
        SYSTEM,
        "certificate.issued",
        certificate,
        now,
        version=order.version,
        sha256=digest,
    )
    for owner in owners(session, printable.organisation_id):
        mail.send(
            session,
            owner,
            "certificate_issued",
            now,
            about=certificate,
            holder=sheet.holder,
            number=sheet.number,
            address=sheet.address,
        )
