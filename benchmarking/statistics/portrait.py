"""What a member is good at and where others are ahead, in values; words are the application's."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.indicators.model import Direction

_BEST, _LAST = 4, 1  # quarters


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's place on one indicator, as far as it may be shown (else None)."""

    code: str
    direction: Direction
    quarter: int | None
    rank: Fraction | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """The codes of a member's strengths and gaps."""

    strengths: tuple[str, ...]
    gaps: tuple[str, ...]


def portrait(standings: Iterable[Standing]) -> Portrait:
    """Return the indicators in the best and in the last quarter; those without direction in none.

    The furthest out comes first where the rank itself is shown; all others keep the given order
    behind, because any other order would tell what is not shown.
    """
    judged = [one for one in standings if one.direction != "neutral"]
    strengths = [one for one in judged if one.quarter == _BEST]
    gaps = [one for one in judged if one.quarter == _LAST]
    strengths.sort(key=lambda one: (one.rank is None, -(one.rank or 0)))
    gaps.sort(key=lambda one: (one.rank is None, one.rank or 0))
    return Portrait(tuple(one.code for one in strengths), tuple(one.code for one in gaps))
