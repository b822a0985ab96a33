"""Which mark in the last months of a term a day has reached. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from labelling.decisions.months import months_later
from labelling.decisions.renewal.models import Mark

BEFORE: Mapping[Mark, int] = {Mark.SIX_MONTHS: 6, Mark.THREE_MONTHS: 3, Mark.ONE_MONTH: 1}
"""Months before a term's last day, from the furthest to the nearest."""
_DAY = timedelta(days=1)


def mark_on(valid_until: date, day: date) -> Mark | None:
    """Return the last mark that a term has reached by a day: only that one is told of."""
    if day > valid_until:
        return Mark.EXPIRED
    reached = [mark for mark, months in BEFORE.items() if day >= day_of(mark, valid_until)]
    return reached[-1] if reached else None


def day_of(mark: Mark, valid_until: date) -> date:
    """Return the day on which a term that ends on a day reaches a mark."""
    if mark is Mark.EXPIRED:
        return valid_until + _DAY
    return months_later(valid_until, -BEFORE[mark])


def ends_at(mark: Mark, day: date) -> tuple[date | None, date]:
    """Return between which last days a term lies whose last mark reached by a day is this one.

    Both included; None means without end.
    """
    if mark is Mark.EXPIRED:
        return None, day - _DAY
    marks = list(BEFORE)
    place = marks.index(mark)
    nearer = _latest(marks[place + 1], day) if place + 1 < len(marks) else day - _DAY
    return nearer + _DAY, _latest(mark, day)


def _latest(mark: Mark, day: date) -> date:
    """Return the latest end of which the mark is reached by a day."""
    end = months_later(day, BEFORE[mark]) + timedelta(days=5)
    while day_of(mark, end) > day:
        end -= _DAY
    return end
