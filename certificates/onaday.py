"""How a certificate stood on a day, as far as the register's dated facts and lists reach.

Past days follow from dated events alone. The present also asks the signed status lists: a list
that is missing or out of date never means that all is well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from certificates.pinned import Listed
from certificates.report import REPLACED, UNKNOWN, Check
from certificates.standing import History, Standing, Status, status_on, term_on
from certificates.trust import Bundle, Document, Label
from certificates.wording import in_words

_FINAL = {Status.REVOKED, Status.WITHDRAWN}
_NOTHING = History(())


@dataclass(frozen=True, slots=True)
class Case:
    """One genuine certificate on one day.

    `label` is the register's entry on its label and `listed` whether that has this certificate:
    a bundle may be older than it. `bits` is what the status lists say, asked of the present only.
    """

    bundle: Bundle
    label: Label | None
    document: Document
    listed: bool
    day: date
    now: datetime
    bits: Listed | None = None

    @property
    def reached(self) -> bool:
        """Say whether the facts know this day."""
        return self.bundle.reaches(self.day, self.now)

    @property
    def known(self) -> bool:
        """Say whether the status can be told."""
        return self.reached and self.listed and (self.bits is None or self.bits.known)

    @property
    def history(self) -> History:
        """The label's dated facts."""
        return self.label.history if self.label else _NOTHING

    @property
    def standing(self) -> Standing:
        """How the label stood."""
        return status_on(self.history, self.day)


def status_of(case: Case) -> str:
    """Return the certificate's status: its label's, unless its own dates or a newer one say no."""
    status, document = case.standing.status, case.document
    if status in _FINAL:
        return status
    if case.day < document.valid_from:
        return Status.NONE
    if case.known and status is not Status.ACTIVE:
        return status
    if case.bits and case.bits.suspended and case.day <= document.valid_until:
        return Status.SUSPENDED
    if _successor(case):
        return REPLACED
    if case.bits and case.bits.revoked:
        return Status.REVOKED
    if case.day > document.valid_until:
        return Status.EXPIRED
    return status if case.known else UNKNOWN


def checks_on(case: Case) -> tuple[Check, ...]:
    """Return the answers about the day, each with its reason."""
    return tuple(check(case) for check in _CHECKS)


def moment_in_words(moment: datetime) -> str:
    """Return a moment as 22 November 2026, 13:32 UTC."""
    utc = moment.astimezone(UTC)
    return f"{_in_words(utc.date())}, {utc:%H:%M} UTC"


def _successor(case: Case) -> str:
    """Return the sentence that names what replaced this certificate by the day, or nothing."""
    newer = [
        document
        for document in (case.label.documents if case.label else ())
        if document.term == case.document.term
        and document.version > case.document.version
        and case.bundle.day_of(document.issued_at) <= case.day
    ]
    if newer:
        first = min(newer, key=lambda document: document.version)
        day = _in_words(case.bundle.day_of(first.issued_at))
        return f"Version {first.version} of this certificate replaced it on {day}."
    own = next((one for one in case.history.terms if one.id == case.document.term), None)
    term = term_on(case.history, case.day)
    if term and own and term.place > own.place:
        return f"A newer term of the label began on {_in_words(term.valid_from)}."
    return ""


def _check_reach(case: Case) -> Check:
    facts = f"The register's facts are of {moment_in_words(case.bundle.as_of)}"
    day = _in_words(case.day)
    if case.known:
        return Check("reach", True, f"{facts}; they cover {day}.")
    if not case.reached:
        return Check("reach", None, f"{facts}; on their own they cannot say how {day} was.")
    if not case.listed:
        return Check("reach", None, f"{facts}; they do not have this certificate.")
    return Check(
        "reach",
        None,
        f"{facts}, but a signed status list is missing or out of date. "
        "Fetch today's trust bundle and ask again.",
    )


def _check_dates(case: Case) -> Check:
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


def _check_label(case: Case) -> Check:
    standing = case.standing
    if standing.status is Status.NONE and not case.listed:
        return _check_lists(case, "The register's facts have nothing on this label's period.")
    if standing.status is Status.ACTIVE:
        sentence = "The label was neither suspended, withdrawn nor revoked"
        until = f"on {_in_words(case.day)}" if case.known else "as far as the facts reach"
        return _check_lists(case, f"{sentence} {until}.")
    ok = False if case.known or standing.status in _FINAL else None
    if standing.since is None:
        return Check("label", ok, f"The label had not begun by {_in_words(case.day)}.")
    since = f"The label is {standing.status} since {_in_words(standing.since)}"
    return Check("label", ok, f"{since}: {standing.reason}" if standing.reason else f"{since}.")


def _check_lists(case: Case, otherwise: str) -> Check:
    """Return what the status lists say against the certificate, or else what is given."""
    for said, word in ((case.bits and case.bits.revoked, "revoked"),
                       (case.bits and case.bits.suspended, "suspended")):  # fmt: skip
        if said:
            return Check("label", False, f"The signed status list says that it is {word}.")
    return Check("label", True if case.known else None, otherwise)


def _check_newest(case: Case) -> Check:
    if successor := _successor(case):
        return Check("newest", False, successor)
    if case.known:
        return Check("newest", True, f"No newer one had replaced it by {_in_words(case.day)}.")
    return Check("newest", None, "No newer one had replaced it as far as the facts reach.")


_CHECKS: tuple[Callable[[Case], Check], ...] = (
    _check_reach,
    _check_dates,
    _check_label,
    _check_newest,
)


def _in_words(day: date) -> str:
    return in_words(day, "en")
