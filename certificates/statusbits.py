"""The bits of a status list (W3C Bitstring Status List 1.0): packed, unpacked, handed out."""

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from certificates.canonical import from_base64url, to_base64url
from certificates.errors import BadInput

LIST_LENGTH = 131_072
"""The least number of entries: fewer would show whose status somebody asks for."""

LONGEST_LIST = 8 * LIST_LENGTH
LONGEST_ENCODED = LONGEST_LIST // 8 * 4 // 3 + 1024

_GZIP = 16 + zlib.MAX_WBITS
_MULTIBASE = "u"


@dataclass(frozen=True, slots=True)
class Bits:
    """A list's bits; entry 0 is the most significant bit of the first byte."""

    data: bytes

    @property
    def length(self) -> int:
        """Return the number of entries."""
        return len(self.data) * 8

    def is_set(self, index: int) -> bool:
        """Say whether the entry is set; raise BadInput where the list has none of this index."""
        if not 0 <= index < self.length:
            raise BadInput("The status list has no entry of this index.")
        return bool(self.data[index // 8] & 0x80 >> index % 8)


def bits_of(indices: Iterable[int], length: int = LIST_LENGTH) -> Bits:
    """Return a list of this length with these entries set; raise BadInput outside it."""
    if length % 8 or not LIST_LENGTH <= length <= LONGEST_LIST:
        raise BadInput(f"A status list has from {LIST_LENGTH} to {LONGEST_LIST} entries.")
    data = bytearray(length // 8)
    for index in indices:
        if not 0 <= index < length:
            raise BadInput("The status list has no entry of this index.")
        data[index // 8] |= 0x80 >> index % 8
    return Bits(bytes(data))


def encode_bits(bits: Bits) -> str:
    """Return the list compressed as `encodedList`; equal lists, equal texts."""
    packer = zlib.compressobj(wbits=_GZIP)
    return _MULTIBASE + to_base64url(packer.compress(bits.data) + packer.flush())


def decode_bits(encoded: str) -> Bits:
    """Return the list in an `encodedList`; raise BadInput for anything malformed or too large."""
    if not encoded.startswith(_MULTIBASE) or len(encoded) > LONGEST_ENCODED:
        raise BadInput("A status list begins with u and is not over 180 kB long.")
    packed = from_base64url(encoded.removeprefix(_MULTIBASE), "The status list")
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        data = unpacker.decompress(packed, LONGEST_LIST // 8 + 1)
    except zlib.error as problem:
        raise BadInput("The status list is not whole gzip data.") from problem
    if not LIST_LENGTH <= len(data) * 8 <= LONGEST_LIST:
        raise BadInput(f"A status list has from {LIST_LENGTH} to {LONGEST_LIST} entries.")
    if not unpacker.eof or unpacker.unused_data:
        raise BadInput("The status list is not whole gzip data.")
    return Bits(data)


def free_index(used: Collection[int], random: Random, length: int = LIST_LENGTH) -> int:
    """Return an index that was never used, each with the same chance, so that it tells nothing.

    `used` are all that were ever handed out, a set; `random` is a `random.SystemRandom`. Raises
    BadInput from half full on: the next list's turn.
    """
    if 2 * len(used) >= length:
        raise BadInput("The status list is half full; begin a new one.")
    while (index := random.randrange(length)) in used:
        pass
    return index
