"""How many stand behind a set of values, and how large the largest of them are.

All sets that are compared in one cell are unions of *blocks*: values that stand in exactly the
same sets. A block is summed up once, and a set is a whole number with a bit for each of its blocks,
so that a thousand unions cost little more than one.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from benchmarking.disclosure.cancelling import clearly_undominated
from benchmarking.disclosure.cells import Contribution
from benchmarking.disclosure.policy import Policy


@dataclass(frozen=True, slots=True)
class Largest:
    """The total of some holdings' values, and the two largest of them."""

    total: int
    first: int = 0
    second: int = 0

    def plus(self, other: "Largest") -> "Largest":
        """Return what holds for both, which share no holding."""
        if other.first > self.first:
            second = max(self.first, other.second)
            return Largest(self.total + other.total, other.first, second)
        second = max(self.second, other.first)
        return Largest(self.total + other.total, self.first, second)

    def dominated(self, p: Fraction) -> bool:
        """Say whether the second can estimate the first to within a share p (p % rule, rule 3)."""
        rest = self.total - self.first - self.second
        return self.first == 0 or rest * p.denominator < p.numerator * self.first

    def narrowed(self, p: Fraction) -> bool:
        """Say whether one who stands outside, but knows the total, can estimate the first so."""
        rest = self.total - self.first
        return self.first == 0 or rest * p.denominator < p.numerator * self.first


_NOTHING = Largest(0)
_FEW_UNIONS = 64  # up to here exact numbers are as quick


class Ground:
    """The blocks of some sets over some values, with what the rules ask of any union of them."""

    def __init__(
        self,
        contributions: Sequence[Contribution],
        sets: Sequence[Sequence[int]],
        upper: Fraction | None = None,
    ) -> None:
        """Take the values and the sets, each as positions in the values.

        Values that stand in no set are left out, except that one of them being negative counts.
        """
        self._contributions = contributions
        self._blocks, self.masks = _blocks_of(len(contributions), sets)
        homes = defaultdict[str, set[int]](set)
        for block, members in enumerate(self._blocks):
            for at in members:
                homes[contributions[at].unit].add(block)
        self._spread = {unit for unit, blocks in homes.items() if len(blocks) > 1}
        self._units = [
            len({contributions[at].unit for at in members} - self._spread)
            for members in self._blocks
        ]
        self._homes = [sum(1 << block for block in homes[unit]) for unit in sorted(self._spread)]
        self._views = [self._view(values) for values in _readings(contributions, upper)]

    @property
    def closed(self) -> bool:
        """Say whether a union of disjoint safe unions is safe, as it is unless values cancel out.

        Of u and v, the union's two largest holdings, all parts have at least what their own two
        largest leave: X − u − v ≥ Σ (Xᵢ − x₁ᵢ − x₂ᵢ) ≥ p · Σ x₁ᵢ ≥ p · u. Only a holding whose
        values lie in several parts with different signs can be smaller in the union than in them.
        """
        return not self._spread or not any(view.signed for view in self._views)

    def positions(self, mask: int) -> list[int]:
        """Return where the values of a union stand."""
        return [at for block in _bits(mask) for at in self._blocks[block]]

    def size(self, mask: int) -> int:
        """Return N: how many holdings stand behind a union."""
        alone = sum(self._units[block] for block in _bits(mask))
        return alone + sum(1 for home in self._homes if home & mask)

    def dominated(self, mask: int, p: Fraction | None) -> bool:
        """Say whether rule 3 hides the sum of a union: its values', or what is left to the top."""
        return p is not None and any(view.largest(mask).dominated(p) for view in self._views)

    def safe(self, mask: int, policy: Policy) -> bool:
        """Say whether the sum of a union could be known without telling of a holding."""
        return self.size(mask) >= policy.few and not self.dominated(mask, policy.p)

    def safe_from_insider(self, mask: int, policy: Policy) -> bool:
        """Say whether a member outside a union could know its sum and would learn of nobody.

        The member makes the union one holding larger, and would have been the second largest.
        """
        return self.size(mask) >= policy.few - 1 and (
            policy.p is None
            or not any(view.largest(mask).narrowed(policy.p) for view in self._views)
        )

    @property
    def has_lone_holding(self) -> bool:
        """Say whether some block is one holding's alone."""
        return any(
            len({self._contributions[at].unit for at in members}) == 1 for members in self._blocks
        )

    def all_safe(self, masks: Sequence[int], policy: Policy) -> bool:
        """Say whether each of some unions is safe; quick also where holdings' values cancel out."""
        if any(self.size(mask) < policy.few for mask in masks):
            return False
        left = set(masks)
        if not self.closed and policy.p is not None and len(masks) > _FEW_UNIONS:
            left -= self._clearly_undominated(masks, policy.p)
        return not any(self.dominated(mask, policy.p) for mask in masks if mask in left)

    def _clearly_undominated(self, masks: Sequence[int], p: Fraction) -> set[int]:
        blocks = range(len(self._blocks))
        unions = np.array([[mask >> block & 1 for block in blocks] for mask in masks], dtype=bool)
        clear = np.ones(len(masks), dtype=bool)
        for view in self._views:
            alone = [(one.total, one.first, one.second) for one in view.alone]
            clear &= clearly_undominated(unions, alone, view.pieces, p)
        return {mask for mask, passes in zip(masks, clear.tolist(), strict=True) if passes}

    def _view(self, values: Sequence[int]) -> "_View":
        signed = any(value < 0 for value in values)
        alone, pieces = [], []
        for members in self._blocks:
            sums = defaultdict[str, int](int)
            for at in members:
                sums[self._contributions[at].unit] += values[at]
            pieces.append({unit: sums.pop(unit) for unit in sums.keys() & self._spread})
            alone.append(_largest([abs(one) for one in sums.values()]))
        return _View(alone, pieces, signed)


