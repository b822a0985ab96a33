"""Groups of members who are compared with each other, decided before anybody sees a figure.

A partition splits the whole club along one dimension. Sizes count holdings: members of one holding
are one. Whether a group's figures may be shown is for disclosure control; here groups are only made
large enough to have a chance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations, pairwise
from typing import Literal

from benchmarking.rounds import Round

LARGE_ENOUGH = 8
"""Holdings from which on quartiles can be shown."""

MOST_BANDS = 12


@dataclass(frozen=True)
class Dimension:
    """What members are grouped by: its bands in order, or side by side where they have none."""

    id: str
    bands: tuple[str, ...]
    ordered: bool


@dataclass(frozen=True)
class Placed:
    """Where a member stands: its band, and its holding ('' where it belongs to none)."""

    band: str
    holding: str = ""


@dataclass(frozen=True)
class PeerGroup:
    """Members of one or several bands that were put together."""

    bands: tuple[str, ...]
    members: frozenset[str]


@dataclass(frozen=True)
class Partition:
    """The whole club in groups, each member in exactly one."""

    dimension: str
    groups: tuple[PeerGroup, ...]

    def group_of(self, member: str) -> PeerGroup:
        """Return a member's group. Raises KeyError for one that is not of the club."""
        for group in self.groups:
            if member in group.members:
                return group
        raise KeyError(member)


class NotPlaced(ValueError):
    """Say that members have no band of the dimension; `members` are they."""

    def __init__(self, members: Iterable[str]) -> None:
        self.members = tuple(sorted(members))
        super().__init__(f"{len(self.members)} members have no band of the dimension")


def partition(
    dimension: Dimension, members: Mapping[str, Placed], smallest: int = LARGE_ENOUGH
) -> Partition:
    """Return the club in groups of at least so many holdings, neighbouring bands put together.

    Ordered bands: as many groups as possible, then as even as possible, then cut as early as
    possible. Other bands: the large ones stay, the small ones are one group, to which the smallest
    of the large ones comes while it is too small. A club that is too small itself is one group.
    Raises NotPlaced, and ValueError for more than twelve bands.
    """
    if len(dimension.bands) > MOST_BANDS:
        raise ValueError(f"a dimension has at most {MOST_BANDS} bands")
    lost = [name for name, placed in members.items() if placed.band not in dimension.bands]
    if lost:
        raise NotPlaced(lost)
    bands = [band for band in dimension.bands if any(p.band == band for p in members.values())]
    runs = _runs if dimension.ordered else _large_and_others
    groups = tuple(
        PeerGroup(tuple(run), frozenset(n for n, placed in members.items() if placed.band in run))
        for run in runs(bands, members, smallest)
    )
    return Partition(dimension.id, groups)


def holdings(members: Iterable[str], placed: Mapping[str, Placed]) -> int:
    """Return how many holdings members belong to; one without a holding counts by itself."""
    return len({placed[one].holding or (one,) for one in members})


Bands = Sequence[str]


def _runs(bands: Bands, members: Mapping[str, Placed], smallest: int) -> list[Bands]:
    """Return the best way to cut the bands into runs: all ways are tried, 2,048 at most."""
    best: list[Bands] = [bands] if bands else []
    for count in range(len(bands) - 1, 0, -1):
        ways = [
            [bands[a:b] for a, b in pairwise((0, *cuts, len(bands)))]
            for cuts in combinations(range(1, len(bands)), count)
        ]
        sized = [(_sizes(way, members), way) for way in ways]
        fitting = [(sizes, way) for sizes, way in sized if min(sizes) >= smallest]
        if fitting:
            return min(fitting, key=lambda one: max(one[0]) - min(one[0]))[1]
    return best


def _large_and_others(bands: Bands, members: Mapping[str, Placed], smallest: int) -> list[Bands]:
    """Return the large bands by themselves and the rest together, in the dimension's order."""
    size = {band: _sizes([[band]], members)[0] for band in bands}
    others = [band for band in bands if size[band] < smallest]
    large = [band for band in bands if size[band] >= smallest]
    while others and large and _sizes([others], members)[0] < smallest:
        nearest = min(large, key=lambda band: size[band])
        large.remove(nearest)
        others.append(nearest)
    together = [band for band in bands if band in others]
    return [*([band] for band in large), *([together] if together else [])]


def _sizes(way: Sequence[Bands], members: Mapping[str, Placed]) -> list[int]:
    return [
        holdings((name for name, placed in members.items() if placed.band in run), members)
        for run in way
    ]


Refusal = Literal["not_a_member", "oneself", "too_few", "too_late", "second_choice"]


@dataclass(frozen=True)
class OwnChoice:
    """A member's own choice of peers for a round, and when it was fixed.

    What is compared is the chosen ones and the member; disclosure control counts that set as
    published to all.
    """

    member: str
    round: Round
    peers: frozenset[str] = field(hash=False)
    fixed: datetime

    @property
    def compared(self) -> frozenset[str]:
        """Return the set of members that the gate has to pass."""
        return self.peers | {self.member}


def refusals(
    choice: OwnChoice,
    members: Mapping[str, Placed],
    results_at: datetime | None,
    earlier: Iterable[OwnChoice] = (),
) -> tuple[Refusal, ...]:
    """Return why a choice cannot be put to the gate, () where it can.

    At least eight holdings besides the member's own, fixed before there were results, and one a
    round. `results_at` is None while there are none.
    """
    found: list[Refusal] = []
    strangers = choice.compared - members.keys()
    if strangers:
        found.append("not_a_member")
    if choice.member in choice.peers:
        found.append("oneself")
    known = choice.compared - strangers
    if holdings(known, members) - (choice.member in known) < LARGE_ENOUGH:
        found.append("too_few")
    if results_at is not None and choice.fixed >= results_at:
        found.append("too_late")
    if any(one.member == choice.member and one.round == choice.round for one in earlier):
        found.append("second_choice")
    return tuple(found)
