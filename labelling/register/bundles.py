"""The trust bundle made from the database: what strangers need to check certificates."""

from collections.abc import Sequence
from datetime import date, datetime

from certificates.trust import LISTS_VALID_FOR, Bundle, Document, Issuer, Label
from labelling.core.clock import civil_day
from labelling.register.entries import Entry
from labelling.settings import Settings


def bundle_of(entries: Sequence[Entry], settings: Settings, now: datetime) -> Bundle:
    """Return the bundle of these labels as of now; all of them make the register's own."""
    day = civil_day(now, settings.zone)
    return Bundle(
        issuer=Issuer(settings.office_name, settings.public_url),
        time_zone=settings.time_zone,
        as_of=now,
        valid_until=now + LISTS_VALID_FOR,
        labels=tuple(_label(entry, day) for entry in entries),
    )


def _label(entry: Entry, day: date) -> Label:
    shown = entry.term(day)
    terms = {term.id: term for term in entry.terms}
    return Label(
        id=entry.label.public_id,
        number=entry.label.number,
        holder=shown.holder,
        country=shown.country,
        level=shown.level_id,
        history=entry.history,
        documents=tuple(
            Document(
                version=certificate.version,
                term=str(certificate.term_id),
                level=terms[certificate.term_id].level_id,
                valid_from=terms[certificate.term_id].valid_from,
                valid_until=terms[certificate.term_id].valid_until,
                sha256=certificate.sha256,
                issued_at=certificate.issued_at,
            )
            for certificate in entry.certificates
        ),
    )
