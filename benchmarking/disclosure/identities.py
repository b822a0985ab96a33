"""What follows from published sums where indicators hang together: parts and total, H1 and H2.

What follows for everybody, and what for a member who knows their own values: the sums of G and H
less the whole may be one member less another, who then knows the first.

The unknowns are all members' values of all places that identities link; the equations are the
published sums, and the identities of each member. Members who stand in the same sums everywhere
are one column: nothing that is computed can tell them apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

import numpy as np

from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Told
from benchmarking.disclosure.sizes import Ground
from benchmarking.disclosure.spans import Matrix, TooMany, reduced, smallest_unions, unions

LARGEST_SYSTEM = 1_000_000
"""Rows times columns; a larger system counts as one from which something follows."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Values of every member that add up to nothing, each with its factor.

    The first is what the others make up.
    """

    terms: tuple[tuple[Place, int], ...]

    @property
    def places(self) -> frozenset[Place]:
        """Return the places that it links."""
        return frozenset(place for place, _ in self.terms)


def parts_of(total: Place, parts: Iterable[Place]) -> Identity:
    """Return that parts make a total."""
    return Identity(((total, 1), *((part, -1) for part in parts)))


def carried_over(now: Place, before: Place, joined: Place, left: Place) -> Identity:
    """Return that a stock is the one before, with what joined and without what left."""
    return Identity(((now, 1), (before, -1), (joined, -1), (left, 1)))


def halves_of(year: Place, first: Place, second: Place) -> Identity:
    """Return that two half-years make a year."""
    return parts_of(year, (first, second))


def linked(identities: Iterable[Identity]) -> list[frozenset[Place]]:
    """Return the places that hang together through identities."""
    groups: list[frozenset[Place]] = []
    for identity in identities:
        places = identity.places
        touched = [group for group in groups if group & places]
        groups = [group for group in groups if not group & places]
        groups.append(places.union(*touched))
    return groups


Found = tuple[str | None, frozenset[tuple[Place, str, Fraction]]]
"""Values, by place and member, the sum of which follows; for which holding, None for everybody."""


class System:
    """Values that hang together, to be asked what follows from sums over sets of them."""

    def __init__(
        self,
        places: Iterable[Place],
        cells: Iterable[Cell],
        identities: Iterable[Identity],
        policy: Policy,
        known: Set[tuple[Place, str, Fraction]] = frozenset(),
    ) -> None:
        """Take the places that are linked, with every value that they ever had.

        What a member left blank or only estimated, but an identity tells, is protected as well.
        ``known`` are values that everybody was shown with the member's name.
        """
        places = frozenset(places)
        identities = [one for one in identities if places.issuperset(one.places)]
        self._places = sorted(places)
        self._policy = policy
        self._known = known
        self._upper: dict[Place, Fraction | None] = {}
        self._values: dict[str, _Values] = {}
        self._take(cell for cell in cells if cell.place in self._places)
        for values in self._values.values():
            _imply(values, identities)
        self._instances = {
            member: tuple(_instances(values, identities)) for member, values in self._values.items()
        }

    def _take(self, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self._upper[cell.place] = cell.upper
            for one in cell.contributions:
                _add(self._values.setdefault(one.member, {}), cell.place, one)

    def follows(self, sums: Sequence[Told]) -> set[Found]:
        """Return the unions that follow from the sums and are not safe, from outside or inside.

        Raises TooMany where nothing can be said.
        """
        matrix, columns, made = self._equations(sums)
        unsafe = self._seen(matrix, columns, made, None)
        for unit in _lone_units(columns, self._known) if self._policy.insiders else ():
            unsafe |= self._seen(matrix, columns, made, unit)
        return unsafe

    def _seen(
        self, matrix: Matrix, columns: Sequence["_Column"], made: Set[int], insider: str | None
    ) -> set[Found]:
        """Return the unsafe unions that an outsider sees, or a holding that knows its own values.

        They are looked for at each place, and over all places together, each member counted by
        what no identity makes of the others: total less the one part of most members is the other
        part of these and the total of the rest. Knowing a column is to leave it out. Those who
        have no column for themselves see nothing that an outsider does not see.
        """
        left = {at: column.without(insider, self._known) for at, column in enumerate(columns)}
        blocks = {at: block for at, block in left.items() if block}
        supports = [[at for at in blocks if columns[at].place == place] for place in self._places]
        if made or len(self._places) > 1:
            supports.append([at for at in blocks if at not in made])
        seen: set[Found] = set()
        for support in supports:
            chosen = set(support)
            others = [at for at in blocks if at not in chosen]
            form, pivots = reduced(matrix[:, [*others, *support]])
            rows = form[[row for row, pivot in enumerate(pivots) if pivot >= len(others)]]
            places = {columns[at].place for at in support}
            upper = self._upper.get(next(iter(places))) if len(places) == 1 else None
            found = self._unsafe(
                rows[:, len(others) :], [blocks[at] for at in support], upper, insider
            )
            seen |= {
                (insider, frozenset((columns[support[at]].place, one.member, one.value)
                                    for at in union for one in blocks[support[at]]))
                for union in found
            }  # fmt: skip
        return seen

    def _unsafe(
        self,
        rows: Matrix,
        blocks: Sequence[Sequence[Contribution]],
        upper: Fraction | None,
        insider: str | None,
    ) -> Iterator[tuple[int, ...]]:
        """Yield the unions of blocks in the span of the rows that are not safe."""
        starts = np.cumsum([0, *map(len, blocks)]).tolist()
        everything = [one for block in blocks for one in block]
        sets = [list(range(low, high)) for low, high in pairwise(starts)]
        ground = Ground(everything, sets, upper)
        find = smallest_unions if ground.closed else unions
        is_safe = ground.safe if insider is None else ground.safe_from_insider
        for union in find(rows):
            if not is_safe(sum(ground.masks[at] for at in union), self._policy):
                yield union

    def _equations(self, sums: Sequence[Told]) -> tuple[Matrix, list["_Column"], set[int]]:
        """Return one row for each sum and for each identity of each column's members.

        The last value are the columns that an identity makes of others.
        """
        standing = self._standing(sums)
        alike: dict[_Alike, list[str]] = defaultdict(list)
        shown = {(place, member) for place, member, _ in self._known}
        for member in self._values:
            named = frozenset(place for place in self._places if (place, member) in shown)
            alike[standing[member], self._instances[member], named].append(member)
        columns: list[_Column] = []
        made: set[int] = set()
        rows: list[dict[int, int]] = [{} for _ in sums]
        for (stands, instances, _named), members in alike.items():
            places = {key: len(columns) + at for at, (key, _) in enumerate(stands)}
            for (place, version), numbers in stands:
                for number in numbers:
                    rows[number][len(columns)] = 1
                values = tuple(self._values[member][place][version] for member in members)
                columns.append(_Column(place, values))
            rows += [{places[key]: factor for key, factor in instance} for instance in instances]
            made |= {places[instance[0][0]] for instance in instances}
        if len(rows) * len(columns) > LARGEST_SYSTEM:
            raise TooMany
        matrix = np.zeros((len(rows), len(columns)), dtype=np.int64)
        for at, row in enumerate(rows):
            for column, factor in row.items():
                matrix[at, column] = factor
        return matrix, columns, made

    def _standing(self, sums: Sequence[Told]) -> dict[str, "_Standing"]:
        """Return of each member in which sums each version of each of its values stands."""
        inside: dict[Place, dict[str, list[tuple[int, Fraction]]]] = {
            place: defaultdict(list) for place in self._places
        }
        for number, told in enumerate(sums):
            here = inside[told.place]
            for one in told.contributions:
                here[one.member].append((number, one.value))
        return {
            member: tuple(
                (
                    (place, version),
                    tuple([n for n, value in inside[place][member] if value == one.value]),
                )
                for place in self._places
                for version, one in enumerate(values.get(place, ()))
            )
            for member, values in self._values.items()
        }


_Values = dict[Place, list[Contribution]]
_Key = tuple[Place, int]
_Standing = tuple[tuple[_Key, tuple[int, ...]], ...]
_Instance = tuple[tuple[_Key, int], ...]
_Alike = tuple[_Standing, tuple[_Instance, ...], frozenset[Place]]


@dataclass(frozen=True, slots=True)
class _Column:
    """The values at one place, of one version, of members who are alike in everything."""

    place: Place
    contributions: tuple[Contribution, ...]

    def without(
        self, unit: str | None, known: Set[tuple[Place, str, Fraction]] = frozenset()
    ) -> tuple[Contribution, ...]:
        """Return the values of all others than a holding that nobody was shown."""
        return tuple(
            one
            for one in self.contributions
            if one.unit != unit and (self.place, one.member, one.value) not in known
        )


def _lone_units(
    columns: Iterable[_Column], known: Set[tuple[Place, str, Fraction]] = frozenset()
) -> list[str]:
    """Return the holdings that have some column for themselves, but for what is known anyway."""
    units = [{one.unit for one in column.without(None, known)} for column in columns]
    return sorted({unit for found in units if len(found) == 1 for unit in found})


def _add(values: _Values, place: Place, found: Contribution) -> None:
    """Note a value unless it is known; a corrected value is another."""
    versions = values.setdefault(place, [])
    if all(found.value != other.value for other in versions):
        versions.append(found)


def _imply(values: _Values, identities: Iterable[Identity]) -> None:
    """Add the values that a member did not give, or not well enough, but that identities tell."""
    for identity in identities:
        missing = [(place, factor) for place, factor in identity.terms if place not in values]
        if len(missing) != 1:
            continue
        (place, factor), given = missing[0], [one for one in identity.terms if one != missing[0]]
        for chosen in product(*(values[other] for other, _ in given)):
            total = sum(
                (one.value * by for one, (_, by) in zip(chosen, given, strict=True)), Fraction(0)
            )
            _add(values, place, replace(chosen[0], value=-total / factor))


def _instances(
    values: Mapping[Place, Sequence[Contribution]], identities: Iterable[Identity]
) -> Iterable[_Instance]:
    """Yield each identity that a member's values fulfil, with the versions that fulfil it."""
    for identity in identities:
        known = [range(len(values.get(place, ()))) for place, _ in identity.terms]
        for versions in product(*known):
            chosen = [
                ((place, version), factor)
                for (place, factor), version in zip(identity.terms, versions, strict=True)
            ]
            if not sum(factor * values[place][at].value for (place, at), factor in chosen):
                yield tuple(chosen)
