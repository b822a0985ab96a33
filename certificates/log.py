"""The transparency log's Merkle tree (RFC 9162, section 2.1, with SHA-256): roots and proofs.

A tree is read through a function that gives the hash of any complete subtree. So one code proves
from hashes in memory, from tiles and from a database, and needs few reads in a large tree.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from certificates.errors import BadInput

HASH_SIZE = 32
LARGEST_SIZE = 2**63 - 1

ReadHash = Callable[[int, int], bytes]
"""Return the hash of a complete subtree: of 2**level leaves, the index-th such from the left."""


def hash_leaf(entry: bytes) -> bytes:
    """Return the hash of an entry: SHA-256 of a zero byte and the entry."""
    return sha256(b"\x00" + entry).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of a one byte and both children's hashes."""
    return sha256(b"\x01" + left + right).digest()


def checked_hash(data: bytes) -> bytes:
    """Return the hash; raise BadInput where it is not 32 bytes long."""
    if len(data) != HASH_SIZE:
        raise BadInput("A hash of the log must be 32 bytes long.")
    return data


def checked_size(size: int) -> int:
    """Return the size of a tree; raise BadInput for an empty tree and beyond 2**63 - 1."""
    if not 1 <= size <= LARGEST_SIZE:
        raise BadInput("A tree of the log must have between 1 and 2**63 - 1 leaves.")
    return size


def reading(leaf_hashes: Sequence[bytes]) -> ReadHash:
    """Return a reader of the tree over these hashes of leaves; it refuses what is not complete."""
    levels = [[checked_hash(leaf) for leaf in leaf_hashes]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append(
            [hash_children(*below[at : at + 2]) for at in range(0, len(below) // 2 * 2, 2)]
        )

    def read(level: int, index: int) -> bytes:
        if not (0 <= level < len(levels) and 0 <= index < len(levels[level])):
            raise BadInput("The log has no such complete subtree.")
        return levels[level][index]

    return read


def complete_subtrees(size: int) -> Iterator[tuple[int, int]]:
    """Yield level and index of the complete subtrees of a tree, from the left: its right edge."""
    return _complete_subtrees(0, size)


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the hash over complete subtrees from the left, each smaller than the one before."""
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = hash_children(left, found)
    return found


def root_of(read: ReadHash, size: int) -> bytes:
    """Return the root of the tree of this size; raise BadInput for an empty one."""
    return _range_hash(read, 0, checked_size(size))


def inclusion_proof(read: ReadHash, index: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of this size has the leaf: from its sibling to the top.

    RFC 9162, section 2.1.3.1. Raises BadInput where the tree has no such leaf.
    """
    return tuple(_range_hash(read, *sibling) for sibling in _siblings(index, size))


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves of which an inclusion proof has the hashes, in its order."""
    if not 0 <= index < checked_size(size):
        raise BadInput(f"The log of size {size} has no leaf {index}.")
    siblings: list[tuple[int, int]] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _left_size(end - begin)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((begin, middle))
            begin = middle
    return siblings[::-1]


def consistency_proof(read: ReadHash, first: int, second: int) -> tuple[bytes, ...]:
    """Return the proof that the second tree only adds leaves to the first; none for equal sizes.

    RFC 9162, section 2.1.4.1. Raises BadInput for an empty or a smaller second tree.
    """
    return tuple(_range_hash(read, *part) for part in _parts(first, second))


def proof_places(index: int, size: int) -> list[tuple[int, int]]:
    """Return level and index of the subtrees that an inclusion proof reads, to read them at once.

    Raises BadInput where the tree has no such leaf.
    """
    ranges = _siblings(index, size)
    return [place for one in ranges for place in _complete_subtrees(*one)]


def growth_places(first: int, second: int) -> list[tuple[int, int]]:
    """Return level and index of the subtrees that a consistency proof reads, to read them at once.

    Raises BadInput for an empty or a smaller second tree.
    """
    return [place for one in _parts(first, second) for place in _complete_subtrees(*one)]


def _parts(first: int, second: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves of which a consistency proof has the hashes, in its order."""
    if checked_size(first) > checked_size(second):
        raise BadInput(f"A log of size {first} cannot become one of size {second}.")
    parts: list[tuple[int, int]] = []
    begin, end = 0, second
    while first < end:
        middle = begin + _left_size(end - begin)
        if first <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((begin, middle))
            begin = middle
    if begin:
        parts.append((begin, end))
    return parts[::-1]


def is_included(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether the proof shows this leaf at this place in the tree with this root.

    RFC 9162, section 2.1.3.2; anything malformed, left over or missing is False.
    """
    if not (0 <= index < size <= LARGEST_SIZE and _all_hashes((leaf_hash, root, *proof))):
        return False
    at, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = hash_children(sibling, found)
            at, last = _up_to_left_sibling(at, last)
        else:
            found = hash_children(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hmac.compare_digest(found, root)


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the second tree only adds leaves to the first.

    RFC 9162, section 2.1.4.2; anything malformed, left over or missing, and an empty first tree,
    is False.
    """
    if not (
        1 <= first <= second <= LARGEST_SIZE and _all_hashes((first_root, second_root, *proof))
    ):
        return False
    if first == second:
        return not proof and hmac.compare_digest(first_root, second_root)
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first_found = second_found = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first_found = hash_children(part, first_found)
            second_found = hash_children(part, second_found)
            at, last = _up_to_left_sibling(at, last)
        else:
            second_found = hash_children(second_found, part)
        at, last = at >> 1, last >> 1
    return (
        last == 0
        and hmac.compare_digest(first_found, first_root)
        and hmac.compare_digest(second_found, second_root)
    )


def _up_to_left_sibling(at: int, last: int) -> tuple[int, int]:
    """Climb over the levels on which the node at the right edge has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _all_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _left_size(size: int) -> int:
    """Return the largest power of two below the size."""
    return int(1 << (size - 1).bit_length() - 1)


def _complete_subtrees(begin: int, end: int) -> Iterator[tuple[int, int]]:
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield level, begin >> level
        begin += 1 << level


def _range_hash(read: ReadHash, begin: int, end: int) -> bytes:
    return fold([checked_hash(read(*place)) for place in _complete_subtrees(begin, end)])
