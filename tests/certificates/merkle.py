"""The Merkle tree once more, straight from the recursive definitions of RFC 9162, slow and plain.

With the reference vectors of Certificate Transparency: the eight leaves, roots and proofs of
`testonly/constants.go` and `proof/verify_test.go` in github.com/transparency-dev/merkle (Apache
2.0), first published in google/certificate-transparency, `merkletree/merkle_tree_test.cc`.
"""

from hashlib import sha256

ENTRIES = [
    bytes.fromhex(digits)
    for digits in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = {
    size: bytes.fromhex(digits)
    for size, digits in enumerate(
        (
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
        start=1,
    )
}
_LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
_LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
_0_1 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_0_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def _hashes(*digits: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(one) for one in digits)


INCLUSION = [  # index of the leaf, size of the tree, proof
    (0, 1, ()),
    (0, 8, _hashes(_LEAF_1, _2_3, _4_7)),
    (5, 8, _hashes(_LEAF_4, _6_7, _0_3)),
    (2, 3, _hashes(_0_1)),
    (1, 5, _hashes(_LEAF_0, _2_3, _LEAF_4)),
]
CONSISTENCY = [  # first size, second size, proof
    (1, 1, ()),
    (1, 8, _hashes(_LEAF_1, _2_3, _4_7)),
    (6, 8, _hashes(_4_5, _6_7, _0_3)),
    (2, 5, _hashes(_2_3, _LEAF_4)),
    (6, 7, _hashes(_4_5, _LEAF_6, _0_3)),
]


def leaf(number: int) -> bytes:
    """Return the leaf hash of a made-up entry."""
    return sha256(b"\x00" + b"entry %d" % number).digest()


def leaves(count: int) -> list[bytes]:
    """Return the leaf hashes of so many made-up entries."""
    return [leaf(number) for number in range(count)]


def tree_hash(hashes: list[bytes]) -> bytes:
    """Return MTH (RFC 9162, section 2.1.1)."""
    if len(hashes) == 1:
        return hashes[0]
    middle = _split(len(hashes))
    return sha256(b"\x01" + tree_hash(hashes[:middle]) + tree_hash(hashes[middle:])).digest()


def path(index: int, hashes: list[bytes]) -> list[bytes]:
    """Return PATH (RFC 9162, section 2.1.3.1)."""
    if len(hashes) == 1:
        return []
    middle = _split(len(hashes))
    if index < middle:
        return [*path(index, hashes[:middle]), tree_hash(hashes[middle:])]
    return [*path(index - middle, hashes[middle:]), tree_hash(hashes[:middle])]


def subproof(first: int, hashes: list[bytes], whole: bool = True) -> list[bytes]:
    """Return SUBPROOF (RFC 9162, section 2.1.4.1)."""
    if first == len(hashes):
        return [] if whole else [tree_hash(hashes)]
    middle = _split(len(hashes))
    if first <= middle:
        return [*subproof(first, hashes[:middle], whole), tree_hash(hashes[middle:])]
    return [*subproof(first - middle, hashes[middle:], False), tree_hash(hashes[:middle])]


def _split(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power
