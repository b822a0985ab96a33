from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.frontier import Frontier, frontier_of
from certificates.log import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    reading,
    root_of,
)
from certificates.tiles import (
    EntryBundle,
    Tile,
    TileHash,
    hash_of_tile,
    new_bundles,
    new_tiles,
    read_entries,
    read_path,
    reading_tiles,
    tile_bytes,
    tile_hashes,
    write_entries,
)
from tests.certificates.merkle import leaves, tree_hash

MANY = 70_000
LEAVES = leaves(MANY)
WHOLE = reading(LEAVES)
FEW = st.integers(1, 1500)
SIZES = FEW | st.sampled_from([256, 512, 65_535, 65_536, 65_537, MANY])


def tile_files(size: int, old_size: int = 0) -> dict[str, bytes]:
    """Return the tiles of the log at a size that it did not have at an older one."""
    return {tile.path: tile_bytes(WHOLE, tile) for tile in new_tiles(old_size, size)}


def test_the_specifications_tree_of_70000() -> None:
    widths = [(tile.level, tile.width) for tile in new_tiles(0, 70_000)]
    assert widths == [(0, 256)] * 273 + [(0, 112), (1, 256), (1, 17), (2, 1)]


def test_the_specifications_tree_of_256() -> None:
    assert list(new_tiles(0, 256)) == [Tile(0, 0), Tile(1, 0, 1)]


def test_the_specifications_path() -> None:
    assert Tile(3, 1_234_067).path == "tile/3/x001/x234/067"
    assert Tile(0, 273, 112).path == "tile/0/273.p/112"
    assert EntryBundle(1_234_067, 5).path == "tile/entries/x001/x234/067.p/5"


@given(st.integers(0, 63), st.integers(0, 2**50), st.integers(1, 256))
def test_a_path_reads_back(level: int, index: int, width: int) -> None:
    assert read_path(Tile(level, index, width).path) == Tile(level, index, width)
    assert read_path(EntryBundle(index, width).path) == EntryBundle(index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "/tile/0/000",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000\n",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/entries/000.p/300",
    ],
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match="no file of this name"):
        read_path(path)


@given(st.text("tile/entrisxp.0123456789", max_size=30))
def test_a_path_is_refused_or_its_own(path: str) -> None:
    try:
        named = read_path(path)
    except BadInput:
        return
    assert named.path == path


@settings(max_examples=50, deadline=None)
@given(SIZES, st.data())
def test_proofs_out_of_tiles_equal_the_direct_ones(size: int, data: st.DataObject) -> None:
    exist = {tile.path for tile in new_tiles(0, size)}
    taken: list[str] = []

    def fetch(path: str) -> bytes:
        assert path in exist
        taken.append(path)
        tile = read_path(path)
        assert isinstance(tile, Tile)
        return tile_bytes(WHOLE, tile)

    read = reading_tiles(fetch, size)
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    levels = max(tile.level for tile in new_tiles(0, size)) + 1
    proof = inclusion_proof(read, index, size)
    assert proof == inclusion_proof(WHOLE, index, size)
    assert len(taken) <= 2 * levels
    assert consistency_proof(read, first, size) == consistency_proof(WHOLE, first, size)
    root = root_of(read, size)
    assert root == root_of(WHOLE, size)
    assert is_included(LEAVES[index], index, size, proof, root)
    assert frontier_of(read, size) == frontier_of(WHOLE, size)


def test_a_root_out_of_tiles_is_the_standards() -> None:
    read = reading_tiles(tile_files(700).__getitem__, 700)
    assert root_of(read, 700) == tree_hash(LEAVES[:700])


@settings(max_examples=50, deadline=None)
@given(FEW, FEW)
def test_tiles_kept_as_a_log_grows_are_those_of_the_whole(one: int, other: int) -> None:
    old, size = sorted((one, other))
    files, new = tile_files(old), tile_files(size, old)
    assert old == size or new
    assert not new.keys() & files.keys()
    assert tile_files(size).items() <= (files | new).items()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=4))
def test_hashes_kept_one_by_one_make_the_tiles(pieces: list[int]) -> None:
    log, kept = Frontier(), dict[tuple[int, int], bytes]()
    for piece in pieces:
        log, hashes = log.append(LEAVES[log.size : log.size + piece])
        kept |= {(level, position): value for level, position, value in tile_hashes(hashes)}
    for tile in new_tiles(0, log.size):
        positions = range(tile.first, tile.first + tile.width)
        stored = b"".join(kept[tile.level, position] for position in positions)
        assert stored == tile_bytes(WHOLE, tile)
    assert len(kept) == log.size + (log.size >> 8)


