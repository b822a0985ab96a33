"""The keys apart from everything else: exported under a passphrase, brought back by it."""

import base64
import hashlib
import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_PURPOSE = b"labelling keys 1"
_SHORTEST = 12


class BadKeyring(Exception):
    """The key ring cannot be opened or written; the sentence says why."""


def fingerprint(folder: Path) -> str:
    """Return a hash over all key files, so that an archive can name the ring it belongs to."""
    digest = hashlib.sha256()
    for name, content in _files(folder).items():
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def export(folder: Path, passphrase: str) -> bytes:
    """Return all keys, encrypted (scrypt, AES-256-GCM); raise BadKeyring for a short passphrase."""
    if len(passphrase) < _SHORTEST:
        raise BadKeyring(f"The passphrase needs at least {_SHORTEST} characters.")
    salt, nonce = os.urandom(16), os.urandom(12)
    plain = json.dumps(
        {name: base64.b64encode(content).decode() for name, content in _files(folder).items()}
    ).encode()
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, _PURPOSE)


def bring_back(ring: bytes, passphrase: str, folder: Path) -> None:
    """Write the keys of a ring into an empty folder; raise BadKeyring if it does not open."""
    salt, nonce, sealed = ring[:16], ring[16:28], ring[28:]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, _PURPOSE)
    except (InvalidTag, ValueError):
        raise BadKeyring("The key ring does not open with this passphrase.") from None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadKeyring(f"There are keys in {folder} already.")
    for name, content in json.loads(plain).items():
        file = folder / Path(name).name
        file.touch(mode=0o600)
        file.write_bytes(base64.b64decode(content))


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
