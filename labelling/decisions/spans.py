"""Which days a further term of a label covers, and when its renewal can be started. Pure.

First terms, higher levels and new beginnings count from the day of the decision; a renewal begins
the day after the old end, so that early ones lose no day and late ones leave none out.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessments.editions.model import Validity
from certificates.standing import ONE_DAY
from labelling.decisions.months import end_of_month, months_later


class SpanKind(StrEnum):
    """Why a term begins when it does."""

    FIRST = "first"
    RENEWAL = "renewal"
    UPGRADE = "upgrade"
    ANEW = "anew"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a renewal can be started, both included."""

    opens: date
    closes: date

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.closes


@dataclass(frozen=True, slots=True)
class Held:
    """The term that a label got last: its level's place among the levels, end and validity."""

    ordinal: int
    valid_until: date
    validity: Validity

    @property
    def window(self) -> Window:
        """Return when the renewal of this term can be started."""
        return Window(
            months_later(self.valid_until, -self.validity.window_before_months),
            months_later(self.valid_until, self.validity.window_after_months),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term that is to be given.

    ``ordinal`` is its level's place; ``started`` the day on which the application was started,
    ``decided`` today, ``counted`` the day of the visit or interview, or today without one.
    """

    ordinal: int
    validity: Validity
    started: date
    decided: date
    counted: date


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a term, both included, and why."""

    kind: SpanKind
    first: date
    last: date


class HeldAlready(Exception):
    """The label has this level or a higher one, and the application did not renew it."""


def span_of(held: Held | None, wanted: Wanted) -> Span:
    """Return the days of a further term; raise HeldAlready where there is nothing to give.

    The end may lie before the day of the decision: then the term would be over already.
    """
    if held is None:
        return _from_decision(SpanKind.FIRST, wanted)
    if wanted.ordinal > held.ordinal:
        return _from_decision(SpanKind.UPGRADE, wanted)
    if wanted.started in held.window:
        last = months_later(held.valid_until, wanted.validity.renewal_months)
        return Span(SpanKind.RENEWAL, held.valid_until + ONE_DAY, last)
    if wanted.started > held.window.closes:
        return _from_decision(SpanKind.ANEW, wanted)
    raise HeldAlready


def _from_decision(kind: SpanKind, wanted: Wanted) -> Span:
    last = end_of_month(wanted.counted, wanted.validity.first_months)
    return Span(kind, wanted.decided, last)
