"""A log that grows: appending needs only its right edge, and says which hashes to keep.

The right edge is what Trillian calls a compact range: the hashes of the complete subtrees from
the left, one for each one in the size's binary form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from certificates.errors import BadInput
from certificates.log import (
    LARGEST_SIZE,
    ReadHash,
    checked_hash,
    checked_size,
    complete_subtrees,
    fold,
    hash_children,
)


class SubtreeHash(NamedTuple):
    """The hash of the complete subtree of 2**level leaves at this position; never to change."""

    level: int
    position: int
    hash: bytes


class Growth(NamedTuple):
    """The log after appending, and the hashes of all subtrees that became complete by it."""

    frontier: "Frontier"
    hashes: tuple[SubtreeHash, ...]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a log of some size; raises BadInput where the hashes do not fit it."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST_SIZE or len(self.hashes) != self.size.bit_count():
            raise BadInput("The right edge does not fit the size of the log.")
        for value in self.hashes:
            checked_hash(value)

    def root(self) -> bytes:
        """Return the root of the log; raise BadInput while it is empty."""
        checked_size(self.size)
        return fold(self.hashes)

    def append(self, leaf_hashes: Iterable[bytes]) -> Growth:
        """Return the log with these leaves added at its end."""
        edge, size = list(self.hashes), self.size
        complete: list[SubtreeHash] = []
        for leaf_hash in leaf_hashes:
            found, level, position = checked_hash(leaf_hash), 0, size
            complete.append(SubtreeHash(level, position, found))
            while position & 1:
                found = hash_children(edge.pop(), found)
                level, position = level + 1, position >> 1
                complete.append(SubtreeHash(level, position, found))
            edge.append(found)
            size += 1
        return Growth(Frontier(size, tuple(edge)), tuple(complete))


def frontier_of(read: ReadHash, size: int) -> Frontier:
    """Return the right edge of a stored log, in as many reads as its size has ones in binary."""
    return Frontier(size, tuple(read(*place) for place in complete_subtrees(size)))
