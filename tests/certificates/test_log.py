from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.log import (
    complete_subtrees,
    consistency_proof,
    hash_children,
    hash_leaf,
    inclusion_proof,
    is_consistent,
    is_included,
    reading,
    root_of,
)
from tests.certificates.merkle import (
    CONSISTENCY,
    ENTRIES,
    INCLUSION,
    ROOTS,
    leaves,
    path,
    subproof,
    tree_hash,
)

MOST = 70
REFERENCE = [hash_leaf(entry) for entry in ENTRIES]
LEAVES = leaves(MOST)
READ = reading(LEAVES)
TREES = {size: tree_hash(LEAVES[:size]) for size in range(1, MOST + 1)}
SIZES = st.integers(1, MOST)
HASHES = st.lists(st.binary(min_size=32, max_size=32) | st.binary(max_size=40), max_size=9)
NUMBERS = st.integers(-2, 80) | st.integers()


def altered(proof: tuple[bytes, ...]) -> Iterator[tuple[bytes, ...]]:
    """Yield the proof with a bit changed, a hash lost, added, doubled, cut and out of order."""
    for place, value in enumerate(proof):
        changed = bytes([value[0] ^ 8]) + value[1:]
        yield (*proof[:place], changed, *proof[place + 1 :])
        yield (*proof[:place], *proof[place + 1 :])
        yield (*proof[:place], value, *proof[place:])
        yield (*proof[:place], value[:31], *proof[place + 1 :])
    yield (*proof, bytes(32))
    yield (bytes(32), *proof)
    yield (*proof, b"")
    if len(set(proof)) > 1:
        yield proof[::-1]


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_of_the_reference_leaves(size: int) -> None:
    assert root_of(reading(REFERENCE), size) == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_the_reference_inclusion_proofs(index: int, size: int, proof: tuple[bytes, ...]) -> None:
    assert inclusion_proof(reading(REFERENCE), index, size) == proof
    assert is_included(REFERENCE[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_the_reference_consistency_proofs(
    first: int, second: int, proof: tuple[bytes, ...]
) -> None:
    assert consistency_proof(reading(REFERENCE), first, second) == proof
    assert is_consistent(first, ROOTS[first], second, ROOTS[second], proof)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_inclusion_proof_of_a_tree_is_the_standards_and_checks(size: int) -> None:
    assert root_of(READ, size) == TREES[size]
    for index in range(size):
        proof = inclusion_proof(READ, index, size)
        assert list(proof) == path(index, LEAVES[:size])
        assert is_included(LEAVES[index], index, size, proof, TREES[size])


@pytest.mark.parametrize("second", range(1, MOST + 1))
def test_every_consistency_proof_is_the_standards_and_checks(second: int) -> None:
    for first in range(1, second + 1):
        proof = consistency_proof(READ, first, second)
        assert list(proof) == subproof(first, LEAVES[:second])
        assert is_consistent(first, TREES[first], second, TREES[second], proof)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 64, 65, 70])
