"""What the learning route counts besides indicators: each room that counts something tells how.

``visits_hosted`` comes from the exchanges, ``actions_completed`` from the meetings.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.i18n import Text

Count = Callable[[Session, UUID, date, date], int]
"""Given a membership and the first and last day, return how many."""

_counts: dict[str, tuple[Text, Count]] = {}


def counted(name: str, title: Text, function: Count) -> None:
    """Register something that is counted, with what members call it."""
    _counts[name] = (title, function)


def names() -> Mapping[str, Text]:
    """Return what can be counted, with its title, in the order of the names."""
    return {name: _counts[name][0] for name in sorted(_counts)}


def count(
    session: Session, name: str, membership_ids: Iterable[UUID], since: date, until: date
) -> dict[UUID, int]:
    """Return the counts of some members from one day to another, both included."""
    function = _counts[name][1]
    return {one: function(session, one, since, until) for one in membership_ids}
