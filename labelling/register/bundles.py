"""The trust bundle made from the database: what strangers need to check certificates.

It is made once for all who ask, and anew as soon as anything that it tells has changed: nobody is
handed one from before a revocation.
"""

import threading
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates import trustfile
from certificates.did import write_did_document
from certificates.errors import CannotSign
from certificates.keys import Chain
from certificates.trust import LISTS_VALID_FOR, Bundle, Document, Issuer, Label, Trust
from certificates.trustfile import write_bundle
from labelling.core.clock import civil_day
from labelling.core.errors import Unavailable
from labelling.core.i18n import lazy
from labelling.core.model import Model
from labelling.decisions.models import LabelEvent
from labelling.issuing import issuer, keys, log, stamping, statuses, witnesses
from labelling.issuing.models import LogCosignature, Publication
from labelling.issuing.others import listed
from labelling.register import queries
from labelling.register.entries import Entry
from labelling.settings import Settings


@dataclass(frozen=True, slots=True)
class Mark:
    """All that the bundle depends on: where this is the same, so are its facts.

    Rows of the tables counted here are never changed or deleted, and every key has its leaf. The
    day decides what counts today; the hour keeps a copy in use far from the end of its validity.
    """

    form: int
    office: str
    address: str
    day: date
    hour: datetime
    leaves: int
    signed: int
    cosigned: int
    events: int
    publications: int

    @property
    def tag(self) -> str:
        """Return it as an entity tag: the same in every process."""
        return sha256(repr(astuple(self)).encode()).hexdigest()


def mark_of(session: Session, settings: Settings, now: datetime) -> Mark:
    """Return what the bundle would depend on now."""
    newest = log.newest_checkpoint(session)
    return Mark(
        form=trustfile.VERSION,
        office=settings.office_name,
        address=settings.public_url,
        day=civil_day(now, settings.zone),
        hour=now.replace(minute=0, second=0, microsecond=0),
        leaves=log.size(session),
        signed=newest.size if newest else 0,
        cosigned=_count(session, LogCosignature),
        events=_count(session, LabelEvent),
        publications=_count(session, Publication),
    )


class Shelf:
    """The bundle as it was made last, for as long as its mark is that of the present."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._trust: tuple[Mark, Trust | None] | None = None
        self._bundle: tuple[Mark, bytes] | None = None

    def trust(self, session: Session, settings: Settings, now: datetime) -> Trust | None:
        """Return keys, lists and checkpoint as they stand now."""
        mark = mark_of(session, settings, now)
        with self._lock:
            return self._fresh_trust(session, mark, now)

    def bundle(self, session: Session, settings: Settings, now: datetime, mark: Mark) -> bytes:
        """Return the whole bundle as JSON; `mark` was taken before, in the same session."""
        with self._lock:
            if self._bundle is None or self._bundle[0] != mark:
                trust = self._fresh_trust(session, mark, now)
                others = [one.label for one in listed(session)]
                made = bundle_of(queries.all_entries(session), settings, now, trust, others)
                self._bundle = mark, write_bundle(made)
            return self._bundle[1]

    def _fresh_trust(self, session: Session, mark: Mark, now: datetime) -> Trust | None:
        if self._trust is None or self._trust[0] != mark:
            self._trust = mark, trust_of(session, now)
        return self._trust[1]


def trust_of(session: Session, now: datetime) -> Trust | None:
    """Return the keys and what they signed; None before the log was first signed.

    Without the key of the status lists there are none: nobody is told that all is well.
    """
    best = log.best_checkpoint(session)
    if best is None:
        return None
    try:
        lists = statuses.signed_lists(session, now)
    except CannotSign:
        lists = ()
    return Trust(
        keys=keys.public_keys(session),
        did_documents=(write_did_document(issuer.did(), issuer.listed_keys(session)),),
        log_keys=log.verifier_keys(session),
        checkpoint=log.cosigned(session, best),
        status_lists=lists,
        witnesses=witnesses.pinned(session),
        stamp_anchors=_stamp_anchors(),
    )


def _stamp_anchors() -> Chain:
    """Return the roots of time stamps; without them a genuine file would be called forged."""
    try:
        return stamping.anchors()
    except CannotSign:
        raise Unavailable(
            lazy("The roots of time stamps cannot be read at present, so nothing can be said.")
        ) from None


def bundle_of(
    entries: Sequence[Entry],
    settings: Settings,
    now: datetime,
    trust: Trust | None = None,
    others: Sequence[Label] = (),
) -> Bundle:
    """Return the bundle of these labels as of now; all of them make the register's own.

    ``others`` are what other rooms have published, such as awards.

    Without `trust` it can only tell whether a file is, byte for byte, one of theirs.
    """
    day = civil_day(now, settings.zone)
    return Bundle(
        issuer=Issuer(settings.office_name, settings.public_url),
        time_zone=settings.time_zone,
        as_of=now,
        valid_until=now + LISTS_VALID_FOR,
        labels=(
            *(_label(entry, day, whole=trust is not None) for entry in entries),
            *(one if trust is not None else _by_hash_only(one) for one in others),
        ),
        trust=trust,
    )


def _label(entry: Entry, day: date, *, whole: bool) -> Label:
    shown = entry.term(day)
    terms = {term.id: term for term in entry.terms}
    return Label(
        id=entry.label.public_id,
        number=entry.label.number,
        holder=entry.named(day).holder,
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
                earlier=certificate.files[-2::-1],
                issued_at=certificate.issued_at,
                credential_sha256=certificate.credential_sha256 if whole else None,
                leaf=certificate.leaf if whole else None,
            )
            for certificate in entry.certificates
        ),
    )


def _by_hash_only(label: Label) -> Label:
    """Return a label of which nothing but the hashes of its files can be compared."""
    documents = (replace(one, credential_sha256=None, leaf=None) for one in label.documents)
    return replace(label, documents=tuple(documents))


def _count(session: Session, table: type[Model]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0
