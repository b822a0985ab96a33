"""Time stamps in signatures, where the settings name an authority, and archives kept alive.

An archive (B-LTA) proves itself as long as the certificate of its last time stamp does. Before
that ends the file gets a further one: a new file, with a leaf of its own in the log.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from certificates.errors import BadInput, CannotSign
from certificates.keys import Chain
from certificates.leaves import LeafType
from certificates.outside import read_certificates
from labelling.core import audit, doctor, files, outbox
from labelling.core.access import SYSTEM
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.doctor import Finding
from labelling.core.i18n import gettext, ngettext
from labelling.issuing import events, queries
from labelling.issuing.models import Publication, Restamping
from labelling.settings import in_use

if TYPE_CHECKING:
    from certificates.signing import TimeStamping

RESTAMP = "certificate.restamp"
DUE = "certificate.restamp_due"
BEFORE_END = timedelta(days=90)
"""How long before the end of its time stamp's certificate a file gets the next one."""

_LATE = timedelta(days=30)
_SECONDS = 20


def anchors() -> Chain:
    """Return the roots (DER) of all authorities whose time stamps count.

    Raises CannotSign where the file cannot be read: without it nothing can be stamped or shown.
    """
    file = in_use().stamp_anchors
    if file is None:
        return ()
    try:
        return read_certificates(file.read_bytes())
    except OSError as problem:
        raise CannotSign(f"{file} cannot be read: {problem.strerror}.") from problem
    except BadInput as problem:
        raise CannotSign(f"{file}: {problem}") from problem


def chosen() -> "TimeStamping | None":
    """Return where signatures get their time stamps from; None where no authority is set.

    Raises CannotSign where nobody could check them for want of a root.
    """
    from certificates.signing import TimeStamping  # noqa: PLC0415 - takes a second to import

    address = in_use().tsa_url
    if address is None:
        return None
    roots = anchors()
    if not roots:
        raise CannotSign("LABELLING_STAMP_ANCHORS must name the authority's root certificate.")
    return TimeStamping(_stamper(address, _account(), roots), roots, archive=in_use().tsa_archive)


def _account() -> str:
    """Return what an HTTP client says of the account at the authority, or nothing."""
    user, password = in_use().tsa_user, in_use().tsa_password
    if user is None:
        return ""
    told = f"{user}:{password.get_secret_value() if password else ''}"
    return f"Basic {b64encode(told.encode()).decode()}"


@lru_cache(maxsize=1)
def _stamper(address: str, account: str, roots: Chain) -> Any:
    """Keep the client: it asks the authority once how long its time stamps are."""
    from certificates.stampauthority import StampAuthority  # noqa: PLC0415 - takes long

    headers = {"Authorization": account} if account else None
    return StampAuthority(address, roots, _SECONDS, headers)


def forget() -> None:
    """Ask the authority anew how long its time stamps are: they may have grown."""
    _stamper.cache_clear()


@outbox.every_minute
def queue_due(session: Session, now: datetime) -> None:
    """Queue once a day, while an authority is set, the look for what needs its next time stamp."""
    if in_use().tsa_url is not None:
        day = today(now).isoformat()
        outbox.put_job(session, DUE, {"day": day}, now, key=f"{DUE}:{day}")


@outbox.handles(DUE)
def order_restamping(payload: Mapping[str, Any], now: datetime) -> None:
    """Queue each certificate whose last time stamp ends soon, and can still be proved."""
    with unit_of_work() as session:
        for certificate_id in session.scalars(
            select(Publication.certificate_id)
            .where(_ends_before(now + BEFORE_END), _ends_after(now))
            .order_by(Publication.certificate_id)
        ).all():
            key = f"{RESTAMP}:{certificate_id}:{payload['day']}"
            job = {"certificate": str(certificate_id)}
            outbox.put_job(session, RESTAMP, job, now, key=key)


@outbox.handles(RESTAMP)
def restamp(payload: Mapping[str, Any], now: datetime) -> None:
    """Give a certificate's file its next time stamp; nothing where it needs none yet.

    Raises Delayed while the authority will not do.
    """
    from certificates.signing import stamp_again, stamped_until  # noqa: PLC0415 - takes a second

    certificate_id = UUID(payload["certificate"])
    with reading() as session:
        published = queries.get_certificate(session, certificate_id).published
        before = (published.sha256, *(one.sha256 for one in published.restampings))
    ends = (published.restampings[-1] if published.restampings else published).stamped_until
    if ends is None or ends >= now + BEFORE_END:
        return
    try:
        stamping = chosen()
        if stamping is None:
            return
        stamped = stamp_again(files.store().get(before[-1]), now, stamping)
    except CannotSign as problem:
        forget()
        raise outbox.Delayed(str(problem)) from problem
    until = stamped_until(stamped)
    if until is None or until <= ends:
        raise outbox.Delayed("The authority’s certificate ends no later than the one before.")
    digest = files.store().put(stamped)
    new = Restamping(
        certificate_id=certificate_id,
        number=len(before) + 1,
        sha256=digest,
        at=now,
        stamped_until=until,
    )
    with unit_of_work() as session:
        kept = _add(session, new, now)
    if not kept:
        files.store().remove(digest)


def _add(session: Session, new: Restamping, now: datetime) -> bool:
    """Let a new file count beside those before; say no where another worker was faster."""
    certificate = queries.get_certificate(session, new.certificate_id)
    if len(certificate.files) != new.number - 1:
        return False
    new.leaf = events.record(
        session,
        LeafType.DOCUMENT,
        {
            "number": certificate.sheet["number"],
            "version": certificate.version,
            "file": new.number,
        },
        now,
        label=certificate.public_id,
        file_sha256=new.sha256,
    )
    session.add(new)
    session.flush()
    audit.record(
        session, SYSTEM, "certificate.restamped", certificate, now,
        version=certificate.version, file=new.number, sha256=new.sha256,
    )  # fmt: skip
    return True


@doctor.checks
def stamps_that_end(session: Session, now: datetime) -> Iterator[Finding]:
    """Yield a finding where archives were not stamped anew in time."""
    ending = select(Publication.certificate_id).where(_ends_before(now + _LATE))
    count = len(session.scalars(ending).all())
    if count:
        yield Finding(
            ngettext(
                "The archive time stamp of %(num)s certificate ends within 30 days.",
                "The archive time stamps of %(num)s certificates end within 30 days.",
                count,
            ),
            gettext("See that LABELLING_TSA_URL is set and that the authority answers."),
        )


def _ends_before(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a publication's last time stamp ends before a moment."""
    later = exists().where(
        Restamping.certificate_id == Publication.certificate_id, Restamping.stamped_until >= moment
    )
    return (Publication.stamped_until < moment) & ~later


def _ends_after(moment: datetime) -> ColumnElement[bool]:
    """Return the condition that it ends after a moment: what has ended cannot be proved anew."""
    later = exists().where(
        Restamping.certificate_id == Publication.certificate_id, Restamping.stamped_until > moment
    )
    return or_(Publication.stamped_until > moment, later)
