"""What a figure that is shown with a name tells of the others.

A member may let its own figure be seen in a meeting. Whoever saw it knows it for good, and knowing
a value is to leave it out of every sum and every quantile. So all that is published is judged once
more as if the named members had never stood in it: of what is left, nothing may follow about few.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.figures import SHARES, Figures
from benchmarking.disclosure.histogram import Bin
from benchmarking.disclosure.identities import Identity, System, linked
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Told
from benchmarking.disclosure.sizes import Ground
from benchmarking.disclosure.spans import TooMany
from benchmarking.disclosure.stocks import Stock
from benchmarking.quantiles import plain

MIXED = 3
"""So many unnamed members' values at least stand in each quantile: one of them reads it."""


class Named(NamedTuple):
    """A member's value that was shown with the member's name."""

    place: Place
    member: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Sight:
    """A published set: who stands in it, and what is shown of it."""

    told: Told
    figures: Figures
    bins: tuple[Bin, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """All values that published figures were computed from, and what links them."""

    cells: tuple[Cell, ...]
    stocks: frozenset[str]
    identities: tuple[Identity, ...]
    policy: Policy


@dataclass(frozen=True, slots=True)
class Names:
    """All values that were ever shown with names, and what was published beside them."""

    named: frozenset[Named] = frozenset()
    sights: tuple[Sight, ...] = ()


def exposes(sights: Sequence[Sight], named: Set[Named], world: World) -> bool:
    """Say whether named values, beside all that is published, would tell of anybody else.

    True as well where that cannot be found out.
    """
    if not named:
        return False
    touched = {one.place for one in named}
    for place in sorted(touched):
        here = [one for one in sights if one.told.place == place]
        if not all(_holds(one, named, world) for one in here) or not _apart(here, named, world):
            return True
    if _stocks_tell(sights, named, world):
        return True
    sums = [one.told for one in sights if one.told.summed]
    return any(_follows(places, sums, named, world) for places in _together(touched, world))


def _holds(sight: Sight, named: Set[Named], world: World) -> bool:
    """Say whether a set's figures still hide each of the others."""
    left = rest(sight.told, named)
    if not left or len(left) == len(sight.told.contributions):
        return True
    policy, shown = world.policy, sight.figures.shown
    size = len({one.unit for one in left})
    if size < policy.few or (sight.told.summed and _dominated(left, sight, world)):
        return False
    if "q1" in shown and size < policy.quartiles_from:
        return False
    if "sd" in shown and size < policy.sd_from:
        return False
    return _quantiles_hold(sight, left, policy) and _bins_hold(sight.bins, left, policy)


def rest(told: Told, named: Set[Named]) -> tuple[Contribution, ...]:
    """Return the values of a set that nobody was shown."""
    return tuple(
        one for one in told.contributions if (told.place, one.member, one.value) not in named
    )


def _dominated(left: Sequence[Contribution], sight: Sight, world: World) -> bool:
    ground = Ground(left, [range(len(left))], _upper(sight.told.place, world))
    return ground.dominated(ground.masks[0], world.policy.p)


def _upper(place: Place, world: World) -> Fraction | None:
    return next((one.upper for one in world.cells if one.place == place), None)


def _quantiles_hold(sight: Sight, left: Sequence[Contribution], policy: Policy) -> bool:
    """Say whether enough unnamed values are mixed in each quantile, and lie beyond each pair."""
    ordered = sorted(sight.told.contributions, key=lambda one: (one.value, one.member))
    unnamed = {one.member for one in left}
    shown = [name for name in SHARES if name in sight.figures.shown]
    for name in shown:
        place = (len(ordered) - 1) * SHARES[name]
        low = floor(max(place - 1, Fraction(0)))
        high = ceil(min(place + 1, Fraction(len(ordered) - 1)))
        mixed = {one.unit for one in ordered[low : high + 1] if one.member in unnamed}
        if len(mixed) < min(MIXED, high + 1 - low):
            return False
    values = [one.value for one in ordered]
    for low_name, high_name in (("q1", "q3"), ("p10", "p90")):
        if low_name in shown:
            first, third = plain(values, SHARES[low_name]), plain(values, SHARES[high_name])
            below = sum(one.value < first for one in left)
            above = sum(one.value > third for one in left)
            if min(below, above) < policy.beyond:
                return False
    return True


def _bins_hold(bins: Iterable[Bin], left: Sequence[Contribution], policy: Policy) -> bool:
    """Say whether each bin still holds none or enough of the others."""
    for one in bins:
        count = sum(
            (one.low is None or found.value >= one.low)
            and (one.high is None or found.value < one.high)
            for found in left
        )
        if 0 < count < policy.bin_holds:
            return False
    return True


def _apart(sights: Sequence[Sight], named: Set[Named], world: World) -> bool:
    """Say whether the differences of published sets are still empty or large enough (rule 4a)."""
    if not sights:
        return True
    universe: list[Contribution] = []
    known: dict[tuple[str, Fraction], int] = {}
    sets: list[list[int]] = []
    for sight in sights:
        found = []
        for one in rest(sight.told, named):
            at = known.setdefault((one.member, one.value), len(universe))
            if at == len(universe):
                universe.append(one)
            found.append(at)
        sets.append(found)
    ground = Ground(universe, sets, _upper(sights[0].told.place, world))
    for at, first in enumerate(ground.masks):
        for beside, second in enumerate(ground.masks):
            difference = first & ~second
            summed = sights[at].told.summed and sights[beside].told.summed
            if difference and (
                ground.size(difference) < world.policy.few
                or (summed and ground.dominated(difference, world.policy.p))
            ):
                return False
    return True


def _stocks_tell(sights: Sequence[Sight], named: Set[Named], world: World) -> bool:
    """Say whether two rounds of a stock, read together, would tell of those who go or come."""
    for indicator in sorted({one.place.indicator for one in named} & world.stocks):
        members = {one.member for one in named if one.place.indicator == indicator}
        told = [
            _without(one.told, members)
            for one in sights
            if one.told.summed and one.told.place.indicator == indicator
        ]
        upper = next((one.upper for one in world.cells if one.place.indicator == indicator), None)
        stock = Stock(world.policy, upper, ())
        for one in told:
            if one.contributions and not stock.admits(one):
                return True
            stock.take(one)
    return False


def _without(told: Told, members: Set[str]) -> Told:
    left = tuple(one for one in told.contributions if one.member not in members)
    return Told(told.place, told.group, left, told.summed)


def _together(touched: Set[Place], world: World) -> Iterator[frozenset[Place]]:
    """Yield the places that hang together and hold something named."""
    identities = world.identities if world.policy.identities else ()
    groups = linked(identities)
    yield from (group for group in groups if group & touched)
    inside = frozenset[Place]().union(*groups)
    yield from (frozenset({place}) for place in sorted(touched - inside))


def _follows(
    places: frozenset[Place], sums: Sequence[Told], named: Set[Named], world: World
) -> bool:
    """Say whether something unsafe follows from the sums that names and definitions do not tell."""
    system = System(
        places,
        [cell for cell in world.cells if cell.place in places],
        world.identities,
        world.policy,
        frozenset(named),
    )
    try:
        by_themselves = system.follows([])
        return not system.follows([one for one in sums if one.place in places]) <= by_themselves
    except TooMany:
        return True
