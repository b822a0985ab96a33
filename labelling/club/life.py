"""The life of a round: which state follows which, and what may be done in each. Pure."""

from collections.abc import Collection

from labelling.club.models import ReleaseKind, RoundState
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy

ORDER = tuple(RoundState)
TAKES_FIGURES = frozenset({RoundState.OPEN, RoundState.CHECKING})
"""States in which figures are entered and sent; later ones take corrections."""
TAKES_CORRECTIONS = frozenset({RoundState.FROZEN, RoundState.DRAFT, RoundState.MEETING})
HAS_RESULTS = frozenset({RoundState.DRAFT, RoundState.MEETING, RoundState.FINAL})
CHANGES_DATES = frozenset(RoundState) - {RoundState.FINAL}


def following(state: RoundState) -> RoundState | None:
    """Return the state that comes next, None after the last."""
    place = ORDER.index(state) + 1
    return ORDER[place] if place < len(ORDER) else None


def refuse_leap(before: RoundState, after: RoundState) -> None:
    """Raise NotNow unless one state follows the other; a round may be opened again once checked."""
    if following(before) is after or (before, after) == (RoundState.CHECKING, RoundState.OPEN):
        return
    raise NotNow(lazy("A round goes one step at a time. Load the page again to see where it is."))


def refuse_unreleased(after: RoundState, released: Collection[ReleaseKind]) -> None:
    """Raise NotNow for a state that says that results are out while they are not."""
    if after in HAS_RESULTS and ReleaseKind.DRAFT not in released:
        raise NotNow(lazy("Release the draft results first; the round follows."))
    if after is RoundState.FINAL and ReleaseKind.FINAL not in released:
        raise NotNow(lazy("Release the final results first; the round follows."))