def test_a_full_tile_gives_a_hash_to_the_level_above() -> None:
    lower = tile_bytes(WHOLE, Tile(0, 3))
    assert hash_of_tile(lower) == tree_hash(LEAVES[768:1024])
    assert tile_bytes(WHOLE, Tile(1, 0, 5))[96:128] == hash_of_tile(lower)
    grown = Frontier().append(LEAVES[:1024])
    assert tile_hashes(grown.hashes)[-1] == TileHash(1, 3, hash_of_tile(lower))
    with pytest.raises(BadInput, match="full tile"):
        hash_of_tile(lower[32:])


def test_a_wider_state_of_a_tile_is_as_good() -> None:
    wider = {path.partition(".p/")[0]: data for path, data in tile_files(1000).items()}
    read = reading_tiles(lambda path: wider[path.partition(".p/")[0]], 900)
    assert root_of(read, 900) == root_of(WHOLE, 900)


@pytest.mark.parametrize("length", [0, 1, 31, 31 * 32, 44 * 32 + 1, 257 * 32])
def test_a_tile_of_a_wrong_length_is_refused(length: int) -> None:
    with pytest.raises(BadInput, match="length"):
        root_of(reading_tiles(lambda _: bytes(length), 300), 300)


@pytest.mark.parametrize("place", [(0, 300), (8, 1), (0, -1), (-1, 0), (9, 0)])
def test_a_subtree_that_is_not_complete_is_refused(place: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="no such complete subtree"):
        reading_tiles(tile_files(300).__getitem__, 300)(*place)


def test_an_empty_log_has_no_tiles_and_cannot_be_read() -> None:
    assert (list(new_tiles(0, 0)), list(new_bundles(0, 0))) == ([], [])
    with pytest.raises(BadInput, match="between 1"):
        reading_tiles(lambda _: b"", 0)


def test_tiles_that_lie_give_no_proof() -> None:
    files = {path: bytes(len(data)) for path, data in tile_files(600).items()}
    lying = reading_tiles(files.__getitem__, 600)
    root = root_of(WHOLE, 600)
    assert not is_included(LEAVES[7], 7, 600, inclusion_proof(lying, 7, 600), root)
    proof = consistency_proof(lying, 300, 600)
    assert not is_consistent(300, root_of(WHOLE, 300), 600, root, proof)


def test_the_bundles_of_a_growing_log() -> None:
    assert list(new_bundles(0, 600)) == [EntryBundle(0), EntryBundle(1), EntryBundle(2, 88)]
    assert list(new_bundles(256, 600)) == [EntryBundle(1), EntryBundle(2, 88)]
    assert list(new_bundles(300, 301)) == [EntryBundle(1, 45)]
    assert list(new_bundles(300, 300)) == []
    sizes = [bundle.first for bundle in new_bundles(0, 600)]
    assert {after - before for before, after in pairwise(sizes)} == {256}


def test_a_bundle_is_entries_after_their_lengths() -> None:
    assert write_entries([b"", b"a", b"b" * 300]) == b"\x00\x00\x00\x01a\x01\x2c" + b"b" * 300


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entries_read_back(entries: list[bytes]) -> None:
    assert read_entries(write_entries(entries), len(entries)) == tuple(entries)


@pytest.mark.parametrize(
    ("data", "width"),
    [
        (b"", 1),
        (b"\x00\x00", 0),
        (b"\x00", 1),
        (b"\x00\x02a", 1),
        (b"\x00\x01ab", 1),
        (b"\x00\x01a\x00", 2),
        (b"\x00\x01a\x00\x01b", 1),
    ],
)
def test_a_bundle_with_more_or_less_is_refused(data: bytes, width: int) -> None:
    with pytest.raises(BadInput, match=f"exactly {width} whole entries"):
        read_entries(data, width)


@given(st.binary(max_size=60), st.integers(0, 256))
def test_a_bundle_is_refused_or_its_own(data: bytes, width: int) -> None:
    try:
        entries = read_entries(data, width)
    except BadInput:
        return
    assert write_entries(entries) == data


def test_an_entry_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadInput, match="65,536"):
        write_entries([bytes(65_536)])
