"""Keys made here: at the first start, at a rotation, and in the ceremony of the root."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from certificates.authority import public_half, root_certificate, signing_certificate
from certificates.errors import BadInput
from certificates.keys import PublicKey, Purpose

PrivateKey: TypeAlias = EllipticCurvePrivateKey | Ed25519PrivateKey

SHORTEST_PASSPHRASE = 16
"""Characters; the file is meant to lie about for decades."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """Both halves of a key that was just made; the private one is shown nowhere."""

    public: PublicKey
    private: PrivateKey = field(repr=False)


def first_keys(owner: str, at: datetime, first: int = 1) -> tuple[NewKey, ...]:
    """Make one key for each purpose, the root first, all counting from the log's size `first`.

    The owner's name stands in the certificates (a demo's says that it is one). The caller sets
    the root's private half apart: `encrypted_pem`, then off this machine.
    """
    root = new_root(owner, at, first)
    return (
        root,
        new_pdf_key(root, owner, at, first),
        *(new_key(purpose, at, first) for purpose in _BARE),
    )


def new_root(owner: str, at: datetime, first: int) -> NewKey:
    """Make a root with its self-signed certificate."""
    private = generate_private_key(SECP256R1())
    chain = (root_certificate(private, owner, at),)
    return NewKey(_public(Purpose.ROOT, private, at, first, chain), private)


def new_pdf_key(root: NewKey, owner: str, at: datetime, first: int) -> NewKey:
    """Make a key that signs PDFs (ECDSA P-256), vouched for by the root."""
    private = generate_private_key(SECP256R1())
    if not isinstance(root.private, EllipticCurvePrivateKey):
        raise BadInput("Only a root vouches for a key that signs PDFs.")
    (anchor,) = root.public.chain
    leaf = signing_certificate(anchor, root.private, private.public_key(), owner, at)
    return NewKey(_public(Purpose.PDF, private, at, first, (leaf, anchor)), private)


def new_key(purpose: Purpose, at: datetime, first: int) -> NewKey:
    """Make an Ed25519 key for credentials, status lists or checkpoints."""
    private = Ed25519PrivateKey.generate()
    return NewKey(_public(purpose, private, at, first), private)


def encrypted_pem(key: PrivateKey, passphrase: str) -> bytes:
    """Return a private key as PKCS #8 under a passphrase of 16 characters or more."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput(f"The passphrase needs {SHORTEST_PASSPHRASE} characters or more.")
    return _pem(key, BestAvailableEncryption(passphrase.encode("utf-8")))


def plain_pem(key: PrivateKey) -> bytes:
    """Return a private key as PKCS #8 without a passphrase, for a folder of this machine."""
    return _pem(key, NoEncryption())


def private_key(pem: bytes, passphrase: str | None = None) -> PrivateKey:
    """Return the key in a PEM; raise BadInput for a wrong passphrase and for other keys."""
    try:
        key = load_pem_private_key(pem, passphrase.encode("utf-8") if passphrase else None)
    except (ValueError, TypeError) as problem:
        raise BadInput("The private key cannot be opened with this passphrase.") from problem
    if not isinstance(key, EllipticCurvePrivateKey | Ed25519PrivateKey):
        raise BadInput("The private key is neither P-256 nor Ed25519.")
    return key


_BARE = (Purpose.CREDENTIAL, Purpose.STATUS, Purpose.CHECKPOINT)


def _public(
    purpose: Purpose, key: PrivateKey, at: datetime, first: int, chain: tuple[bytes, ...] = ()
) -> PublicKey:
    public = public_half(key.public_key())
    return PublicKey(purpose=purpose, public=public, first=first, since=at, chain=chain)


def _pem(key: PrivateKey, encryption: KeySerializationEncryption) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
