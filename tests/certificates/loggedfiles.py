"""A small log as the files that it publishes, honest or not, for tests of those who check it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.checkpoint import Checkpoint, sign_checkpoint
from certificates.leaves import Leaf, LeafType, leaf_bytes
from certificates.log import hash_leaf, reading, root_of
from certificates.notes import KeyKind, VerifierKey, verifier_key
from certificates.tiles import new_bundles, new_tiles, tile_bytes, write_entries

ORIGIN = "label.example/log"
BEGUN = datetime(2026, 5, 28, 12, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY: VerifierKey = verifier_key(ORIGIN, KeyKind.NOTE, PRIVATE)


def entry(number: int) -> bytes:
    """Return an entry that is like no other."""
    file = sha256(str(number).encode()).hexdigest()
    at = BEGUN + timedelta(seconds=number)
    return leaf_bytes(Leaf(LeafType.DOCUMENT, at, "k7Qm2xV9tRab", file_sha256=file))


def signed(entries: list[bytes], private: Ed25519PrivateKey = PRIVATE) -> bytes:
    """Return the signed checkpoint of a log with these entries."""
    root = root_of(reading([hash_leaf(one) for one in entries]), len(entries))
    return sign_checkpoint(Checkpoint(ORIGIN, len(entries), root), private)


@dataclass
class LoggedFiles:
    """Every file of a log with these entries, by its path; `asked` has those that were fetched."""

    entries: list[bytes]
    files: dict[str, bytes] = field(init=False)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Write the files."""
        size = len(self.entries)
        read = reading([hash_leaf(one) for one in self.entries])
        self.files = {tile.path: tile_bytes(read, tile) for tile in new_tiles(0, size)}
        for bundle in new_bundles(0, size):
            some = self.entries[bundle.first : bundle.first + bundle.width]
            self.files[bundle.path] = write_entries(some)
        self.files["checkpoint"] = signed(self.entries)

    def __call__(self, path: str) -> bytes:
        """Return one file."""
        self.asked.append(path)
        return self.files[path]

    @property
    def note(self) -> bytes:
        """Return the signed checkpoint."""
        return self.files["checkpoint"]


def log_of(count: int) -> LoggedFiles:
    """Return the files of an honest log with this many entries."""
    return LoggedFiles([entry(number) for number in range(count)])
