"""What is wrong with this installation, and how to mend it: the same for the page and the command.

A room adds what it knows of itself: ``checks`` for questions of its own (``checks_thoroughly``
where the answer takes long), ``keeps_files`` for the files that must be there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import SystemRandom

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from labelling.core import audit, files, immutability, installation
from labelling.core.audit import AuditEntry
from labelling.core.i18n import gettext, ngettext
from labelling.core.outbox import Outgoing

SAMPLE = 50
_MOST_FAULTS = 5
_LATE_AFTER = timedelta(minutes=15)
_CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what, and what to do about it."""

    what: str
    mend: str


Check = Callable[[Session, datetime], Iterable[Finding]]
Files = Callable[[Session], Iterable[str]]

_checks: list[Check] = []
_thorough_checks: list[Check] = []
_files: list[Files] = []


def checks(function: Check) -> Check:
    """Register a question that a room asks of itself."""
    _checks.append(function)
    return function


def checks_thoroughly(function: Check) -> Check:
    """Register a question that takes long, asked where somebody wants to know exactly."""
    _thorough_checks.append(function)
    return function


def keeps_files(function: Files) -> Files:
    """Register which files (SHA-256 in hex) a room needs to find in the store."""
    _files.append(function)
    return function


def is_kept(session: Session, digest: str) -> bool:
    """Say whether some room needs a file to stay: whoever deletes one asks first.

    The store keeps equal bytes once, whoever brought them.
    """
    return any(digest in function(session) for function in _files)


def examine(
    session: Session,
    now: datetime,
    *,
    schema_is_current: bool,
    demo: bool,
    thorough: bool = False,
) -> list[Finding]:
    """Return all that is wrong; nothing if all is well.

    ``demo`` says what the database should be marked as. Files are sampled, and what takes long is
    not asked, unless ``thorough``.
    """
    if not schema_is_current:
        return [
            Finding(
                gettext("The database does not have the present schema."),
                gettext(
                    "Stop the service, copy database and data folder, and run: labelling migrate"
                ),
            )
        ]
    asked = [*_checks, *(_thorough_checks if thorough else [])]
    return [
        *_mark(session, demo=demo),
        *_triggers(session),
        *_trail(session),
        *_clock(session, now),
        *_outbox(session, now),
        *_missing_files(session, thorough=thorough),
        *(finding for check in asked for finding in check(session, now)),
    ]


def _mark(session: Session, *, demo: bool) -> Iterator[Finding]:
    marked = installation.is_demo(session)
    if marked is None:
        yield Finding(
            gettext("The database does not say whether it is a demonstration."),
            gettext("Run: labelling migrate"),
        )
    elif marked is not demo:
        yield Finding(
            gettext("A demonstration and the real thing were mixed up: the database is the other."),
            gettext("Stop the service and check LABELLING_DATA_DIR and LABELLING_DATABASE_URL."),
        )


def _triggers(session: Session) -> Iterator[Finding]:
    missing = immutability.unprotected(session.connection())
    if missing:
        yield Finding(
            gettext("The database lost its protection: %(names)s.", names=", ".join(missing)),
            gettext("Find out who changed the database, then run: labelling migrate"),
        )


def _trail(session: Session) -> Iterator[Finding]:
    for fault in islice(audit.faults(session), _MOST_FAULTS):
        yield Finding(
            gettext("The audit trail does not hold: %(fault)s.", fault=fault),
            gettext("Keep this database as it is, and compare it with the last backup."),
        )


def _clock(session: Session, now: datetime) -> Iterator[Finding]:
    last = session.scalars(
        select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    if last is not None and last > now + _CLOCK_TOLERANCE:
        yield Finding(
            gettext("The clock went back: the last entry of the trail lies in the future."),
            gettext("Set the clock of this machine by a time server."),
        )


def _outbox(session: Session, now: datetime) -> Iterator[Finding]:
    waiting = (Outgoing.finished_at.is_(None), Outgoing.failed_at.is_(None))
    late = _count(session, *waiting, Outgoing.not_before < now - _LATE_AFTER)
    failed = _count(session, Outgoing.failed_at.is_not(None))
    if late:
        yield Finding(
            ngettext(
                "%(num)s mail or job is late by more than 15 minutes.",
                "%(num)s mails and jobs are late by more than 15 minutes.",
                late,
            ),
            gettext("See that a worker runs (labelling worker) and that the mail server answers."),
        )
    if failed:
        yield Finding(
            ngettext(
                "%(num)s mail or job was given up.", "%(num)s mails and jobs were given up.", failed
            ),
            gettext("The mail log of each application says which; correct the address there."),
        )


def _missing_files(session: Session, *, thorough: bool) -> Iterator[Finding]:
    store = files.store()
    known = sorted({digest for function in _files for digest in function(session)})
    if not thorough and len(known) > SAMPLE:
        known = SystemRandom().sample(known, SAMPLE)
    for digest in known:
        try:
            store.get(digest)
        except KeyError:
            what = gettext("The file %(digest)s is missing.", digest=digest)
        except ValueError:
            what = gettext("The file %(digest)s was changed.", digest=digest)
        else:
            continue
        yield Finding(what, gettext("Bring it back from the last backup: labelling restore"))


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(Outgoing).where(*conditions)
    return session.scalar(wanted) or 0
