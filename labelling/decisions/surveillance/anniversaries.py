"""On which days a holder confirms, when a confirmation opens, and what reminds of it. Pure.

A term is confirmed on each anniversary of its first day, but not in its last six months: renewal
is due then and asks for more. Days are civil days, inclusive.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

OPENS_BEFORE = timedelta(days=30)
SOON_BEFORE = timedelta(days=7)
NOT_IN_LAST_MONTHS = 6
LATE_MAIL_WITHIN = timedelta(days=60)


class Stage(StrEnum):
    """How near a confirmation's day is: each stage has one mail."""

    OPEN = "open"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Window:
    """One yearly confirmation of a term: from when it can be given and by when it is due."""

    due_on: date

    @property
    def opens_on(self) -> date:
        """Return the first day on which it can be given."""
        return self.due_on - OPENS_BEFORE

    def is_open(self, day: date) -> bool:
        """Say whether it can be given on a day: from its opening on, late too."""
        return day >= self.opens_on

    def is_overdue(self, day: date) -> bool:
        """Say whether its last day has passed."""
        return day > self.due_on

    def stage(self, day: date) -> Stage | None:
        """Return the stage that a day has reached, so that only its mail goes out.

        After a time in which no worker ran the stages before are left out. None before the
        opening, and long after the last day: whoever looks in then sees the finding.
        """
        if day > self.due_on:
            return Stage.LATE if day <= self.due_on + LATE_MAIL_WITHIN else None
        if day >= self.due_on - SOON_BEFORE:
            return Stage.SOON
        return Stage.OPEN if day >= self.opens_on else None


def months_earlier(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it has no such."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def windows(valid_from: date, valid_until: date) -> Iterator[Window]:
    """Yield the confirmations of a term, first to last."""
    last = months_earlier(valid_until, NOT_IN_LAST_MONTHS)
    years = 1
    while (due := _anniversary(valid_from, years)) <= last:
        yield Window(due)
        years += 1


def window_on(valid_from: date, valid_until: date, day: date) -> Window | None:
    """Return the confirmation that last opened by a day, given or not; None before the first."""
    found = [window for window in windows(valid_from, valid_until) if window.is_open(day)]
    return found[-1] if found else None


def next_window(valid_from: date, valid_until: date, day: date) -> Window | None:
    """Return the first confirmation that opens after a day."""
    found = (one for one in windows(valid_from, valid_until) if not one.is_open(day))
    return next(found, None)


def _anniversary(first: date, years: int) -> date:
    """Return the day so many years later; of 29 February, the 28th in a year without one."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return first.replace(year=first.year + years, day=28)
