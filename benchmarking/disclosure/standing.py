"""What stands published of a set: the newest release of it, with what had to stay of older ones.

What was published is fixed. Where a newer release may not show a figure because it would tell,
beside the older, of the few whose values changed, the older stays and is marked (rule 7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from benchmarking.disclosure.cells import WHOLE, Cell, Place
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.histogram import Bin
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.ranks import Quarter, own_place
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releasefile import ReadRelease


@dataclass(frozen=True)
class Standing:
    """A set's figures as they stand, all exact; `older` names those that an older release gave."""

    place: Place
    group: str
    n: int | None
    shown: Mapping[str, Fraction] = field(hash=False)
    suppressed: Mapping[str, Reason] = field(hash=False)
    older: frozenset[str] = frozenset()
    bins: tuple[Bin, ...] = ()

    def get(self, name: str) -> Fraction | None:
        """Return a figure, None where it is not shown."""
        return self.shown.get(name)


class Published:
    """All that stands published of a club, to be asked by place and group."""

    def __init__(self, releases: Iterable[ReadRelease]) -> None:
        self._standing: dict[tuple[Place, str], Standing] = {}
        self._cells: dict[tuple[Place, str], Cell] = {}
        self._placed: dict[tuple[Place, str], frozenset[str]] = {}
        self._known: dict[tuple[Place, str], tuple[list[Fraction], dict[str, Fraction]]] = {}
        for one in releases:
            cells = {cell.place: cell for cell in one.release.cells}
            for (place, group), shown in one.shown.items():
                before = self._standing.get((place, group))
                self._placed[place, group] = cells[place].groups.get(group, frozenset())
                found = _standing(place, group, shown.figures, shown.bins, before)
                self._standing[place, group] = found
                if not found.older:
                    self._cells[place, group] = cells[place]

    def standing(self, place: Place, group: str = WHOLE) -> Standing | None:
        """Return what stands of a set, None where nothing was ever released of it."""
        return self._standing.get((place, group))

    def groups(self, place: Place) -> list[str]:
        """Return the names of the sets that were released at a place, the whole first."""
        found = [group for where, group in self._standing if where == place]
        return sorted(found, key=lambda group: (group != WHOLE, group))

    def groups_with(self, place: Place, member: str) -> list[str]:
        """Return the released groups, without the whole, in which a member was placed."""
        return [
            group
            for group in self.groups(place)
            if group != WHOLE and member in self._placed.get((place, group), ())
        ]

    def rounds(self) -> list[str]:
        """Return the rounds of which something was released, ascending."""
        return sorted({place.round for place, _ in self._standing})

    def rank(
        self, place: Place, group: str, member: str, policy: Policy, *, down: bool
    ) -> Fraction | Quarter | None:
        """Return a member's own rank as exactly as it may be told (rule 2), None where not at all.

        Among the very values whose figures stand.
        """
        found, own = self._standing.get((place, group)), None
        if found is not None:
            ascending, values = self._values(place, group)
            own = values.get(member)
        if found is None or own is None:
            return None
        figures = Figures(found.n, found.shown, found.suppressed)
        return own_place(ascending, own, figures, policy, down=down)

    def same_members(self, one: Place, other: Place) -> bool:
        """Say whether what stands of two places, of all members, is of the very same members."""
        return self._values(one, WHOLE)[1].keys() == self._values(other, WHOLE)[1].keys()

    def _values(self, place: Place, group: str) -> tuple[list[Fraction], dict[str, Fraction]]:
        """Return a set's values, ascending and by member; worked out once."""
        if (place, group) not in self._known:
            cell = self._cells.get((place, group))
            inside = cell.contributions_of(group) if cell is not None else []
            values = {one.member: one.value for one in inside}
            self._known[place, group] = sorted(values.values()), values
        return self._known[place, group]


def _standing(
    place: Place, group: str, figures: Figures, bins: tuple[Bin, ...], before: Standing | None
) -> Standing:
    shown = {name: Fraction(one) for name, one in figures.shown.items()}
    suppressed = dict(figures.suppressed)
    older = set()
    for name, reason in figures.suppressed.items():
        kept = before.get(name) if before is not None else None
        if reason is Reason.DIFFERENCING and kept is not None:
            shown[name] = kept
            del suppressed[name]
            older.add(name)
    if older and before is not None and not bins:
        bins = before.bins
    return Standing(place, group, figures.n, shown, suppressed, frozenset(older), bins)
