"""The application's own secret: sealing what must not lie open, signing what must come back."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

_SECRET_BYTES = 32

_installed: list["Vault"] = []


class Vault:
    """Seals and signs with one secret, each purpose with a key of its own."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < _SECRET_BYTES:
            raise ValueError("the application's secret is too short")
        self._secret = secret

    @classmethod
    def in_folder(cls, folder: Path) -> "Vault":
        """Open the vault whose secret lies in a folder; make one at the first start (mode 0600)."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / "application.secret"
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(file.read_bytes())
        secret = secrets.token_bytes(_SECRET_BYTES)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secret)
            stream.flush()
            os.fsync(stream.fileno())
        return cls(secret)

    def _key(self, purpose: str) -> bytes:
        return hmac.digest(self._secret, purpose.encode(), "sha256")

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key(f"seal:{purpose}")))

    def seal(self, purpose: str, content: bytes) -> bytes:
        """Encrypt for one purpose."""
        return self._fernet(purpose).encrypt(content)

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for the same purpose; raise ValueError for anything else."""
        try:
            return self._fernet(purpose).decrypt(sealed)
        except InvalidToken:
            raise ValueError("this was not sealed here") from None

    def sign(self, purpose: str, content: str) -> str:
        """Return a signature (hex) of a text for one purpose."""
        return hmac.digest(self._key(f"sign:{purpose}"), content.encode(), "sha256").hex()

    def signed(self, purpose: str, content: str, signature: str) -> bool:
        """Say whether the signature is ours, in constant time."""
        return hmac.compare_digest(self.sign(purpose, content).encode(), signature.encode())


def install(vault: Vault) -> None:
    """Make a vault the one in use."""
    _installed[:] = [vault]


def vault() -> Vault:
    """Return the vault in use; raise RuntimeError where none was installed."""
    if not _installed:
        raise RuntimeError("no vault is installed")
    return _installed[0]


def new_token() -> str:
    """Return a fresh unguessable token (256 bit) for an address or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Return what the database keeps of a token: it cannot be turned back."""
    return hashlib.sha256(token.encode()).digest()
