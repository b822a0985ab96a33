"""What was ever shown with a name in a club: whoever saw it knows it for good.

The rooms that show names tell of it here. The gate judges nothing before all of them do: what is
not known would be published again.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.disclosure.naming import Named, Names, Sight
from benchmarking.disclosure.releasefile import ReadRelease
from labelling.core.errors import Unavailable
from labelling.core.i18n import lazy

Where = Literal["meetings", "awards"]
Tell = Callable[[Session, UUID], Iterable[Named]]

_EVERYWHERE: frozenset[Where] = frozenset({"meetings", "awards"})
_told: dict[Where, Tell] = {}
_NOT_TOLD = lazy("What was shown with names cannot be read, so nothing is shown. Tell the office.")


def tells_names(where: Where, function: Tell) -> None:
    """Register what tells of a club's values that were shown with a name, taken back or not."""
    _told[where] = function


def named_values(session: Session, club_id: UUID) -> frozenset[Named]:
    """Return every value of a club that was shown with a name, in a meeting or with an award.

    Raises Unavailable where not everybody tells who must.
    """
    if _told.keys() != _EVERYWHERE:
        raise Unavailable(_NOT_TOLD)
    return frozenset(one for function in _told.values() for one in function(session, club_id))


def names_shown(session: Session, club_id: UUID, published: Sequence[ReadRelease]) -> Names:
    """Return what was shown with names, and all that is published beside it."""
    named = named_values(session, club_id)
    return Names(named, tuple(sights(published)) if named else ())


def sights(published: Iterable[ReadRelease]) -> Iterable[Sight]:
    """Yield every set that some releases told of, with what they show of it."""
    for one in published:
        for told in one.release.told:
            shown = one.shown[told.place, told.group]
            yield Sight(told, shown.figures, shown.bins)
