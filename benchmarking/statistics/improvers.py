"""What those who improved did: practice sheets of members whose figure moved beyond its noise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarking.statistics.trend import Trend


@dataclass(frozen=True)
class Practice:
    """A good-practice sheet: who wrote it, the indicators it is tied to.

    `may_tell`: its author agrees that it is shown as what an improver did, which tells that the
    author's figure improved.
    """

    id: str
    author: str
    indicators: frozenset[str]
    may_tell: bool


def practices_of_improvers(
    practices: Iterable[Practice], code: str, trends: Mapping[str, Trend | None], reader: str
) -> tuple[Practice, ...]:
    """Return the sheets on an indicator by others who became better at it, ordered by id.

    `trends` has each member's latest change on the indicator. The order tells nothing of who
    improved most.
    """
    found = [
        one
        for one in practices
        if code in one.indicators
        and one.may_tell
        and one.author != reader
        and _became_better(trends.get(one.author))
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def _became_better(trend: Trend | None) -> bool:
    return trend is not None and trend.verdict == "better"
