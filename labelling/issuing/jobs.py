"""Issuing what was ordered, exactly once, and what else this room does without being asked.

A crash at any point repeats the job, which goes on where the certificate stands (``stages.py``).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from certificates.errors import BadInput, CannotSign
from labelling.core import files, outbox
from labelling.core.database import unit_of_work
from labelling.issuing import (
    daily,
    inspection,
    key_inspection,
    log_inspection,
    sealing,
    sources,
    stages,
    stamping,
    witnesses,
)
from labelling.issuing.designs import personal_data as design_personal_data
from labelling.issuing.designs import tasks as design_tasks
from labelling.issuing.orders import ISSUE

__all__ = [
    "daily",
    "design_personal_data",
    "design_tasks",
    "inspection",
    "issue_certificate",
    "key_inspection",
    "log_inspection",
    "stamping",
    "witnesses",
]


@outbox.handles(ISSUE)
def issue_certificate(payload: Mapping[str, Any], now: datetime) -> None:
    """Seal, print and publish the certificate that was ordered, from where it stands.

    Raises Undeliverable for texts that cannot be printed, where another try would not help, and
    Delayed while a key, a token or the time stamping authority will not do.
    """
    order = sources.order_from(payload)
    try:
        sealing.follow_settings(now)
        with unit_of_work() as session:
            certificate = stages.seal(session, order, now)
        if certificate.publication is not None:
            return
        pdf = stages.print_sealed(certificate, now)
    except BadInput as refused:
        raise outbox.Undeliverable(str(refused)) from None
    except CannotSign as hindered:
        stamping.forget()
        raise outbox.Delayed(str(hindered)) from hindered
    digest = files.store().put(pdf)
    until = stages.archived_until(pdf)
    with unit_of_work() as session:
        kept = stages.publish(session, certificate.id, digest, now, until)
    if kept != digest:
        files.store().remove(digest)
