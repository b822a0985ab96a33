import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.frontier import Frontier, SubtreeHash, frontier_of
from certificates.log import reading
from tests.certificates.merkle import leaves, tree_hash

LEAVES = leaves(300)
READ = reading(LEAVES)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=7))
def test_growing_piece_by_piece_gives_the_whole_tree(pieces: list[int]) -> None:
    log, kept = Frontier(), dict[tuple[int, int], bytes]()
    for piece in pieces:
        log, hashes = log.append(LEAVES[log.size : log.size + piece])
        for level, position, value in hashes:
            assert (level, position) not in kept
            kept[level, position] = value
    assert log.size == sum(pieces)
    assert kept == {
        (level, position): READ(level, position)
        for level in range(9)
        for position in range(log.size >> level)
    }
    if log.size:
        assert log.root() == tree_hash(LEAVES[: log.size])
    assert frontier_of(lambda level, position: kept[level, position], log.size) == log


def test_appending_needs_the_right_edge_only() -> None:
    size = 2**40 + 1
    edge = Frontier(size, (b"l" * 32, b"r" * 32))
    grown, hashes = edge.append([b"n" * 32])
    assert [one[:2] for one in hashes] == [(0, size), (1, size >> 1)]
    assert grown == Frontier(size + 1, (b"l" * 32, hashes[1].hash))


def test_one_leaf_completes_itself() -> None:
    assert Frontier().append([LEAVES[0]]) == (
        Frontier(1, (LEAVES[0],)),
        (SubtreeHash(0, 0, LEAVES[0]),),
    )


def test_an_empty_log_has_no_root() -> None:
    with pytest.raises(BadInput, match="between 1"):
        Frontier().root()


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(1, ()), (0, (bytes(32),)), (2, (bytes(32), bytes(32))), (-1, (bytes(32),)), (2**63, ())],
)
def test_an_edge_that_does_not_fit_is_refused(size: int, hashes: tuple[bytes, ...]) -> None:
    with pytest.raises(BadInput, match="right edge"):
        Frontier(size, hashes)


def test_hashes_of_another_length_are_refused() -> None:
    with pytest.raises(BadInput, match="32 bytes"):
        Frontier(1, (b"short",))
    with pytest.raises(BadInput, match="32 bytes"):
        Frontier().append([bytes(32), bytes(31)])
