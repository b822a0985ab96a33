"""A stranger's check of a certificate: is it ours, and how did its label stand on a day?

*Authentic* and *status* are two questions. Authentic means that the file's SHA-256 is one that
the trust bundle lists. The status on a day follows from the bundle's dated facts, as far as they
reach; beyond, only what can no longer change is said.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from certificates.standing import Standing, Status, status_on, term_on
from certificates.trust import Bundle, Document, Label
from certificates.wording import in_words

REPLACED = "replaced"
UNKNOWN = "unknown"

_FINAL = {Status.REVOKED, Status.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Check:
    """One question with its answer: true, false or None (cannot be known), in plain words."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class LabelFacts:
    """What the register says of the label and its certificate; all None where it is unknown."""

    id: str | None = None
    number: str | None = None
    holder: str | None = None
    level: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a check, as the contract of `labelling verify` has it."""

    valid: bool | None
    authentic: bool | None
    status: str
    as_of: str | None
    checks: tuple[Check, ...]
    label: LabelFacts

    def as_dict(self) -> dict[str, object]:
        """Return the report as plain values for JSON."""
        return {**asdict(self), "checks": [asdict(check) for check in self.checks]}

    @property
    def exit_code(self) -> int:
        """0 for valid, 1 for not valid, 2 where it cannot be known."""
        return {True: 0, False: 1, None: 2}[self.valid]


@dataclass(frozen=True, slots=True)
class _Case:
    """One certificate, found in the bundle, on one day."""

    bundle: Bundle
    label: Label
    document: Document
    day: date
    known: bool

    @property
    def standing(self) -> Standing:
        return status_on(self.label.history, self.day)


def verify(pdf: bytes, bundle: Bundle | None, on: date | None, now: datetime) -> Report:
    """Return what can be said of this file on a day: the day of `now` where `on` is None.

    Nothing is taken from the file but its bytes: no key, no name, no date.
    """
    if bundle is None:
        detail = "Without the register's trust bundle nobody can say whether it issued this file."
        return _nothing_known(None, None, detail)
    as_of = _moment(bundle.as_of)
    found = bundle.find(sha256(pdf).hexdigest())
    if found is None:
        return _nothing_known(False, as_of, _not_ours(bundle, now))
    day = on or bundle.day_of(now)
    case = _Case(bundle, *found, day=day, known=_reaches(bundle, day, now))
    status = _status(case)
    return Report(
        valid=None if status == UNKNOWN else status == Status.ACTIVE,
        authentic=True,
        status=status,
        as_of=as_of,
        checks=(
            Check("file", True, "The file is, byte for byte, one that the register issued."),
            *(check(case) for check in _CHECKS),
        ),
        label=_facts(case),
    )


def _reaches(bundle: Bundle, day: date, now: datetime) -> bool:
    """Say whether the bundle knows this day: up to its own, and today while its lists are valid.

    None knows a day that has not come, whatever date the bundle gives itself.
    """
    if day > bundle.day_of(now):
        return False
    if day <= bundle.day_of(bundle.as_of):
        return True
    return day == bundle.day_of(now) and now <= bundle.valid_until


def _status(case: _Case) -> str:
    """Return the certificate's status: its label's, unless its own dates or a newer one say no."""
    status = case.standing.status
    if status in _FINAL:
        return status
    if case.day < case.document.valid_from:
        return Status.NONE
    if case.known and status is not Status.ACTIVE:
        return status
    if _successor(case):
        return REPLACED
    if case.day > case.document.valid_until:
        return Status.EXPIRED
    return status if case.known else UNKNOWN


def _successor(case: _Case) -> str:
    """Return the sentence that names what replaced this certificate by the day, or nothing."""
    newer = [
        document
        for document in case.label.documents
        if document.term == case.document.term
        and document.version > case.document.version
        and case.bundle.day_of(document.issued_at) <= case.day
    ]
    if newer:
        first = min(newer, key=lambda document: document.version)
        day = _in_words(case.bundle.day_of(first.issued_at))
        return f"Version {first.version} of this certificate replaced it on {day}."
    term = term_on(case.label.history, case.day)
    if term and term.id != case.document.term and term.valid_from > case.document.valid_from:
        return f"A newer term of the label began on {_in_words(term.valid_from)}."
    return ""


def _check_reach(case: _Case) -> Check:
    until = f"The register's facts are of {_moment_in_words(case.bundle.as_of)}"
    if case.known:
        return Check("reach", True, f"{until}; they cover {_in_words(case.day)}.")
    return Check(
        "reach", None, f"{until}; on their own they cannot say how {_in_words(case.day)} was."
    )


def _check_dates(case: _Case) -> Check:
    start, end = case.document.valid_from, case.document.valid_until
    if case.day < start:
        return Check("dates", False, f"The certificate begins on {_in_words(start)}.")
    if case.day > end:
        return Check("dates", False, f"The certificate ended on {_in_words(end)}.")
    return Check(
        "dates",
        True,
        f"{_in_words(case.day)} lies between its first day, {_in_words(start)}, "
        f"and its last, {_in_words(end)}.",
    )


def _check_label(case: _Case) -> Check:
    standing = case.standing
    if standing.status is Status.ACTIVE:
        sentence = "The label was neither suspended, withdrawn nor revoked"
        if case.known:
            return Check("label", True, f"{sentence} on {_in_words(case.day)}.")
        return Check("label", None, f"{sentence} as far as the facts reach.")
    ok = False if case.known or standing.status in _FINAL else None
    if standing.since is None:
        return Check("label", ok, f"The label had not begun by {_in_words(case.day)}.")
    since = f"The label is {standing.status} since {_in_words(standing.since)}"
    return Check("label", ok, f"{since}: {standing.reason}" if standing.reason else f"{since}.")


def _check_newest(case: _Case) -> Check:
    if successor := _successor(case):
        return Check("newest", False, successor)
    if case.known:
        return Check("newest", True, f"No newer one had replaced it by {_in_words(case.day)}.")
    return Check("newest", None, "No newer one had replaced it as far as the facts reach.")


_CHECKS: tuple[Callable[[_Case], Check], ...] = (
    _check_reach,
    _check_dates,
    _check_label,
    _check_newest,
)


def _nothing_known(authentic: bool | None, as_of: str | None, detail: str) -> Report:
    """Return the report on a file that is not ours or that nobody can place."""
    return Report(
        valid=authentic,
        authentic=authentic,
        status=UNKNOWN,
        as_of=as_of,
        checks=(
            Check("file", authentic, detail),
            *(
                Check(name, None, "Not asked, since the file was not found in the register.")
                for name in ("reach", "dates", "label", "newest")
            ),
        ),
        label=LabelFacts(),
    )


def _not_ours(bundle: Bundle, now: datetime) -> str:
    detail = (
        "The file is not, byte for byte, one that the register had issued by "
        f"{_moment_in_words(bundle.as_of)}."
    )
    if now > bundle.valid_until:
        detail += " If it is younger, fetch today's trust bundle and ask again."
    return detail


def _facts(case: _Case) -> LabelFacts:
    return LabelFacts(
        id=case.label.id,
        number=case.label.number,
        holder=case.label.holder,
        level=case.document.level,
        valid_from=case.document.valid_from.isoformat(),
        valid_until=case.document.valid_until.isoformat(),
        version=case.document.version,
    )


def _in_words(day: date) -> str:
    return in_words(day, "en")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _moment_in_words(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{_in_words(utc.date())}, {utc:%H:%M} UTC"
