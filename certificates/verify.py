"""A stranger's check of a certificate: is it ours, and how did its label stand on a day?

*Authentic* and *status* are two questions. Authentic means that signature, credential and log
hold against the trust bundle's keys; of a file that has none of these, that the bundle lists its
SHA-256. The status on a day follows from the bundle's dated facts, as far as they reach; beyond,
only what can no longer change is said.
"""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from certificates.canonical import to_instant
from certificates.onaday import Case, checks_on, moment_in_words, status_of
from certificates.pinned import listed_status
from certificates.report import UNKNOWN, Check, LabelFacts, Report, asked
from certificates.standing import Status
from certificates.trust import Bundle, Document, Label

if TYPE_CHECKING:
    from certificates.claims import Claims
    from certificates.exhibit import Exhibit

WITHOUT_BUNDLE = "Without the register's trust bundle nobody can say whether it issued this file."

_ON_A_DAY = ("reach", "dates", "label", "newest")


def verify(
    pdf: bytes, bundle: Bundle | None, on: date | None, now: datetime, proof: bytes | None = None
) -> Report:
    """Return what can be said of this file on a day: the day of `now` where `on` is None.

    `proof` is what stood beside the file as FILE.pdf.proof. Keys come from the bundle alone, and
    whatever the file holds is believed only as far as they vouch for it.
    """
    if bundle is None:
        return stopped(None, None, (Check("file", None, WITHOUT_BUNDLE),))
    found = bundle.find(sha256(pdf).hexdigest())
    if bundle.trust is None or (found and found[1].credential_sha256 is None):
        return _by_hash(bundle, found, on, now)
    from certificates.exhibit import Exhibit  # noqa: PLC0415 - takes a second to import

    at = max(now, bundle.as_of)
    return _by_its_parts(Exhibit(pdf, proof, bundle, bundle.trust, at), on, now)


def _by_hash(
    bundle: Bundle, found: tuple[Label, Document] | None, on: date | None, now: datetime
) -> Report:
    """Report on a file that the bundle lists, or not, and of which nothing else is known."""
    if found is None:
        return stopped(False, bundle, (Check("file", False, _not_ours(bundle, now)),))
    label, document = found
    case = Case(bundle, label, document, True, on or bundle.day_of(now), now)
    check = Check("file", True, "The file is, byte for byte, one that the register issued.")
    return told(case, (check,), _facts(label, document))


def _by_its_parts(exhibit: "Exhibit", on: date | None, now: datetime) -> Report:
    """Report on a file by what it brings along."""
    bundle = exhibit.bundle
    checks = (
        asked("signature", exhibit.signature),
        asked("credential", exhibit.credential),
        asked("log", exhibit.log),
        asked("document", exhibit.document),
        asked("text", exhibit.text),
    )
    claims = exhibit.claims if all(check.ok is not False for check in checks) else None
    if claims is None:
        return stopped(False, bundle, checks)
    day = on or bundle.day_of(now)
    document = exhibit.entry or _document(exhibit, claims)
    case = Case(bundle, exhibit.label, document, exhibit.entry is not None, day, now)
    if day == bundle.day_of(now):
        case = replace(case, bits=listed_status(exhibit.trust, claims, exhibit.at))
    return told(case, checks, claimed(claims, exhibit.label_id))


def told(case: Case, checks: tuple[Check, ...], facts: LabelFacts) -> Report:
    """Return the report on a file that is ours."""
    status = status_of(case)
    return Report(
        valid=None if status == UNKNOWN else status == Status.ACTIVE,
        authentic=True,
        status=status,
        as_of=to_instant(case.bundle.as_of),
        checks=(*checks, *checks_on(case)),
        label=facts,
    )


def stopped(authentic: bool | None, bundle: Bundle | None, checks: tuple[Check, ...]) -> Report:
    """Return the report on a file that is not ours or that nobody can place."""
    detail = "Not asked, since the file is not one of which the register can speak."
    return Report(
        valid=authentic,
        authentic=authentic,
        status=UNKNOWN,
        as_of=to_instant(bundle.as_of) if bundle else None,
        checks=(*checks, *(Check(name, None, detail) for name in _ON_A_DAY)),
        label=LabelFacts(),
    )


def _not_ours(bundle: Bundle, now: datetime) -> str:
    detail = (
        "The file is not, byte for byte, one that the register had issued by "
        f"{moment_in_words(bundle.as_of)}."
    )
    if now > bundle.valid_until:
        detail += " If it is younger, fetch today's trust bundle and ask again."
    return detail


def _document(exhibit: "Exhibit", claims: "Claims") -> Document:
    """Return what the register will list for a certificate that is younger than the bundle."""
    return Document(
        version=claims.version,
        term=claims.term,
        level=claims.achievement.level_id,
        valid_from=claims.valid_from.date(),
        valid_until=claims.valid_until.date(),
        sha256=exhibit.sha256,
        issued_at=exhibit.issued_at,
    )


def _facts(label: Label, document: Document) -> LabelFacts:
    return LabelFacts(
        id=label.id,
        number=label.number,
        holder=label.holder,
        level=document.level,
        valid_from=document.valid_from.isoformat(),
        valid_until=document.valid_until.isoformat(),
        version=document.version,
    )


def claimed(claims: "Claims", label_id: str | None) -> LabelFacts:
    """Return what a genuine credential says of the label that the register knows by this id."""
    return LabelFacts(
        id=label_id,
        number=claims.number,
        holder=claims.holder,
        level=claims.achievement.level_id,
        valid_from=claims.valid_from.date().isoformat(),
        valid_until=claims.valid_until.date().isoformat(),
        version=claims.version,
    )
