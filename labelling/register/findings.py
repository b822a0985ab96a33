"""What a check found, in words: never more certain than we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from certificates.report import REPLACED, UNKNOWN, Check, Report
from certificates.standing import Status
from labelling.applications.schemes import level_of
from labelling.core.i18n import Text, format_day, gettext, lazy
from labelling.decisions.models import LabelTerm
from labelling.register.entries import Entry
from labelling.register.telling import (
    Band,
    lifted_today,
    look_of,
    renewal,
    today_as_well,
    word,
)

YES, NO, CANNOT_BE_KNOWN = lazy("Yes"), lazy("No"), lazy("Cannot be known")
_ANSWERS: Mapping[bool | None, Text] = {True: YES, False: NO, None: CANNOT_BE_KNOWN}

_CHECKS: Mapping[tuple[str, bool | None], Text] = MappingProxyType(
    {
        ("file", True): lazy("The file is, byte for byte, one that we issued."),
        ("file", False): lazy("The file is not, byte for byte, one that we issued."),
        ("reach", True): lazy("The register knows this day."),
        ("reach", None): lazy("Nobody can know this day yet."),
        ("dates", True): lazy("The day lies between the first and the last day that it names."),
        ("dates", False): lazy("The day lies outside the days that it names."),
        ("label", True): lazy("The label was neither suspended, withdrawn nor revoked."),
        ("label", False): lazy("The label did not count on this day."),
        ("label", None): lazy("Nothing against the label is known so far."),
        ("newest", True): lazy("No newer certificate had replaced it."),
        ("newest", False): lazy("A newer certificate had replaced it."),
        ("newest", None): lazy("No newer certificate has replaced it so far."),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One question of the check: answered in a word, in a sentence, and in technical words."""

    answer: str
    sentence: str
    detail: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The result page's content; ``entry`` and ``term`` are None where the file is not ours."""

    band: Band
    authentic: str
    active: str
    day: date
    lines: tuple[Line, ...]
    entry: Entry | None
    term: LabelTerm | None
    level: str
    version: int | None


def finding_of(report: Report, entry: Entry | None, day: date, today: date) -> Finding:
    """Return a report on a file in words; ``entry`` is the label that the file belongs to."""
    if entry is None or not report.authentic:
        band, term, active = _forged(), None, str(CANNOT_BE_KNOWN)
    else:
        term = _term_of(entry, report.label.version)
        band = _genuine(report, entry, term, day, today)
        active = _whether_active(report.status)
    return Finding(
        band=band,
        authentic=str(_ANSWERS[report.authentic]),
        active=active,
        day=day,
        lines=tuple(_line(check) for check in report.checks if _was_asked(check, report)),
        entry=entry,
        term=term,
        level=level_of(term).name if term is not None else "",
        version=report.label.version,
    )


def _term_of(entry: Entry, version: int | None) -> LabelTerm:
    certificate = next(one for one in entry.certificates if one.version == version)
    return next(term for term in entry.terms if term.id == certificate.term_id)


def _forged() -> Band:
    return Band(
        "forged",
        gettext("This file is not as we issued it"),
        (
            gettext("It was changed, or it never came from us."),
            gettext("Do not rely on it. Send it to the office, and look the label up."),
        ),
    )


def _genuine(report: Report, entry: Entry, term: LabelTerm, day: date, today: date) -> Band:
    """Return the band of a file that is ours, by the certificate's status on the day."""
    if report.status == UNKNOWN:
        title = gettext("We cannot tell today’s status")
        if day != today:
            title = gettext("We cannot tell how it will stand on %(day)s", day=format_day(day))
        said = gettext("The file is genuine. Ask again on that day, or look at the register.")
        return Band("unknown", title, (said,))
    if day != today:
        return _on_another_day(report.status, entry, day, today)
    if report.status == REPLACED:
        title = gettext("Genuine, but replaced by a newer certificate")
        return Band("replaced", title, (gettext("The newer one is in the register."),))
    status = Status(report.status)
    title, sentences = _standing_today(status, entry, term, today)
    return Band(look_of(status), title, tuple(filter(None, sentences)))


def _on_another_day(status: str, entry: Entry, day: date, today: date) -> Band:
    """Return the band for a day gone by; how the label stands today is always said beside it."""
    if status == REPLACED:
        look, said, reason = REPLACED, gettext("replaced"), ""
    else:
        look, said = look_of(Status(status)), word(Status(status))
        reason = entry.standing(day).reason
    present = today_as_well(entry, today)
    title = gettext("Genuine; on %(day)s: %(status)s", day=format_day(day), status=said)
    return Band(look, title, tuple(filter(None, (reason, present))))


def _standing_today(
    status: Status, entry: Entry, term: LabelTerm, today: date
) -> tuple[str, list[str]]:
    standing = entry.standing(today)
    since = format_day(standing.since)
    match status:
        case Status.ACTIVE:
            advice = gettext("Compare the name. Print this page or save it: it is a dated report.")
            return gettext("Genuine, and active today"), [advice]
        case Status.SUSPENDED:
            again = entry.active_again(today)
            if again is not None:
                return gettext("Genuine, but suspended today"), [lifted_today(again)]
            title = gettext("Genuine, but suspended since %(day)s", day=since)
            return title, [standing.reason, gettext("Do not rely on it now; look again later.")]
        case Status.REVOKED:
            return gettext("Genuine, but revoked on %(day)s", day=since), [standing.reason]
        case Status.WITHDRAWN:
            return gettext("Genuine, but withdrawn on %(day)s", day=since), [standing.reason]
        case Status.EXPIRED:
            ended = format_day(term.valid_until)
            return gettext("Genuine, but expired on %(day)s", day=ended), renewal(term, today)
        case Status.NONE:
            begins = format_day(term.valid_from)
            return gettext("Genuine, but it begins on %(day)s", day=begins), []


def _whether_active(status: str) -> str:
    """Answer whether the certificate counts on the day: "Yes", "No: suspended"."""
    if status == UNKNOWN:
        return str(CANNOT_BE_KNOWN)
    if status == Status.ACTIVE:
        return str(YES)
    said = gettext("replaced") if status == REPLACED else word(Status(status))
    return gettext("No: %(status)s", status=said)


def _was_asked(check: Check, report: Report) -> bool:
    """Say whether a check means anything: of a file that is not ours only this is known."""
    return bool(report.authentic) or check.name == "file"


def _line(check: Check) -> Line:
    sentence = _CHECKS[check.name, check.ok]
    return Line(str(_ANSWERS[check.ok]), str(sentence), check.detail)
