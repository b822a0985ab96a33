"""What several published sets tell together: rule 4, differences and computable unions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.sizes import Ground
from benchmarking.disclosure.spans import MOST_CANDIDATES, TooMany, smallest_unions, unions


@dataclass(slots=True)
class Published:
    """The sets of one cell that are published, as masks over its ground; it only ever grows."""

    ground: Ground
    policy: Policy
    sets: list[int] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)
    _found: dict[tuple[int, ...], frozenset[int]] = field(default_factory=dict)

    def gives_sum(self, mask: int) -> bool:
        """Say whether a set's own mean may be shown (rule 3)."""
        return not self.ground.dominated(mask, self.policy.p)

    def take(self, mask: int, *, summed: bool | None = None) -> None:
        """Count a set among the published; ``summed`` where its mean is known to be (un)shown."""
        if mask not in self.sets:
            self.sets.append(mask)
        if (self.gives_sum(mask) if summed is None else summed) and mask not in self.sums:
            self.sums.append(mask)

    def admits(self, mask: int) -> bool:
        """Say whether a set may be published beside the others (rule 4)."""
        if mask in self.sets and (mask in self.sums or not self.gives_sum(mask)):
            return True
        summed = self.gives_sum(mask)
        if self.policy.differences and not all(
            self._apart(mask, other, summed and other in self.sums) for other in self.sets
        ):
            return False
        return not (summed and self.policy.unions) or self._hides_in_unions(mask)

    def _apart(self, one: int, other: int, summed: bool) -> bool:
        """Say whether both differences are empty or large enough, and not dominated (rule 4a)."""
        return all(
            not difference
            or (
                self.ground.size(difference) >= self.policy.few
                and not (summed and self.ground.dominated(difference, self.policy.p))
            )
            for difference in (one & ~other, other & ~one)
        )

    def _hides_in_unions(self, mask: int) -> bool:
        """Say whether every union whose sum would become computable is safe (rule 4b)."""
        try:
            new = self._computable((*self.sums, mask)) - self._computable(tuple(self.sums))
        except TooMany:
            return False
        return self.ground.all_safe(sorted(new), self.policy)

    def _computable(self, sums: tuple[int, ...]) -> frozenset[int]:
        if sums not in self._found:
            self._found[sums] = frozenset(computable(sums, smallest=self.ground.closed))
        return self._found[sums]


def computable(sums: Sequence[int], *, smallest: bool, most: int = MOST_CANDIDATES) -> list[int]:
    """Return the unions of blocks whose sum follows from those of the sets, as masks.

    With ``smallest`` only those that contain no other. Raises TooMany.
    """
    atoms = _atoms(sums)
    rows = np.array([[bool(mask & atom) for atom in atoms] for mask in sums], dtype=np.int64)
    found = smallest_unions(rows, most) if smallest else unions(rows, most)
    return [sum(atoms[column] for column in columns) for columns in found]


def _atoms(sets: Sequence[int]) -> list[int]:
    """Return the masks of blocks that lie in exactly the same sets, those in few sets first."""
    everything = 0
    for mask in sets:
        everything |= mask
    atoms = {0: everything} if everything else {}
    for number, mask in enumerate(sets):
        split: dict[int, int] = {}
        for pattern, atom in atoms.items():
            if atom & mask:
                split[pattern | 1 << number] = atom & mask
            if atom & ~mask:
                split[pattern] = atom & ~mask
        atoms = split
    return [atoms[pattern] for pattern in sorted(atoms, key=lambda one: (one.bit_count(), one))]
