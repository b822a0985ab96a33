"""Signed notes (C2SP signed-note) with Ed25519: keys as texts, notes taken apart and put together.

A note is text that ends its lines, an empty line, and lines with signatures.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from certificates.canonical import from_base64, to_base64
from certificates.errors import BadInput

LARGEST_NOTE = 2**20
MOST_SIGNATURES = 100

_KEY_ID_SIZE = 4
_PUBLIC_SIZE = 32
_SIGNATURE_SIZE = 64
_DASH = "— "
_KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class KeyKind(IntEnum):
    """What a key signs: notes as they are, or checkpoints with the time of a witness."""

    NOTE = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """An Ed25519 public key with its name; name and id together say which key it is."""

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.public) != _PUBLIC_SIZE:
            raise BadInput("A note's key needs a name without spaces and plus, and 32 bytes.")

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which signatures refer to the key."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:_KEY_ID_SIZE]

    @property
    def vkey(self) -> str:
        """Return the key as text, to be handed out and pinned: name+id+base64."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(self._typed())}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Say whether the key made this signature of 64 bytes over the message."""
        if len(signature) != _SIGNATURE_SIZE:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _typed(self) -> bytes:
        return bytes([self.kind]) + self.public


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature of a note: what `payload` means depends on the kind of the key."""

    name: str
    key_id: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A note whose signatures nobody has checked yet."""

    text: bytes
    signatures: tuple[NoteSignature, ...]


def is_name(name: str) -> bool:
    """Say whether a key can have this name: no spaces, no plus, nothing unprintable."""
    return bool(name) and not any(
        character.isspace() or character == "+" or not character.isprintable() for character in name
    )


def verifier_key(name: str, kind: KeyKind, private_key: Ed25519PrivateKey) -> VerifierKey:
    """Return the public side of a key under this name; raise BadInput for an impossible name."""
    return VerifierKey(name, kind, private_key.public_key().public_bytes_raw())


def read_vkey(text: str) -> VerifierKey:
    """Return the key in a vkey text; raise BadInput for a wrong id, kind, length or spelling."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = from_base64(encoded, "The key in a vkey")
    if not typed or typed[0] not in set(KeyKind) or not _KEY_ID.fullmatch(key_id):
        raise BadInput("A vkey must be of the form name+id+base64 of an Ed25519 key.")
    key = VerifierKey(name, KeyKind(typed[0]), typed[1:])
    if key.key_id.hex() != key_id:
        raise BadInput(f"The vkey of {name!r} has an id that is not its key's.")
    return key


def write_note(text: bytes, signatures: Iterable[NoteSignature]) -> bytes:
    """Return the note with this text, which must end its last line, and these signatures."""
    lines = [
        f"{_DASH}{one.name} {to_base64(one.key_id + one.payload)}\n".encode() for one in signatures
    ]
    note = text + b"\n" + b"".join(lines)
    read_note(note)
    return note


def read_note(data: bytes) -> Note:
    """Take a note apart; raise BadInput for whatever is not one, to the last byte.

    Nothing in it is to be believed before a signature is checked.
    """
    text, mark, ending = _text_of(data).rpartition("\n\n")
    if not mark or not ending.endswith("\n"):
        raise BadInput("A signed note has a text, an empty line and signatures.")
    lines = ending.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise BadInput(f"A signed note has at most {MOST_SIGNATURES} signatures.")
    return Note(f"{text}\n".encode(), tuple(_read_signature(line) for line in lines))


def _text_of(data: bytes) -> str:
    if len(data) > LARGEST_NOTE:
        raise BadInput("A signed note is at most 1 MB long.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise BadInput("A signed note is UTF-8 text.") from problem
    if _CONTROL.search(text):
        raise BadInput("A signed note has no control characters but the ends of its lines.")
    return text


def _read_signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not is_name(name):
        raise BadInput("A signature line has a dash, a name and base64.")
    signed = from_base64(encoded, "The signature of a note")
    if len(signed) <= _KEY_ID_SIZE:
        raise BadInput("The signature of a note is too short.")
    return NoteSignature(name, signed[:_KEY_ID_SIZE], signed[_KEY_ID_SIZE:])
