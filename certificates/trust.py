"""The trust bundle: what a stranger needs to check a certificate without asking us.

It has every label with its dated facts and every certificate with its SHA-256. Days are civil
days in the bundle's `time_zone`. `trustfile.py` reads and writes it as /trust.json.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from certificates.errors import BadInput
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
    """One issued certificate: a version of a term, known by the hash of its file."""

    version: int
    term: str
    level: str
    valid_from: date
    valid_until: date
    sha256: str
    issued_at: datetime


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


@dataclass(frozen=True, slots=True)
class Bundle:
    """The register's public facts as of a moment; the present is known until `valid_until`."""

    issuer: Issuer
    time_zone: str
    as_of: datetime
    valid_until: datetime
    labels: tuple[Label, ...]

    def day_of(self, moment: datetime) -> date:
        """Return the civil day of a moment in the scheme's time zone."""
        return moment.astimezone(zone_of(self.time_zone)).date()

    def find(self, sha256: str) -> tuple[Label, Document] | None:
        """Return the label and the certificate with this hash."""
        for label in self.labels:
            for document in label.documents:
                if document.sha256 == sha256:
                    return label, document
        return None


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name; raise BadInput where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise BadInput(
            f"The time zone {name!r} is not known here; Debian has them in the package tzdata."
        ) from problem
