"""What a check found, in words: never more certain than we are."""

from dataclasses import dataclass
from datetime import date

from certificates.report import REPLACED, UNKNOWN, Check, Report
from certificates.standing import Status
from labelling.applications.schemes import level_of
from labelling.core.i18n import format_day, gettext
from labelling.decisions.models import LabelTerm
from labelling.issuing.others import Listed
from labelling.register.answers import ANSWERS, CANNOT_BE_KNOWN, YES, Line, line_of
from labelling.register.entries import Entry
from labelling.register.others import band_of
from labelling.register.telling import (
    Band,
    lifted_today,
    look_of,
    renewal,
    today_as_well,
    word,
)

_MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """The result page's content; ``entry`` and ``term`` are None where the register has neither.

    ``is_badge`` tells that a picture was checked: nobody signed what is drawn in it.
    """

    band: Band
    authentic: str
    active: str
    day: date
    lines: tuple[Line, ...]
    entry: Entry | None
    term: LabelTerm | None
    level: str
    version: int | None
    is_badge: bool
    other: Listed | None = None


def finding_of(
    report: Report,
    entry: Entry | None,
    day: date,
    today: date,
    *,
    is_badge: bool = False,
    other: Listed | None = None,
) -> Finding:
    """Return a report on a file in words; ``entry`` is the label that the file belongs to.

    ``other`` is what it belongs to where that is no label.
    """
    term = _term_of(entry, report.label.version) if entry and report.authentic else None
    other = other if report.authentic else None
    return Finding(
        band=band_of(report, other, day, today)
        if other is not None
        else _band(report, entry, term, day, today, is_badge=is_badge),
        authentic=str(ANSWERS[report.authentic]),
        active=_whether_active(report.status) if report.authentic else str(CANNOT_BE_KNOWN),
        day=day,
        lines=tuple(line_of(check) for check in report.checks if _was_asked(check, report)),
        entry=entry if term is not None else None,
        term=term,
        level=level_of(term).name if term is not None else "",
        version=report.label.version,
        is_badge=is_badge,
        other=other,
    )


def _term_of(entry: Entry, version: int | None) -> LabelTerm | None:
    """Return the term of a certificate; None for one that was not published."""
    term_id = next((one.term_id for one in entry.certificates if one.version == version), None)
    return next((term for term in entry.terms if term.id == term_id), None)


def _band(
    report: Report,
    entry: Entry | None,
    term: LabelTerm | None,
    day: date,
    today: date,
    *,
    is_badge: bool,
) -> Band:
    if report.authentic is False:
        return _forged(report, is_badge=is_badge)
    if not report.authentic:
        return Band(
            "unknown",
            gettext("We cannot tell whether this is ours"),
            (gettext("Do not rely on it. Look the label up in the register."),),
        )
    if entry is None or term is None:
        return Band(
            "unknown",
            gettext("Genuine, but not in the register"),
            (gettext("We made it, and the register does not list it. Look the label up."),),
        )
    return _genuine(report, entry, term, day, today)


def _forged(report: Report, *, is_badge: bool) -> Band:
    """Return the band of what is not ours, with the reasons that can be told."""
    found = [line_of(check).sentence for check in report.checks if check.ok is False]
    reasons = list(dict.fromkeys(found))[:_MOST_REASONS]
    title = gettext("This file is not as we issued it")
    if is_badge:
        title = gettext("This badge is not as we issued it")
    advice = gettext("Do not rely on it. Send it to the office, and look the label up.")
    return Band("forged", title, (*reasons, advice))


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
        said = gettext("The newer one is in the register.")
        return Band("replaced", _replaced(entry, term, report.label.version), (said,))
    status = Status(report.status)
    title, sentences = _standing_today(status, entry, term, today)
    return Band(look_of(status), title, tuple(filter(None, sentences)))


def _replaced(entry: Entry, term: LabelTerm, version: int | None) -> str:
    """Say what took a certificate's place: a further version of its term, or a newer term."""
    newer = [
        one.version
        for one in entry.certificates
        if one.term_id == term.id and version is not None and one.version > version
    ]
    if newer:
        return gettext("Genuine, but replaced by version %(number)s", number=min(newer))
    return gettext("Genuine, but replaced by a newer certificate")


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
            return gettext("Genuine, but expired on %(day)s", day=ended), renewal(
                entry, term, today
            )
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
    """Say whether a check means anything: of a file that is not ours its day is not asked."""
    return bool(report.authentic) or check.name not in {"reach", "dates", "label", "newest"}
