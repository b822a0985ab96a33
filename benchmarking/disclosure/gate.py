"""The gate of one round and indicator: its sets judged together, and what each may show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarking.disclosure.cells import WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.differencing import Published
from benchmarking.disclosure.figures import Behind, Figures, Verdict, figures
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.releases import Told
from benchmarking.disclosure.sizes import Ground, scaled


class TooManySets(ValueError):
    """A cell has more different sets than can be judged together; ``group`` is one of them."""

    def __init__(self, place: Place, group: str, most: int) -> None:
        super().__init__(f"more than {most} different groups of {place.indicator} in {place.round}")
        self.place = place
        self.group = group
        self.most = most


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell with the verdict on each of its sets, before any figure is computed."""

    cell: Cell
    ground: Ground
    masks: dict[str, int]
    verdicts: dict[str, Verdict]
    policy: Policy

    def without_sum(self, group: str) -> "Judged":
        """Return the same with a set's mean and spread hidden, for all sets with its members."""
        verdicts = {
            name: Verdict.WITHOUT_SUM
            if self.masks[name] == self.masks[group] and verdict is Verdict.SHOWN
            else verdict
            for name, verdict in self.verdicts.items()
        }
        return replace(self, verdicts=verdicts)

    def refused(self, group: str) -> "Judged":
        """Return the same with a set refused, and all sets with its members: only N is left."""
        verdicts = {
            name: Verdict.REFUSED if self.masks[name] == self.masks[group] else verdict
            for name, verdict in self.verdicts.items()
        }
        return replace(self, verdicts=verdicts)

    def gives_sum(self, group: str) -> bool:
        """Say whether a set's sum is told."""
        return (
            self.verdicts[group] is Verdict.SHOWN
            and self.ground.size(self.masks[group]) >= self.policy.few
            and not self.ground.dominated(self.masks[group], self.policy.p)
        )

    def shows_ratio_to(self, denominator: "Judged", group: str) -> bool:
        """Say whether the ratio of this sum to another may be shown: only where both may be."""
        return self.gives_sum(group) and denominator.gives_sum(group)

    def told(self) -> tuple[Told, ...]:
        """Return the sets that are told something of, each once, in the order of judging."""
        found: dict[int, Told] = {}
        for name in self.in_order():
            mask = self.masks[name]
            size = self.ground.size(mask)
            if mask not in found and size >= self.policy.few and self._is_told(name):
                members = tuple(self.cell.contributions_of(name))
                found[mask] = Told(self.cell.place, name, members, self.gives_sum(name))
        return tuple(found.values())

    def _is_told(self, name: str) -> bool:
        return self.verdicts[name] is not Verdict.REFUSED

    def in_order(self) -> list[str]:
        """Return the names of the sets as rule 4 takes them: `*`, then by N, then by name."""
        return _in_order(self.ground, self.masks)

    def figures(self) -> dict[str, Figures]:
        """Return the figures of each set by its name."""
        values, scale = scaled([one.value for one in self.cell.contributions])
        done: dict[int, Figures] = {}
        for name, mask in self.masks.items():
            if mask not in done:
                behind = Behind(
                    sorted(values[at] for at in self.ground.positions(mask)),
                    scale,
                    self.ground.size(mask),
                    self.ground.dominated(mask, self.policy.p),
                )
                done[mask] = figures(behind, self.verdicts[name], self.policy)
        return {name: done[mask] for name, mask in self.masks.items()}


def judge(cell: Cell, policy: Policy, earlier: Sequence[Told] = ()) -> Judged:
    """Return the verdict on each set of a cell (rule 4), beside what was told of it earlier.

    What was told earlier stays told; only the cell's own sets can be refused. Raises TooManySets.
    """
    universe, past = _with_past(cell, earlier)
    positions = cell.positions()
    ground = Ground(universe, [*positions.values(), *past], cell.upper)
    masks = dict(zip(positions, ground.masks, strict=False))
    published = Published(ground, policy)
    for mask, told in zip(ground.masks[len(positions) :], earlier, strict=True):
        published.take(mask, summed=told.summed)
    _insist_on_few_sets(cell.place, ground, masks, policy)
    verdicts: dict[int, Verdict] = {}
    for name in _in_order(ground, masks):
        mask = masks[name]
        if mask in verdicts:
            continue
        if ground.size(mask) < policy.few:
            verdicts[mask] = Verdict.SHOWN  # its size hides it
        elif published.admits(mask):
            published.take(mask)
            verdicts[mask] = Verdict.SHOWN
        else:
            verdicts[mask] = Verdict.REFUSED
    return Judged(cell, ground, masks, {name: verdicts[masks[name]] for name in masks}, policy)


def _in_order(ground: Ground, masks: dict[str, int]) -> list[str]:
    return sorted(masks, key=lambda name: (name != WHOLE, -ground.size(masks[name]), name))


def _with_past(cell: Cell, earlier: Sequence[Told]) -> tuple[list[Contribution], list[list[int]]]:
    """Return the cell's values and those told earlier, and where the earlier sets' values stand.

    A value that was corrected since is another value.
    """
    universe = list(cell.contributions)
    known: dict[tuple[str, object], int] = {}
    if earlier:
        known = {(one.member, one.value): at for at, one in enumerate(universe)}
    past = []
    for told in earlier:
        found = []
        for one in told.contributions:
            at = known.setdefault((one.member, one.value), len(universe))
            if at == len(universe):
                universe.append(one)
            found.append(at)
        past.append(found)
    return universe, past


def _insist_on_few_sets(
    place: Place, ground: Ground, masks: dict[str, int], policy: Policy
) -> None:
    seen = {masks[WHOLE]}
    for name, mask in masks.items():
        if mask not in seen and ground.size(mask) >= policy.few:
            if len(seen) > policy.most_sets:
                raise TooManySets(place, name, policy.most_sets)
            seen.add(mask)
