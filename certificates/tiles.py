"""The log as static files (C2SP tlog-tiles): their names, what is in them, proofs out of them.

A tile has up to 256 hashes side by side: at level 0 of leaves, above of whole tiles below. An
entry bundle has the entries themselves. A tile's hashes never change; only its width grows.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from certificates.errors import BadInput
from certificates.frontier import SubtreeHash
from certificates.log import HASH_SIZE, LARGEST_SIZE, ReadHash, checked_size, reading

WIDTH = 256
HEIGHT = 8
LARGEST_ENTRY = 2**16 - 1

Fetch = Callable[[str], bytes]
"""Return the file with this path; a wider state of the same tile is as good."""

_PATH = re.compile(
    r"tile/(?P<level>entries|\d{1,2})/(?P<index>(?:x\d{3}/){0,6}\d{3})(?:\.p/(?P<width>\d{1,3}))?",
    re.ASCII,
)
_TOP_LEVEL = 63
_TILES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Tile:
    """The index-th tile of a level, with the hashes from `first` on, `width` of them."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def first(self) -> int:
        """Return the position of its first hash among those of the level."""
        return self.index * WIDTH

    @property
    def path(self) -> str:
        """Return its path below the log's address."""
        return f"tile/{self.level}/{_spelled(self.index, self.width)}"


@dataclass(frozen=True, slots=True)
class EntryBundle:
    """The index-th bundle of entries, with those from `first` on, `width` of them."""

    index: int
    width: int = WIDTH

    @property
    def first(self) -> int:
        """Return the number of its first entry in the log."""
        return self.index * WIDTH

    @property
    def path(self) -> str:
        """Return its path below the log's address."""
        return f"tile/entries/{_spelled(self.index, self.width)}"


class TileHash(NamedTuple):
    """One hash of a tile: the one at this position among all hashes of the tiles' level."""

    level: int
    position: int
    hash: bytes


def read_path(path: str) -> Tile | EntryBundle:
    """Return what a path names; raise BadInput for anything but the one spelling of a name."""
    found = _PATH.fullmatch(path)
    if not found:
        raise BadInput("The log has no file of this name.")
    index = int(found["index"].replace("x", "").replace("/", ""))
    width = int(found["width"] or WIDTH)
    named: Tile | EntryBundle
    if found["level"] == "entries":
        named = EntryBundle(index, width)
    else:
        named = Tile(int(found["level"]), index, width)
        if named.level > _TOP_LEVEL:
            raise BadInput("The log has no file of this name.")
    if named.path != path or not 1 <= width <= WIDTH or named.first + width > LARGEST_SIZE:
        raise BadInput("The log has no file of this name.")
    return named


def new_tiles(old_size: int, size: int) -> Iterator[Tile]:
    """Yield the tiles that a log has at this size and did not have at the old one (0 for all)."""
    level = 0
    while count := size >> HEIGHT * level:
        for index, width in _cut(old_size >> HEIGHT * level, count):
            yield Tile(level, index, width)
        level += 1


def new_bundles(old_size: int, size: int) -> Iterator[EntryBundle]:
    """Yield the entry bundles that a log has at this size and did not have at the old one."""
    for index, width in _cut(old_size, size):
        yield EntryBundle(index, width)


def tile_hashes(hashes: Iterable[SubtreeHash]) -> tuple[TileHash, ...]:
    """Return, of the subtrees that became complete, those whose hashes stand in tiles."""
    return tuple(
        TileHash(level // HEIGHT, position, value)
        for level, position, value in hashes
        if level % HEIGHT == 0
    )


def tile_bytes(read: ReadHash, tile: Tile) -> bytes:
    """Return the tile's content: its hashes one after the other."""
    positions = range(tile.first, tile.first + tile.width)
    return b"".join(read(HEIGHT * tile.level, position) for position in positions)


def hash_of_tile(data: bytes) -> bytes:
    """Return the one hash that a full tile adds to the level above; raise BadInput otherwise."""
    if len(data) != WIDTH * HASH_SIZE:
        raise BadInput("Only a full tile has a hash in the level above.")
    return reading(_hashes(data))(HEIGHT, 0)


def reading_tiles(fetch: Fetch, size: int) -> ReadHash:
    """Return a reader of a log of this size, which must not be empty, out of its tiles.

    A proof takes at most two tiles of each level. What a stranger's tiles say is to be believed
    only as far as a proof from them checks against a checkpoint. The reader raises BadInput for
    tiles of a wrong length and for subtrees that this log does not have.
    """
    checked_size(size)

    @lru_cache(maxsize=_TILES_KEPT)
    def tile_reader(level: int, index: int) -> ReadHash:
        width = min(WIDTH, (size >> HEIGHT * level) - index * WIDTH)
        data = fetch(Tile(level, index, width).path)
        if not width * HASH_SIZE <= len(data) <= WIDTH * HASH_SIZE or len(data) % HASH_SIZE:
            raise BadInput("A tile of the log has not the length that it must have.")
        return reading(_hashes(data))

    def read(level: int, index: int) -> bytes:
        if level < 0 or not 0 <= index < size >> level:
            raise BadInput("The log has no such complete subtree.")
        tile_level, height = divmod(level, HEIGHT)
        tile, within = divmod(index, WIDTH >> height)
        return tile_reader(tile_level, tile)(height, within)

    return read


def write_entries(entries: Iterable[bytes]) -> bytes:
    """Return entries as a bundle: each after its length in two bytes, the higher one first."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise BadInput("An entry of the log must be shorter than 65,536 bytes.")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def read_entries(data: bytes, width: int) -> tuple[bytes, ...]:
    """Return the entries of a bundle; raise BadInput where there are not exactly `width`."""
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) < width:
        begin = at + 2
        at = begin + int.from_bytes(data[at:begin], "big")
        entries.append(data[begin:at])
    if at != len(data) or len(entries) != width:
        raise BadInput(f"An entry bundle of the log has not exactly {width} whole entries.")
    return tuple(entries)


def _cut(old_count: int, count: int) -> Iterator[tuple[int, int]]:
    """Yield index and width of the tiles over this many hashes, from the first that grew."""
    if old_count < count:
        for index in range(old_count // WIDTH, -(-count // WIDTH)):
            yield index, min(WIDTH, count - index * WIDTH)


def _spelled(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    suffix = "" if width == WIDTH else f".p/{width}"
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]]) + suffix


def _hashes(data: bytes) -> list[bytes]:
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]