def test_no_altered_inclusion_proof_checks(size: int) -> None:
    for index in range(size):
        leaf, root = LEAVES[index], TREES[size]
        proof = inclusion_proof(READ, index, size)
        for wrong in altered(proof):
            assert not is_included(leaf, index, size, wrong, root)
        for other in (index - 1, index + 1, index ^ 2, size, -1):
            assert not is_included(leaf, other, size, proof, root)
        for wrong_size in (0, size * 2, size // 2, 2**63, -size):
            assert not is_included(leaf, index, wrong_size, proof, root)
        assert not is_included(bytes(32), index, size, proof, root)
        assert not is_included(leaf, index, size, proof, bytes(32))
        assert not is_included(leaf, index, size, proof, root[:31])


@pytest.mark.parametrize("second", [2, 3, 8, 21, 64, 65])
def test_no_altered_consistency_proof_checks(second: int) -> None:
    for first in range(1, second):
        roots = TREES[first], TREES[second]
        proof = consistency_proof(READ, first, second)
        for wrong in (*altered(proof), ()):
            assert not is_consistent(first, roots[0], second, roots[1], wrong)
        for other in (first - 1, first + 1, second):
            assert not is_consistent(other, roots[0], second, roots[1], proof)
        assert not is_consistent(first, roots[0], second * 2, roots[1], proof)
        assert not is_consistent(first, roots[1], second, roots[0], proof)
        assert not is_consistent(first, bytes(32), second, roots[1], proof)
        assert not is_consistent(first, roots[0], second, bytes(32), proof)
        assert not is_consistent(second, roots[1], first, roots[0], proof)


def test_a_proof_of_a_wrong_length_fails_even_under_a_root_made_for_it() -> None:
    one, two, three, four = LEAVES[:4]
    short = hash_children(one, two)
    assert is_included(one, 0, 2, (two,), short)
    assert not is_included(one, 0, 4, (two,), short)
    assert not is_included(one, 0, 1, (two,), hash_children(two, one))
    assert not is_included(one, 0, 2, (two, three), hash_children(three, short))
    first = hash_children(short, three)
    second = hash_children(short, hash_children(three, four))
    proof = (three, four, short)
    assert is_consistent(3, first, 4, second, proof)
    assert not is_consistent(3, first, 8, second, proof)
    longer = hash_children(one, first), hash_children(one, second)
    assert not is_consistent(3, longer[0], 4, longer[1], (*proof, one))


def test_equal_sizes_are_consistent_only_with_equal_roots_and_no_proof() -> None:
    root = TREES[5]
    assert is_consistent(5, root, 5, root, ())
    assert not is_consistent(5, root, 5, TREES[6], ())
    assert not is_consistent(5, root, 5, root, (root,))


def test_nothing_is_consistent_with_an_empty_tree() -> None:
    assert not is_consistent(0, bytes(32), 5, TREES[5], ())
    assert not is_consistent(0, bytes(32), 0, bytes(32), ())


@given(SIZES, st.data())
def test_a_tree_with_one_other_leaf_is_not_consistent(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    changed = data.draw(st.integers(0, first - 1))
    forged = reading([*LEAVES[:changed], bytes(32), *LEAVES[changed + 1 :]])
    proof = consistency_proof(forged, first, second)
    assert not is_consistent(first, TREES[first], second, root_of(forged, second), proof)


@given(HASHES, NUMBERS, NUMBERS, st.binary(max_size=40), st.binary(max_size=40))
def test_made_up_proofs_are_false_without_an_error(
    proof: list[bytes], one: int, other: int, first: bytes, second: bytes
) -> None:
    assert not is_included(first, one, other, proof, second) or (first, one, other) == (
        second,
        0,
        1,
    )
    assert not is_consistent(one, first, other, second, proof) or (one, first) == (other, second)


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33), bytes(64)])
def test_hashes_of_another_length_prove_nothing_even_where_all_fits(wrong: bytes) -> None:
    good = LEAVES[0]
    assert not is_included(wrong, 0, 1, (), wrong)
    assert not is_included(good, 0, 2, (wrong,), hash_children(good, wrong))
    assert not is_included(wrong, 0, 2, (good,), hash_children(wrong, good))
    assert not is_consistent(5, wrong, 5, wrong, ())
    assert not is_consistent(1, good, 2, hash_children(good, wrong), (wrong,))
    assert not is_consistent(1, wrong, 2, hash_children(wrong, good), (good,))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (-1, 5), (0, 2**63), (0, -1)])
def test_a_leaf_that_a_tree_does_not_have_is_refused(index: int, size: int) -> None:
    with pytest.raises(BadInput):
        inclusion_proof(READ, index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 1), (2, 1), (-1, 1), (1, 2**63)])
def test_consistency_with_a_smaller_or_empty_tree_is_refused(first: int, second: int) -> None:
    with pytest.raises(BadInput):
        consistency_proof(READ, first, second)


def test_an_empty_tree_has_no_root() -> None:
    with pytest.raises(BadInput, match="between 1"):
        root_of(reading([]), 0)


def test_a_tree_that_is_larger_than_its_leaves_is_refused() -> None:
    with pytest.raises(BadInput, match="no such complete subtree"):
        root_of(reading(LEAVES[:5]), 6)


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_hashes_of_another_length_are_refused(wrong: bytes) -> None:
    with pytest.raises(BadInput, match="32 bytes"):
        reading([bytes(32), wrong])
    with pytest.raises(BadInput, match="32 bytes"):
        root_of(lambda *_: wrong, 3)


@given(st.integers(1, 2**63 - 1))
def test_the_right_edge_covers_a_tree_without_gap(size: int) -> None:
    end = 0
    for level, index in complete_subtrees(size):
        assert index << level == end
        end += 1 << level
    assert end == size
