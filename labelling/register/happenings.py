"""What has happened to a label, for the list on its public page: newest first, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from certificates.standing import ONE_DAY, Status
from labelling.applications.schemes import level_of
from labelling.core import clock
from labelling.core.i18n import format_day, gettext
from labelling.decisions.models import LabelTerm
from labelling.decisions.naming import Named
from labelling.decisions.words import EVENT_NAMES
from labelling.register.entries import Entry


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: the day in words and for machines, a title, what is said of it."""

    day: str
    date: str
    title: str
    reason: str


def happenings_of(entry: Entry, today: date) -> tuple[Happening, ...]:
    """Return terms, changes, expiries and replaced certificates, the newest first."""
    found = [*_terms(entry), *_changes(entry), *_expiries(entry, today), *_versions(entry)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(happening for _, happening in found)


_Dated = tuple[tuple[date, int], Happening]


def _happening(day: date, order: int, title: str, sentences: list[str]) -> _Dated:
    said = Happening(format_day(day), day.isoformat(), title, " ".join(filter(None, sentences)))
    return (day, order), said


def _terms(entry: Entry) -> Iterator[_Dated]:
    """Yield the beginning of each term."""
    before: LabelTerm | None = None
    for term in entry.counting:
        level = level_of(term)
        sentences = [_decided(entry, term, level.steps.decided_by if level.steps else "")]
        if before is None:
            sentences.append(gettext("First term."))
        if before is not None and before.level_id == term.level_id:
            title = gettext("%(level)s renewed", level=level.name)
        else:
            title = gettext("%(level)s begins", level=level.name)
        sentences.append(_recorded_later(term.valid_from, term.recorded_at))
        yield _happening(term.valid_from, 1, title, sentences)
        before = term


def _decided(entry: Entry, term: LabelTerm, decided_by: str) -> str:
    moment = entry.decided[term.id]
    if moment is None:
        return ""
    day = format_day(clock.today(moment))
    if decided_by == "committee":
        return gettext("Decided by the committee on %(day)s.", day=day)
    if decided_by == "member":
        return gettext("Decided by a member of the committee on %(day)s.", day=day)
    return gettext("Decided on %(day)s.", day=day)


def _changes(entry: Entry) -> Iterator[_Dated]:
    """Yield suspensions, liftings, withdrawals and revocations with their public reasons."""
    for order, event in enumerate(entry.events, start=2):
        title = str(EVENT_NAMES[event.kind])
        later = _recorded_later(event.effective_on, event.recorded_at)
        yield _happening(event.effective_on, order, title, [event.public_reason, later])


def _expiries(entry: Entry, today: date) -> Iterator[_Dated]:
    """Yield each end that no later term joins without a gap, if the label was not ended by then."""
    for term in entry.counting:
        after = term.valid_until + ONE_DAY
        if after > today or any(
            term.valid_from < other.valid_from <= after for other in entry.counting
        ):
            continue
        if entry.standing(after).status is Status.EXPIRED:
            yield _happening(term.valid_until, 0, gettext("Expired at the end of the day"), [])


def _versions(entry: Entry) -> Iterator[_Dated]:
    """Yield each certificate that replaced an earlier one of the same term."""
    newest: dict[object, int] = {}
    for certificate in entry.certificates:
        replaced = newest.get(certificate.term_id)
        newest[certificate.term_id] = certificate.version
        if replaced is not None:
            title = gettext(
                "Certificate version %(new)d replaces version %(old)d",
                new=certificate.version,
                old=replaced,
            )
            before, after = entry.named_in(replaced), entry.named_in(certificate.version)
            sentences = list(_renamings(before, after))
            yield _happening(clock.today(certificate.issued_at), 0, title, sentences)


def _renamings(before: Named, after: Named) -> Iterator[str]:
    """Say what a further version names otherwise, so that earlier names stay on record."""
    if before.holder != after.holder:
        yield gettext(
            "The holder’s name was %(before)s and is %(after)s.",
            before=before.holder,
            after=after.holder,
        )
    if before.host != after.host and after.host:
        yield gettext("It is carried by %(host)s.", host=after.host)
    elif before.host != after.host:
        yield gettext("It is no longer carried by %(host)s.", host=before.host)
    if before.city != after.city:
        yield gettext(
            "Its place was %(before)s and is %(after)s.", before=before.city, after=after.city
        )


def _recorded_later(day: date, recorded_at: datetime) -> str:
    """Say when a thing became known, if that was after the day from which it counts."""
    recorded = clock.today(recorded_at)
    if recorded <= day:
        return ""
    return gettext("Recorded on %(day)s.", day=format_day(recorded))
