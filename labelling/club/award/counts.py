"""What the learning route counts besides indicators.

``visits_hosted`` is told by the exchanges. ``actions_completed`` is taken from the meetings, which
know nothing of awards.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club.dates import last_day
from labelling.core.i18n import Text

Count = Callable[[Session, Collection[UUID], date, date], Mapping[UUID, int]]
"""Given memberships and the first and last day, return how many of those that have any."""

_counts: dict[str, tuple[Text, Count]] = {}


def counted(name: str, title: Text, function: Count) -> None:
    """Register something that is counted, with what members call it."""
    _counts[name] = (title, function)


def span_of(half: Round) -> tuple[date, date]:
    """Return the first and the last day of a half-year, between which is counted."""
    return last_day(half.previous) + timedelta(days=1), last_day(half)


def names() -> Mapping[str, Text]:
    """Return what can be counted, with its title, in the order of the names."""
    return {name: _counts[name][0] for name in sorted(_counts)}


def count(
    session: Session, name: str, membership_ids: Collection[UUID], since: date, until: date
) -> dict[UUID, int]:
    """Return the counts of some members from one day to another, both included."""
    found = _counts[name][1](session, membership_ids, since, until)
    return {one: found.get(one, 0) for one in membership_ids}