@dataclass(frozen=True, slots=True)
class _View:
    """The values as rule 3 reads them: of each block alone, and of holdings that lie in several.

    ``pieces`` has of each block what these holdings have in it.
    """

    alone: list[Largest]
    pieces: list[dict[str, int]]
    signed: bool

    def largest(self, mask: int) -> Largest:
        found, sums = _NOTHING, defaultdict[str, int](int)
        for block in _bits(mask):
            found = found.plus(self.alone[block])
            for unit, value in self.pieces[block].items():
                sums[unit] += value
        return found.plus(_largest([abs(one) for one in sums.values()])) if sums else found


def scaled(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Return the values as whole numbers, and what they were multiplied by."""
    scale = lcm(*{value.denominator for value in values})
    return [value.numerator * (scale // value.denominator) for value in values], scale


def _readings(
    contributions: Sequence[Contribution], upper: Fraction | None
) -> Iterator[Sequence[int]]:
    """Yield the values, and what they leave to the top where there is one."""
    bounds = [] if upper is None else [upper]
    values, _ = scaled([*(one.value for one in contributions), *bounds])
    yield values[: len(contributions)]
    if upper is not None:
        top = values.pop()
        yield [top - value for value in values]


def _blocks_of(count: int, sets: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[int]]:
    """Return the blocks as positions, and each set as a mask of blocks."""
    patterns = [0] * count
    for number, positions in enumerate(sets):
        for at in positions:
            patterns[at] |= 1 << number
    blocks: dict[int, list[int]] = {}
    for at, pattern in enumerate(patterns):
        if pattern:
            blocks.setdefault(pattern, []).append(at)
    masks = [0] * len(sets)
    for block, pattern in enumerate(blocks):
        for number in _bits(pattern):
            masks[number] |= 1 << block
    return list(blocks.values()), masks


def _largest(values: list[int]) -> Largest:
    total, first = sum(values), max(values, default=0)
    if values:
        values.remove(first)
    return Largest(total, first, max(values, default=0))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
