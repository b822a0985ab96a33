"""The keys that an issuer signs credentials and status lists with, and when each counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates.base58 import from_multibase, to_multibase
from certificates.canonical import to_instant
from certificates.errors import BadInput
from certificates.keys import PublicKey, Purpose, State

_ED25519 = b"\xed\x01"
_KEY_SIZE = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerKey:
    """A public Ed25519 key of an issuer, spelled as Multikey, with its interval.

    It signs from `since` on (None: nobody says from when). From `expires` on it signs no more;
    what it signed before stays good. `revoked` is the moment of a compromise: from then on its
    own dates prove nothing, and only what somebody else shows to be older counts.

    Raises BadInput for a key that is no Ed25519 Multikey and for moments without a time zone.
    """

    did: str
    multikey: str
    since: datetime | None = None
    expires: datetime | None = None
    revoked: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what is no key."""
        read_multikey(self.multikey)
        for moment in (self.since, self.expires, self.revoked):
            if moment is not None and moment.tzinfo is None:
                raise BadInput("A key's moments need their time zone.")

    @property
    def method(self) -> str:
        """The key's name in proofs: the issuer's DID and the key itself."""
        return f"{self.did}#{self.multikey}"

    @property
    def public(self) -> Ed25519PublicKey:
        """The key, ready to check a signature."""
        return read_multikey(self.multikey)

    def refuse(self, created: datetime, known_by: datetime | None) -> None:
        """Raise BadInput where the key does not count for a proof made at `created`.

        `known_by` is the moment by which a third party (the log) shows that the proof existed.
        """
        if self.since is not None and created < self.since:
            raise BadInput(f"Its key counts only from {to_instant(self.since)}.")
        if self.expires is not None and created >= self.expires:
            raise BadInput(f"Its key was retired on {to_instant(self.expires)}, before the proof.")
        if self.revoked is not None and (known_by is None or known_by >= self.revoked):
            raise BadInput(
                f"Its key is known as compromised since {to_instant(self.revoked)}, and nothing "
                "shows that the proof is older."
            )


def issuer_keys(did: str, keys: Iterable[PublicKey]) -> tuple[IssuerKey, ...]:
    """Return an issuer's keys for credentials or status lists under the issuer's DID.

    A retired key expires at its end; of a compromised one nothing counts from there on. Raises
    BadInput for the other purposes, whose keys sign no documents.
    """
    found = tuple(keys)
    if not {key.purpose for key in found} <= {Purpose.CREDENTIAL, Purpose.STATUS}:
        raise BadInput("Only keys for credentials and status lists sign documents.")
    return tuple(
        IssuerKey(
            did=did,
            multikey=to_multibase(_ED25519 + key.raw),
            since=key.since,
            expires=key.until if key.state is State.RETIRED else None,
            revoked=key.until if key.state is State.COMPROMISED else None,
        )
        for key in found
    )


def multikey_of(key: Ed25519PublicKey) -> str:
    """Return the key as Multikey: multibase of 0xed01 and its 32 bytes."""
    return to_multibase(_ED25519 + key.public_bytes_raw())


def read_multikey(text: str) -> Ed25519PublicKey:
    """Return the key; raise BadInput for anything but a public Ed25519 Multikey."""
    data = from_multibase(text, "The issuer's key")
    if not data.startswith(_ED25519) or len(data) != len(_ED25519) + _KEY_SIZE:
        raise BadInput("The issuer's key is not a public Ed25519 key.")
    return Ed25519PublicKey.from_public_bytes(data.removeprefix(_ED25519))
