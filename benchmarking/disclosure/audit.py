"""A new publication against everything that was published before (rule 7).

What is published is fixed: only the newer can be hidden. Each cell is judged beside the earlier
sets of its round and indicator, where a corrected value is another value: a corrected mean thus
needs that nothing or enough has changed. Then sums are hidden that another round of a stock, an
identity between indicators, or what a member knows of themselves would turn into something about
few; and last what a value that was shown with a name would help to tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarking.disclosure.cells import WHOLE, Cell, Place
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.gate import Judged, judge
from benchmarking.disclosure.histogram import histogram
from benchmarking.disclosure.identities import Found, Identity, System, linked
from benchmarking.disclosure.naming import Names, Sight, World, exposes
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Kind, Ledger, Release, Told
from benchmarking.disclosure.spans import TooMany
from benchmarking.disclosure.stocks import Stock


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the edition of the indicators says that links values to each other."""

    stocks: frozenset[str] = frozenset()
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True)
class Audited:
    """A publication with its verdicts, and the ledger after it."""

    judged: tuple[Judged, ...]
    before: Ledger
    after: Ledger

    def figures(self) -> dict[Place, dict[str, Figures]]:
        """Return what is shown of each cell's sets by name."""
        return {one.cell.place: one.figures() for one in self.judged}

    def stands(self, place: Place, group: str) -> Told | None:
        """Return the newest earlier set of this name: where the new one is hidden, it stays."""
        told = self.before.told_by_place().get(place, ())
        return next((one for one in reversed(told) if one.group == group), None)


def audit(
    kind: Kind,
    cells: Iterable[Cell],
    ledger: Ledger,
    definitions: Definitions,
    policy: Policy,
    *,
    names: Names | None = None,
) -> Audited:
    """Return what of some cells may be published after all that the ledger holds.

    ``names`` are values that members let be shown with their names. Raises TooManySets.
    """
    past = ledger if policy.ledger else Ledger()
    run = _Run(definitions, policy, past)
    earlier = past.told_by_place()
    for cell in cells:
        run.judged[cell.place] = judge(cell, policy, earlier.get(cell.place, ()))
    run.read_rounds_together()
    run.follow_sums()
    if names is not None and names.named:
        run.mind(names)
    judged = tuple(run.judged.values())
    told = tuple(told for one in judged for told in one.told())
    release = Release(kind, tuple(one.cell for one in judged), told)
    return Audited(judged, ledger, ledger.with_release(release))


@dataclass(slots=True)
class _Run:
    """One audit under way."""

    definitions: Definitions
    policy: Policy
    past: Ledger
    judged: dict[Place, Judged] = field(default_factory=dict)

    def read_rounds_together(self) -> None:
        """Hide sums of stocks that would tell, beside another round's, of those who go or come."""
        told = [one for one in self.past.told() if one.summed]
        for indicator in sorted(self.definitions.stocks):
            places = [place for place in self.judged if place.indicator == indicator]
            if places:
                upper = self.judged[places[0]].cell.upper
                past = [one for one in told if one.place.indicator == indicator]
                stock = Stock(self.policy, upper, past)
                for candidate in self._sums(places):
                    if stock.admits(candidate):
                        stock.take(candidate)
                    else:
                        self._hide(candidate)

    def follow_sums(self) -> None:
        """Hide sums from which something unsafe would follow, for everybody or for a member."""
        identities = self.definitions.identities if self.policy.identities else ()
        old, cells = self.past.told_by_place(), self._cells()
        for places in [*linked(identities), *self._alone(identities)]:
            new = list(self._sums(places & self.judged.keys()))
            if new:
                system = System(
                    places,
                    [cell for place in places for cell in cells.get(place, ())],
                    identities,
                    self.policy,
                )
                told = [one for place in places for one in old.get(place, ()) if one.summed]
                for candidate in _refused(system, told, new):
                    self._hide(candidate)

    def mind(self, names: Names) -> None:
        """Refuse the sets that would tell of others to those who saw some members' own values."""
        world = World(
            (*self.past.cells(), *(one.cell for one in self.judged.values())),
            self.definitions.stocks,
            self.definitions.identities,
            self.policy,
        )
        new, accepted = [*self._sights()], [*names.sights]
        if not exposes([*accepted, *new], names.named, world):
            return
        for one in new:
            if exposes([*accepted, one], names.named, world):
                place = one.told.place
                self.judged[place] = self.judged[place].refused(one.told.group)
            else:
                accepted.append(one)

    def _sights(self) -> Iterator[Sight]:
        """Yield the new sets with what would be shown of them."""
        for judged in self.judged.values():
            found = judged.figures()
            for told in judged.told():
                figures = found[told.group]
                values = [one.value for one in judged.cell.contributions]
                bins = histogram(values, figures, self.policy) if told.group == WHOLE else None
                yield Sight(told, figures, bins or ())

    def _alone(self, identities: Iterable[Identity]) -> Iterator[frozenset[Place]]:
        """Yield the new places that no identity links, but where a member could tell another."""
        if self.policy.insiders:
            together = frozenset[Place]().union(*linked(identities))
            for place, judged in self.judged.items():
                if place not in together and judged.ground.has_lone_holding:
                    yield frozenset({place})

    def _cells(self) -> dict[Place, list[Cell]]:
        found: dict[Place, list[Cell]] = {}
        for cell in (*self.past.cells(), *(one.cell for one in self.judged.values())):
            found.setdefault(cell.place, []).append(cell)
        return found

    def _sums(self, places: Iterable[Place]) -> Iterator[Told]:
        """Yield the new sets whose sums would be told, by place and in the order of rule 4."""
        for place in sorted(places):
            yield from (one for one in self.judged[place].told() if one.summed)

    def _hide(self, told: Told) -> None:
        self.judged[told.place] = self.judged[told.place].without_sum(told.group)


def _refused(system: System, old: Sequence[Told], new: Sequence[Told]) -> list[Told]:
    """Return the new sums, one after the other, that add something to what unsafely follows.

    Mostly nothing does; then one look at all of them together is enough, for more sums never
    tell less.
    """
    try:
        known = system.follows(old)
    except TooMany:
        return list(new)
    if not _adds(system, [*old, *new], known):
        return []
    refused, accepted = [], list(old)
    for candidate in new:
        if _adds(system, [*accepted, candidate], known):
            refused.append(candidate)
        else:
            accepted.append(candidate)
    return refused


def _adds(system: System, sums: Sequence[Told], known: set[Found]) -> bool:
    try:
        return not system.follows(sums) <= known
    except TooMany:
        return True
