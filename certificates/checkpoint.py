"""Checkpoints (C2SP tlog-checkpoint): the log's size and root, signed by the log.

Outside witnesses add the time at which they had seen the log grow properly (C2SP
tlog-cosignature, `cosignature/v1`). Without one the time in the log is the issuer's word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.canonical import from_base64, from_decimal, to_base64
from certificates.errors import BadInput
from certificates.log import checked_hash, checked_size
from certificates.notes import (
    KeyKind,
    Note,
    NoteSignature,
    VerifierKey,
    is_name,
    read_note,
    verifier_key,
    write_note,
)

_LINES = 3
_TIME_SIZE = 8


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log of this name had this many leaves and this root; never empty."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        checked_size(self.size)
        checked_hash(self.root)
        if not is_name(self.origin):
            raise BadInput("A log's name has no spaces and no plus, like the name of its key.")

    @property
    def text(self) -> bytes:
        """Return the three lines that get signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness whose key is known had seen the log at this state at this time."""

    witness: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint with the known keys of the log that signed it and the known witnesses."""

    checkpoint: Checkpoint
    signed_by: tuple[VerifierKey, ...]
    cosigned: tuple[Cosignature, ...]


def sign_checkpoint(checkpoint: Checkpoint, private_key: Ed25519PrivateKey) -> bytes:
    """Return the checkpoint as a note signed by the log; the key's name is the log's.

    Who signs must never sign two checkpoints of which neither is consistent with the other.
    """
    key = verifier_key(checkpoint.origin, KeyKind.NOTE, private_key)
    signature = NoteSignature(key.name, key.key_id, private_key.sign(checkpoint.text))
    return write_note(checkpoint.text, [signature])


def cosign(note: bytes, witness: str, private_key: Ed25519PrivateKey, at: datetime) -> bytes:
    """Return the note with a witness's signature and time (whole seconds) added.

    The witness has checked the log's signature and its consistency before.
    """
    parsed = read_note(note)
    read_text(parsed)
    if at.tzinfo is None:
        raise BadInput("The time of a cosignature needs its time zone.")
    seconds = int(at.timestamp())
    if seconds < 0:
        raise BadInput("The time of a cosignature is not before 1970.")
    key = verifier_key(witness, KeyKind.COSIGNATURE, private_key)
    signed = private_key.sign(_cosigned_message(parsed.text, seconds))
    payload = seconds.to_bytes(_TIME_SIZE, "big") + signed
    return write_note(
        parsed.text, [*parsed.signatures, NoteSignature(witness, key.key_id, payload)]
    )


def read_checkpoint(note: bytes, keys: Iterable[VerifierKey]) -> SignedCheckpoint:
    """Return the checkpoint if a known key of the log signed it; raise BadInput otherwise.

    `keys` are the pinned ones, of the log and of witnesses. Signatures by others are ignored; one
    by a pinned key that does not check, or a second one by it, refuses the whole note. A key of
    another log says nothing about this one.
    """
    parsed = read_note(note)
    checkpoint = read_text(parsed)
    signed_by: list[VerifierKey] = []
    cosigned: list[Cosignature] = []
    seen: set[VerifierKey] = set()
    for key, payload in _by_known_keys(parsed, keys):
        if key in seen:
            raise BadInput(f"The checkpoint is signed twice by {key.name!r}.")
        seen.add(key)
        if key.kind is KeyKind.COSIGNATURE:
            cosigned.append(Cosignature(key.name, _time_of(key, parsed.text, payload)))
        elif not key.verifies(parsed.text, payload):
            raise _not_signed(key.name)
        elif key.name == checkpoint.origin:
            signed_by.append(key)
    if not signed_by:
        raise BadInput(f"The checkpoint of {checkpoint.origin!r} is not signed by a known key.")
    return SignedCheckpoint(checkpoint, tuple(signed_by), tuple(cosigned))


def read_text(note: Note) -> Checkpoint:
    """Return what a note claims, unchecked; raise BadInput for any other text than three lines.

    The specification allows further lines but advises against them; our log has none.
    """
    lines = note.text.decode("utf-8").removesuffix("\n").split("\n")
    if len(lines) != _LINES:
        raise BadInput("A checkpoint has three lines: name, size and root of the log.")
    origin, size, root = lines
    return Checkpoint(
        origin,
        from_decimal(size, "The size in a checkpoint"),
        from_base64(root, "The root in a checkpoint"),
    )


def _by_known_keys(note: Note, keys: Iterable[VerifierKey]) -> Iterable[tuple[VerifierKey, bytes]]:
    known = {(key.name, key.key_id): key for key in keys}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key:
            yield key, signature.payload


def _time_of(key: VerifierKey, text: bytes, payload: bytes) -> datetime:
    seconds = int.from_bytes(payload[:_TIME_SIZE], "big")
    if not key.verifies(_cosigned_message(text, seconds), payload[_TIME_SIZE:]):
        raise _not_signed(key.name)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise BadInput(f"The cosignature by {key.name!r} has no possible time.") from problem


def _cosigned_message(text: bytes, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n".encode() + text


def _not_signed(name: str) -> BadInput:
    return BadInput(f"The signature by {name!r} is not of this checkpoint.")
