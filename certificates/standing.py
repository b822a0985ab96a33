"""How a label stands on a day: the one computation, from dated facts.

The application and the verifier both ask here. Days are civil days in the scheme's time zone and
inclusive; moments are aware. Nothing sets a status: it follows from terms and events when asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

ONE_DAY = timedelta(days=1)


class Status(StrEnum):
    """How a label stands on a day; `NONE` is before its first term."""

    NONE = "none"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Change(StrEnum):
    """What can happen to a label between the beginning and the end of a term."""

    SUSPENDED = "suspended"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Term:
    """One period at one level, first and last day included.

    A term lasts until its last day or until the day before one begins that was recorded later, so
    that an upgrade ends the old term without a gap and without changing what was recorded of it:
    a renewal, too, that was recorded before the upgrade and had not begun.
    """

    id: str
    level: str
    valid_from: date
    valid_until: date
    recorded_at: datetime

    @property
    def place(self) -> tuple[datetime, date, str]:
        """Return the term's place among its label's: of those begun the last one counts."""
        return (self.recorded_at, self.valid_from, self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """A change and its public reason; it counts from `effective`, known from `recorded_at`.

    `leaf` is its number in the transparency log, from 0, where the log has it.
    """

    kind: Change
    effective: date
    recorded_at: datetime
    reason: str = ""
    leaf: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """All terms and events of one label, in any order."""

    terms: tuple[Term, ...]
    events: tuple[Event, ...] = ()

    def known_at(self, moment: datetime) -> "History":
        """Return the part that had been recorded by this moment."""
        return History(
            tuple(term for term in self.terms if term.recorded_at <= moment),
            tuple(event for event in self.events if event.recorded_at <= moment),
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one day.

    `term` is the one that counts; `since` the first day of the present status within it
    (suspended, withdrawn, revoked: the day the event took effect); `reason` the event's.
    """

    status: Status
    reason: str = ""
    since: date | None = None
    term: Term | None = None


def status_on(history: History, day: date, known_at: datetime | None = None) -> Standing:
    """Return how the label stood on this day: as known today, or as known at a moment.

    Precedence: revoked > withdrawn > expired > suspended > active. On a day with a change the
    worse state counts: a suspension lifted on a day still counts on that day.
    """
    if known_at is not None:
        history = history.known_at(known_at)
    term = term_on(history, day)
    if term is None:
        return Standing(Status.NONE)
    for change, status in (
        (Change.REVOKED, Status.REVOKED),
        (Change.WITHDRAWN, Status.WITHDRAWN),
    ):
        if event := _first(history.events, change, day):
            return Standing(status, event.reason, event.effective, term)
    if day > term.valid_until:
        return Standing(Status.EXPIRED, since=term.valid_until + ONE_DAY, term=term)
    suspension, last_lifting = _suspension(history.events, day)
    if suspension:
        return Standing(Status.SUSPENDED, suspension.reason, suspension.effective, term)
    since = term.valid_from
    if last_lifting:
        since = max(since, last_lifting.effective + ONE_DAY)
    return Standing(Status.ACTIVE, since=since, term=term)


def term_on(history: History, day: date) -> Term | None:
    """Return, of the terms that have begun by this day, over or not, the last recorded."""
    begun = (term for term in history.terms if term.valid_from <= day)
    return max(begun, key=lambda term: term.place, default=None)


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return the last moment of a civil day: what was known then is what was published that day."""
    return datetime.combine(day, time.max, zone)


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Sort as they took effect; of two at the same moment the suspension stays."""
    return sorted(
        events,
        key=lambda event: (event.effective, event.recorded_at, event.kind is Change.SUSPENDED),
    )


def _first(events: tuple[Event, ...], kind: Change, day: date) -> Event | None:
    effective = (event for event in events if event.kind is kind and event.effective <= day)
    return next(iter(_in_order(effective)), None)


def _suspension(events: tuple[Event, ...], day: date) -> tuple[Event | None, Event | None]:
    """Return the suspension that counts on this day, and the last lifting before it."""
    suspension: Event | None = None
    lifting: Event | None = None
    for event in _in_order(event for event in events if event.effective <= day):
        if event.kind is Change.SUSPENDED and suspension is None:
            suspension = event
        elif event.kind is Change.LIFTED and suspension and event.effective < day:
            suspension, lifting = None, event
    return suspension, lifting
