"""How long each step of an appeal or a complaint may take, and the day on which that ends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from labelling.core.i18n import Text, lazy

_DAY = timedelta(days=1)
_WORKING_DAYS = 5  # Monday to Friday; holidays differ from country to country and are not left out


class Clock(StrEnum):
    """A step that must be taken in time."""

    ACKNOWLEDGE = "acknowledge"
    ADMISSIBILITY = "admissibility"
    PANEL = "panel"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days, or of working days."""

    days: int
    working: bool = False


APPEAL: Mapping[Clock, Span] = {
    Clock.ACKNOWLEDGE: Span(5, working=True),
    Clock.ADMISSIBILITY: Span(10, working=True),
    Clock.PANEL: Span(20, working=True),
    Clock.OUTCOME: Span(60),
}
COMPLAINT: Mapping[Clock, Span] = {
    Clock.ACKNOWLEDGE: Span(5, working=True),
    Clock.ADMISSIBILITY: Span(10, working=True),
    Clock.OUTCOME: Span(60),
}

CLOCK_NAMES: Mapping[Clock, Text] = {
    Clock.ACKNOWLEDGE: lazy("Acknowledge"),
    Clock.ADMISSIBILITY: lazy("Admissibility"),
    Clock.PANEL: lazy("Panel"),
    Clock.OUTCOME: lazy("Outcome"),
}


def end_of(span: Span, start: date) -> date:
    """Return the last day of a span that begins on the day after ``start``."""
    if not span.working:
        return start + span.days * _DAY
    day, left = start, span.days
    while left:
        day += _DAY
        left -= is_working(day)
    return day


def is_working(day: date) -> bool:
    """Say whether a day is one from Monday to Friday."""
    return day.weekday() < _WORKING_DAYS
