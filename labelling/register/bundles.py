"""The trust bundle made from the database: what strangers need to check certificates."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from certificates.did import write_did_document
from certificates.errors import CannotSign
from certificates.trust import LISTS_VALID_FOR, Bundle, Document, Issuer, Label, Trust
from labelling.core.clock import civil_day
from labelling.issuing import issuer, keys, log, statuses
from labelling.register.entries import Entry
from labelling.settings import Settings


def trust_of(session: Session, now: datetime) -> Trust | None:
    """Return the keys and what they signed; None before the log was first signed.

    Without the key of the status lists there are none: nobody is told that all is well.
    """
    newest = log.newest_checkpoint(session)
    if newest is None:
        return None
    try:
        lists = statuses.signed_lists(session, now)
    except CannotSign:
        lists = ()
    return Trust(
        keys=keys.public_keys(session),
        did_documents=(write_did_document(issuer.did(), issuer.listed_keys(session)),),
        log_keys=log.verifier_keys(session),
        checkpoint=newest.note,
        status_lists=lists,
    )


def bundle_of(
    entries: Sequence[Entry], settings: Settings, now: datetime, trust: Trust | None = None
) -> Bundle:
    """Return the bundle of these labels as of now; all of them make the register's own.

    Without `trust` it can only tell whether a file is, byte for byte, one of theirs.
    """
    day = civil_day(now, settings.zone)
    return Bundle(
        issuer=Issuer(settings.office_name, settings.public_url),
        time_zone=settings.time_zone,
        as_of=now,
        valid_until=now + LISTS_VALID_FOR,
        labels=tuple(_label(entry, day, whole=trust is not None) for entry in entries),
        trust=trust,
    )


def _label(entry: Entry, day: date, *, whole: bool) -> Label:
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
                credential_sha256=certificate.credential_sha256 if whole else None,
                leaf=certificate.leaf if whole else None,
            )
            for certificate in entry.certificates
        ),
    )
