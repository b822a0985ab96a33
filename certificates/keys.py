"""The issuer's keys as the world knows them: whose turn it is, and from when to when each counts.

Log time is measured in leaves: a key counts for what was logged while the tree had `first` to
`last` leaves, both included. Nothing here is secret and nothing here does any cryptography.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import TypeAlias

from certificates.errors import BadInput

Chain: TypeAlias = tuple[bytes, ...]
"""X.509 certificates as DER: the one that signs first, its anchor last."""

LONGEST_CHAIN = 5

_ED25519_HEAD = bytes.fromhex("302a300506032b6570032100")
_ED25519_SIZE = 32
_ID_DIGITS = 16


class Purpose(StrEnum):
    """What a key signs; the root signs nothing but certificates of keys, off line."""

    ROOT = "root"
    PDF = "pdf"
    CREDENTIAL = "credential"
    STATUS = "status"
    CHECKPOINT = "checkpoint"


WITH_CHAIN = frozenset({Purpose.ROOT, Purpose.PDF})
"""The purposes whose keys stand in X.509 certificates; the others are bare Ed25519."""


class State(StrEnum):
    """Whether a key signs now, has had its turn, or fell into other hands."""

    CURRENT = "current"
    RETIRED = "retired"
    COMPROMISED = "compromised"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """The public half of a key (`public`: DER SubjectPublicKeyInfo) with its interval.

    A current key has neither `last` nor `until`. A retired one counts for what is in the log up
    to the size `last`; a compromised one for what was there before the compromise. Raises
    BadInput for what contradicts itself.
    """

    purpose: Purpose
    public: bytes
    first: int
    since: datetime
    state: State = State.CURRENT
    last: int | None = None
    until: datetime | None = None
    chain: Chain = ()

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        ended = self.state is not State.CURRENT
        if (self.last is not None) != ended or (self.until is not None) != ended:
            raise BadInput(f"The key {self.id} has an end exactly when it is not current.")
        if self.first < 1 or (self.last is not None and self.last < 0):
            raise BadInput(f"The key {self.id} counts from a size of the log that never is.")
        if any(moment and moment.tzinfo is None for moment in (self.since, self.until)):
            raise BadInput(f"The key {self.id} has a moment without its time zone.")
        if self.purpose not in WITH_CHAIN:
            if self.chain or not _is_ed25519(self.public):
                raise BadInput(f"The key {self.id} must be a bare Ed25519 key.")
        elif not 1 <= len(self.chain) <= LONGEST_CHAIN:
            raise BadInput(f"The key {self.id} must come with its certificates.")

    @property
    def id(self) -> str:
        """The key's name: its purpose and the first half of the SHA-256 of its public half."""
        return f"{self.purpose}-{sha256(self.public).hexdigest()[:_ID_DIGITS]}"

    @property
    def raw(self) -> bytes:
        """The 32 bytes of an Ed25519 key."""
        return self.public.removeprefix(_ED25519_HEAD)

    def counts_at(self, size: int) -> bool:
        """Say whether the key counts for what the log took in as its leaf number `size`."""
        return self.first <= size and (self.last is None or size <= self.last)


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """All keys that an issuer ever used, in the order of their introduction.

    Raises BadInput for a key that is listed twice, two current keys of one purpose, and a PDF
    key whose chain does not end in a root of the list.
    """

    keys: tuple[PublicKey, ...]

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        if len({key.id for key in self.keys}) != len(self.keys):
            raise BadInput("A key is listed twice.")
        current = [key.purpose for key in self.keys if key.state is State.CURRENT]
        if len(set(current)) != len(current):
            raise BadInput("Two keys of one purpose are current.")
        anchors = {key.chain[0] for key in self.keys if key.purpose is Purpose.ROOT}
        for key in self.keys:
            if key.chain and key.chain[-1] not in anchors:
                raise BadInput(f"The chain of the key {key.id} ends in no root that is listed.")

    def find(self, key_id: str) -> PublicKey | None:
        """Return the key of this name."""
        return next((key for key in self.keys if key.id == key_id), None)

    def current(self, purpose: Purpose) -> PublicKey | None:
        """Return the key that signs now; none after a compromise without a successor."""
        current = (key for key in self.keys if key.state is State.CURRENT)
        return next((key for key in current if key.purpose is purpose), None)

    def of(self, purpose: Purpose) -> tuple[PublicKey, ...]:
        """Return all keys that ever signed for a purpose."""
        return tuple(key for key in self.keys if key.purpose is purpose)

    def counting(self, purpose: Purpose, size: int) -> tuple[PublicKey, ...]:
        """Return the keys that count for what the log took in as its leaf number `size`."""
        return tuple(key for key in self.of(purpose) if key.counts_at(size))

    def with_chain(self, chain: Chain) -> PublicKey | None:
        """Return the PDF key that signs with this chain."""
        return next((key for key in self.of(Purpose.PDF) if key.chain == chain), None)

    def rotated(self, new: PublicKey, *, overlap: int = 0) -> "PublicKeys":
        """Put a new key in its predecessor's place.

        The predecessor signs no more from `new.since` on; what it signed before still counts
        while the log grows by `overlap` leaves, for documents that were on their way.
        """
        if new.state is not State.CURRENT or overlap < 0:
            raise BadInput("Only a current key takes another's place, and overlaps by 0 or more.")

        def retired(key: PublicKey) -> PublicKey:
            last = new.first - 1 + overlap
            return replace(key, state=State.RETIRED, last=last, until=new.since)

        past = self._changed(
            retired, lambda key: key.purpose is new.purpose and key.state is State.CURRENT
        )
        return PublicKeys((*past, new))

    def compromised(self, key_id: str, *, last: int, until: datetime) -> "PublicKeys":
        """Mark a key as fallen into other hands when the log had `last` leaves.

        What came into the log later is refused. With a root fall all PDF keys that it vouched
        for. A key that had ended earlier keeps its earlier end. Raises BadInput for a key that
        is not listed.
        """
        fallen = self.find(key_id)
        if fallen is None:
            raise BadInput(f"There is no key {key_id!r}.")

        def marked(key: PublicKey) -> PublicKey:
            earlier = key.last is not None and key.last < last
            return replace(
                key,
                state=State.COMPROMISED,
                last=key.last if earlier else last,
                until=key.until if earlier else until,
            )

        def falls(key: PublicKey) -> bool:
            by_root = fallen.purpose is Purpose.ROOT and key.chain[-1:] == fallen.chain
            return key is fallen or by_root

        return PublicKeys(self._changed(marked, falls))

    def _changed(
        self, change: Callable[[PublicKey], PublicKey], which: Callable[[PublicKey], bool]
    ) -> tuple[PublicKey, ...]:
        return tuple(change(key) if which(key) else key for key in self.keys)


def _is_ed25519(public: bytes) -> bool:
    return public.startswith(_ED25519_HEAD) and len(public) == len(_ED25519_HEAD) + _ED25519_SIZE
