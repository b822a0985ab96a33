"""How a label stands, in words: the band of its public page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import get_timezone_location

from certificates.standing import Change, Standing, Status, end_of_day
from labelling.applications.schemes import level_of
from labelling.core import clock, i18n
from labelling.core.i18n import (
    Text,
    format_clock,
    format_day,
    format_instant,
    gettext,
    lazy,
)
from labelling.decisions.models import LabelTerm
from labelling.decisions.months import months_later
from labelling.register.entries import Entry

STATUS_WORDS: Mapping[Status, Text] = {
    Status.NONE: lazy("not begun"),
    Status.ACTIVE: lazy("active"),
    Status.SUSPENDED: lazy("suspended"),
    Status.EXPIRED: lazy("expired"),
    Status.WITHDRAWN: lazy("withdrawn"),
    Status.REVOKED: lazy("revoked"),
}
_ANNOUNCED: Mapping[Change, Text] = {
    Change.SUSPENDED: lazy("From %(day)s it is suspended."),
    Change.LIFTED: lazy("The suspension is lifted on %(day)s."),
    Change.WITHDRAWN: lazy("From %(day)s it is withdrawn."),
    Change.REVOKED: lazy("From %(day)s it is revoked."),
}


@dataclass(frozen=True, slots=True)
class Band:
    """The answer on top of a page: its look, what stands in big words, the sentences below."""

    look: str
    title: str
    sentences: tuple[str, ...]


def look_of(status: Status) -> str:
    """Return the look of a status; what has not begun gets the quiet clock."""
    return "replaced" if status is Status.NONE else status.value


def band_today(entry: Entry, day: date, now: datetime) -> Band:
    """Return how the label stands today, with the minute at which it was asked."""
    standing = entry.standing(day)
    title, sentences = _today(entry, standing, day)
    announced = [
        str(_ANNOUNCED[event.kind]) % {"day": format_day(event.effective)}
        for event in sorted(entry.history.events, key=lambda event: event.effective)
        if event.effective > day
    ]
    announced += [
        gettext(
            "Renewed: %(level)s from %(start)s until %(end)s.",
            level=level_of(term).name,
            start=format_day(term.valid_from),
            end=format_day(term.valid_until),
        )
        for term in entry.counting[1:]
        if term.valid_from > day
    ]
    return Band(look_of(standing.status), title, (*sentences, *announced, asked_at(now)))


def band_on(entry: Entry, day: date, today: date) -> Band:
    """Return how the label stood on another day, as known today; as published too if it differs.

    Today's status always stands beside it, so that an old answer cannot pass for the present.
    """
    known = entry.standing(day)
    published = entry.standing(day, end_of_day(day, clock.scheme_zone()))
    title = gettext("On %(day)s: %(status)s", day=format_day(day), status=word(known.status))
    sentences = [known.reason] if known.reason else []
    if known.status is Status.NONE:
        begins = format_day(min(term.valid_from for term in entry.terms))
        sentences.append(gettext("The label began on %(day)s.", day=begins))
    if _differ(known, published):
        sentences.append(
            gettext(
                "As published on that day: %(published)s. As known today: %(known)s.",
                published=_in_full(entry, published, known),
                known=_in_full(entry, known, published),
            )
        )
    sentences.append(today_as_well(entry, today))
    return Band(look_of(known.status), title, tuple(sentences))


def today_as_well(entry: Entry, today: date) -> str:
    """Say how the label stands today, beside an answer about another day."""
    present = word(entry.standing(today).status)
    return gettext("Today, %(day)s: %(status)s.", day=format_day(today), status=present)


def word(status: Status) -> str:
    """Return the word for a status inside a sentence."""
    return str(STATUS_WORDS[status])


def asked_at(now: datetime) -> str:
    """Say at which minute the register was asked: "Asked at 14:32, Brussels time."."""
    return gettext("Asked at %(clock)s, %(city)s time.", clock=format_clock(now), city=_city())


def moment_in_words(now: datetime) -> str:
    """Return a moment with its zone: 22 November 2026, 14:32, Brussels time."""
    return gettext("%(moment)s, %(city)s time", moment=format_instant(now), city=_city())


def _city() -> str:
    return get_timezone_location(clock.scheme_zone(), locale=i18n.locale(), return_city=True)


def _today(entry: Entry, standing: Standing, day: date) -> tuple[str, list[str]]:
    """Return the title and what is to be said before the announcements."""
    reason = [standing.reason] if standing.reason else []
    since = format_day(standing.since)
    match standing.status:
        case Status.ACTIVE:
            title = gettext("Active today, %(day)s", day=format_day(day))
            return title, [gettext("Neither suspended nor revoked.")]
        case Status.SUSPENDED:
            again = entry.active_again(day)
            if again is not None:
                title = gettext("Suspended today, %(day)s", day=format_day(day))
                return title, [lifted_today(again)]
            advice = gettext("Do not rely on it now.")
            return gettext("Suspended since %(day)s", day=since), [*reason, advice]
        case Status.REVOKED:
            return gettext("Revoked on %(day)s", day=since), reason
        case Status.WITHDRAWN:
            return gettext("Withdrawn on %(day)s", day=since), reason
        case Status.EXPIRED:
            term = entry.term(day)
            title = gettext("Expired on %(day)s", day=format_day(term.valid_until))
            return title, renewal(entry, term, day)
        case Status.NONE:
            begins = format_day(min(term.valid_from for term in entry.terms))
            title = gettext("Not active yet: begins on %(day)s", day=begins)
            return title, [gettext("It was awarded and does not count before that day.")]


def lifted_today(again: date) -> str:
    """Say that a suspension was lifted today and still counts on this day."""
    return gettext("Suspension lifted today; active again from %(day)s.", day=format_day(again))


def renewal(entry: Entry, term: LabelTerm, day: date) -> list[str]:
    """Say until when an expired label may be renewed, while that is open.

    Whether somebody applies is said with the holder's leave alone: an application that goes away
    would tell of a refusal.
    """
    if entry.renewing:
        return [gettext("Renewal under way. When it is awarded, it counts as from the old end.")]
    validity = level_of(term).validity
    if validity is None:
        return []
    closes = months_later(term.valid_until, validity.window_after_months)
    if day > closes:
        return []
    return [
        gettext(
            "A renewal may be under way: until %(day)s it can still be renewed, "
            "then as from its old end.",
            day=format_day(closes),
        )
    ]


def _differ(known: Standing, published: Standing) -> bool:
    return known.status is not published.status or _level(known) != _level(published)


def _level(standing: Standing) -> str:
    return standing.term.level if standing.term else ""


def _in_full(entry: Entry, standing: Standing, other: Standing) -> str:
    """Return the word for a standing, with its level where the other has another level."""
    said = word(standing.status)
    if standing.term is None or other.term is None or _level(standing) == _level(other):
        return said
    term = next(term for term in entry.terms if str(term.id) == standing.term.id)
    return f"{said}, {level_of(term).name}"
