"""A made-up issuer with its keys, and what it issues in the tests; all of it is fictitious."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from certificates.claims import IssuerProfile
from certificates.credential import Particulars, unsigned_credential
from certificates.dataintegrity import sign_document
from certificates.issuerkeys import IssuerKey, multikey_of
from certificates.sheet import Sheet
from certificates.status import Purpose, StatusEntry
from tests.certificates.examples import sheet

DID = "did:web:label.example"
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ANOTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
CREATED = datetime(2026, 5, 29, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)

ISSUER = IssuerProfile(DID, "Office of the label (fictitious)", "https://label.example")


def issuer_key(signing: Ed25519PrivateKey = SIGNING, **changes: Any) -> IssuerKey:
    """Return the public key that goes with a signing key."""
    values: dict[str, Any] = {"did": DID, "multikey": multikey_of(signing.public_key())}
    return IssuerKey(**{**values, **changes})


def particulars(**changes: Any) -> Particulars:
    """Return what a credential says beyond its sheet."""
    values: dict[str, Any] = {
        "id": "https://label.example/credentials/8Zs4TqRw1Bxy",
        "achievement_id": "https://label.example/levels/cluster-excellence-2026/silver",
        "criteria_url": "https://label.example/levels",
        "criteria": "At least 55 % of the points in 25 parts; each mandatory part at least 40 %.",
        "term": "t1",
        "country_code": "AT",
        "image": "https://label.example/labels/k7Qm2xV9tRab/badge.svg",
        "time_zone": "Europe/Brussels",
        "issuer": ISSUER,
        "revocation": StatusEntry(
            Purpose.REVOCATION, "https://label.example/status/revocation-1", 17
        ),
        "suspension": StatusEntry(
            Purpose.SUSPENSION, "https://label.example/status/suspension-1", 4711
        ),
    }
    return Particulars(**{**values, **changes})


def credential(
    printed: Sheet | None = None, signing: Ed25519PrivateKey = SIGNING, **changes: Any
) -> dict[str, Any]:
    """Return a signed credential of a certificate with these changes of its particulars."""
    unsigned = unsigned_credential(printed or sheet(), particulars(**changes))
    return sign_document(unsigned, signing, issuer_key(signing).method, CREATED)
