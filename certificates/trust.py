"""The trust bundle: what a stranger needs to check a certificate without asking us.

It has every label with its dated facts, every certificate with its SHA-256, and the keys that a
certificate's own parts are checked against. Days are civil days in the bundle's `time_zone`.
`trustfile.py` reads and writes it as /trust.json.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from certificates.errors import BadInput
from certificates.keys import Chain, PublicKeys, Purpose
from certificates.notes import VerifierKey
from certificates.standing import History

LISTS_VALID_FOR = timedelta(hours=24)
"""How long a bundle may speak about the present."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose bundle it is, and where its register is."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """One issued certificate: a version of a term, known by the hash of its file.

    `credential_sha256` is the hash of the credential inside it, `leaf` the number of that
    credential's leaf in the log, from 0; both None for a file that has none inside. `earlier`
    are the hashes of its files before their archive time stamp was followed by another, the last
    first: they are as genuine.
    """

    version: int
    term: str
    level: str
    valid_from: date
    valid_until: date
    sha256: str
    issued_at: datetime
    credential_sha256: str | None = None
    leaf: int | None = None
    earlier: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The hashes of all its files."""
        return (self.sha256, *self.earlier)


@dataclass(frozen=True, slots=True)
class Label:
    """One label with its public history and all certificates that were issued for it."""

    id: str
    number: str
    holder: str
    country: str
    level: str
    history: History
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a certificate's own parts are checked against; nothing of it is ever taken from them.

    `did_documents` (one for each DID that the issuer ever had), `status_lists` (signed) and
    `checkpoint` (a signed note) are bytes as published. `log_keys` are the keys for checkpoints
    under the log's name, `witnesses` outsiders who sign them too. `stamp_anchors` (DER) are the
    roots of time stamps in signatures.
    """

    keys: PublicKeys
    did_documents: tuple[bytes, ...]
    log_keys: tuple[VerifierKey, ...]
    checkpoint: bytes
    status_lists: tuple[bytes, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    stamp_anchors: Chain = ()

    @property
    def anchors(self) -> Chain:
        """The root certificates (DER) that every signature must lead to."""
        return tuple(key.chain[0] for key in self.keys.of(Purpose.ROOT))


@dataclass(frozen=True, slots=True)
class Bundle:
    """The register's public facts as of a moment; the present is known until `valid_until`.

    Without `trust` it can only tell whether a file is, byte for byte, one that it lists.
    """

    issuer: Issuer
    time_zone: str
    as_of: datetime
    valid_until: datetime
    labels: tuple[Label, ...]
    trust: Trust | None = None

    def day_of(self, moment: datetime) -> date:
        """Return the civil day of a moment in the scheme's time zone."""
        return moment.astimezone(zone_of(self.time_zone)).date()

    def reaches(self, day: date, now: datetime) -> bool:
        """Say whether the facts know a day: those before their own, and the present while valid.

        Of their own day they know a part only: what is decided later that day counts on it too,
        so once they are out of date it is as open as the days behind it. None knows a day that
        has not come, whatever date the bundle gives itself.
        """
        if day > self.day_of(now):
            return False
        return day < self.day_of(self.as_of) or now <= self.valid_until

    def find(self, sha256: str) -> tuple[Label, Document] | None:
        """Return the label and the certificate with this hash."""
        for label in self.labels:
            for document in label.documents:
                if document.sha256 == sha256 or sha256 in document.earlier:
                    return label, document
        return None

    def label(self, identifier: str) -> Label | None:
        """Return the label with this public identifier."""
        return next((label for label in self.labels if label.id == identifier), None)


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name; raise BadInput where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise BadInput(
            f"The time zone {name!r} is not known here; Debian has them in the package tzdata."
        ) from problem
