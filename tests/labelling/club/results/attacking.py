"""What follows of single members' values from all that was read over several releases.

The attacker is granted who is in which group, whose value counts, the digits that are cut off, the
rules themselves and the edition's identities; and is told nothing else. See
``tests.benchmarking.disclosure.attacker`` for how they compute.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.figures import SHARES
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.roundcells import definitions
from benchmarking.disclosure.sizes import scaled
from benchmarking.quantiles import plain, smoothed
from benchmarking.rounds import Round
from labelling.club.results import gate
from labelling.core.database import reading
from tests.benchmarking.disclosure.attacker import Attacker, Unknown, pinned
from tests.labelling.club.results.making import World
from tests.labelling.club.results.served import Said

Found = dict[str, Fraction | float]
"""What was found, as `indicator member`: a value, or a bound within a tenth of it."""

_FEW_PLACES = 9  # of larger sets the ascending values are not solved for: nothing is that exact


@dataclass
class Attack:
    """All that was read of a world, as equations."""

    world: World
    policy: Policy
    said: Collection[Said]
    attacker: Attacker = field(default_factory=Attacker)
    sets: dict[tuple[Place, str], tuple[Cell, dict[str, Fraction]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take all cells as unknowns, and each figure as an equation or a place."""
        for cells in self._cells.values():
            for cell in cells:
                for one in cell.contributions:
                    self._key(cell.place, one)
        for said in sorted(self.said, key=lambda one: (one.off, str(one))):
            self._take(said)
        self._imply()
        rounds = {Round.parse(place.round) for place in self._cells}
        self.attacker.knows(definitions(self.world.simulated.indicators, rounds).identities)

    @cached_property
    def _cells(self) -> dict[Place, list[Cell]]:
        """Return all versions of each cell, the newest first."""
        found = defaultdict[Place, list[Cell]](list)
        with reading() as session:
            for row in reversed(gate.releases_of(session, self.world.club_id)):
                for cell in gate.read(row).release.cells:
                    found[cell.place].append(cell)
        return dict(found)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(id_): name for name, id_ in self.world.memberships.items()}

    def _take(self, said: Said) -> None:
        place = Place(said.round, said.indicator)
        cell = next(
            (
                cell
                for cell in self._cells[place]
                if (said.group == "*" or said.group in cell.groups)
                and abs(_figure(cell, said, self.policy) - said.number) <= said.off
            ),
            None,
        )
        assert cell is not None, f"no version has this figure: {said}"
        exact = _figure(cell, said, self.policy)
        _, shown = self.sets.setdefault((place, said.group), (cell, {}))
        shown.setdefault(said.figure, exact)
        if said.figure == "mean":
            inside = cell.contributions_of(said.group)
            keys = [self._key(place, one) for one in inside]
            equation = dict.fromkeys(keys, 1), exact * len(inside)
            if equation not in self.attacker.equations:
                self.attacker.equations.append(equation)

    def _key(self, place: Place, one: Contribution) -> Unknown:
        return self.attacker.key(place, one)

    def _imply(self) -> None:
        """Add what no indicator has by itself, but the edition's identities use."""
        truth = self.attacker.truth
        for place, member, version in list(truth):
            if place.indicator == "A01" and version == 0:
                parts = [
                    truth.get((Place(place.round, code), member, 0)) for code in ("A02", "A04")
                ]
                if None not in parts:
                    rest = truth[place, member, 0] - sum(one for one in parts if one is not None)
                    truth[Place(place.round, "other-members"), member, 0] = rest

    # --- what is found ---

    def found(self, insider: str | None = None) -> Found:
        """Return what an outsider finds, or a member who knows what its holding has."""
        mine = self._holding(insider)
        told: dict[Unknown, Fraction | float] = {}
        for part in self._parts(mine):
            told.update(part.solved())
            told.update(part.narrowed(among=list(part.truth)))
        found = {
            f"{place.indicator} {self._names[member]}": value
            for (place, member, _), value in told.items()
            if member not in mine
        }
        for place, number in self._pinned(insider):
            found[f"{place.indicator} place {number[0]}"] = number[1]
        if insider is None:
            for (member, place), change in self.attacker.differences().items():
                found[f"{place.indicator} change of {self._names[member]}"] = change
        return found

    def _holding(self, insider: str | None) -> frozenset[str]:
        if insider is None:
            return frozenset()
        holding = {one.id: one.holding or one.id for one in self.world.simulated.members}
        inside = [name for name in self.world.contacts if holding[name] == holding[insider]]
        return frozenset(str(self.world.memberships[name]) for name in inside)

    def _parts(self, mine: Collection[str]) -> Iterator[Attacker]:
        """Yield the equations in parts that share no unknown, with the insider's own values."""
        own = Attacker(list(self.attacker.equations), dict(self.attacker.truth))
        for member in mine:
            own.is_member(member)
        parts: list[tuple[set[Unknown], list[tuple[dict[Unknown, int], Fraction]]]] = []
        for equation in own.equations:
            keys = set(equation[0])
            touched = [part for part in parts if part[0] & keys]
            parts = [part for part in parts if not part[0] & keys]
            parts.append(
                (keys.union(*(one[0] for one in touched)),
                 [equation, *(other for one in touched for other in one[1])])
            )  # fmt: skip
        for keys, equations in parts:
            yield Attacker(equations, {key: own.truth[key] for key in sorted(keys)})

    def _pinned(self, insider: str | None) -> Iterator[tuple[Place, tuple[int, float]]]:
        """Yield the ascending values of small sets that the figures leave no room for."""
        member = None if insider is None else str(self.world.memberships[insider])
        for (place, group), (cell, shown) in sorted(self.sets.items()):
            values = {one.member: one.value for one in cell.contributions_of(group)}
            own = float(values[member]) if member in values else None
            if len(values) > _FEW_PLACES or (insider is not None and own is None):
                continue
            kept = {name: one for name, one in shown.items() if name != "sd"}
            for at, value in pinned(
                kept, len(values), smoothed=self.policy.smoothed, own=own
            ).items():
                yield place, (at, value)

    def steady(self, indicator: str) -> "Attack":
        """Return the attack of one who takes a stock to stay as it was."""
        self.attacker.believes_steady(indicator)
        return self


def _figure(cell: Cell, said: Said, policy: Policy) -> Fraction:
    inside = sorted(one.value for one in cell.contributions_of(said.group))
    if not inside:
        return Fraction(-1)
    if said.figure == "mean":
        return sum(inside, Fraction(0)) / len(inside)
    if said.figure == "sd":
        return said.number
    values, scale = scaled(inside)
    quantile = smoothed if policy.smoothed else plain
    return quantile(values, SHARES[said.figure]) / scale


def by_route(said: Iterable[Said]) -> Mapping[str, int]:
    """Return how many figures were read on each route."""
    counted = defaultdict[str, int](int)
    for one in said:
        counted[one.route] += 1
    return dict(counted)
