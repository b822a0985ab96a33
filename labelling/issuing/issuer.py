"""Who issues: the DID under which credentials and status lists are signed, and the signing."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from certificates.canonical import canonical_json
from certificates.claims import IssuerProfile
from certificates.dataintegrity import sign_document
from certificates.did import did_web
from certificates.errors import CannotSign
from certificates.issuerkeys import IssuerKey, issuer_keys
from certificates.keys import Purpose
from labelling.issuing import keys
from labelling.settings import in_use


def did() -> str:
    """Return the issuer's DID, which follows from the public address."""
    return did_web(in_use().public_url)


def profile() -> IssuerProfile:
    """Return who issues, as credentials name it."""
    chosen = in_use()
    return IssuerProfile(did(), chosen.office_name, chosen.public_url)


def listed_keys(session: Session) -> tuple[IssuerKey, ...]:
    """Return every key that ever signed credentials or status lists."""
    known = keys.public_keys(session)
    return issuer_keys(did(), (*known.of(Purpose.CREDENTIAL), *known.of(Purpose.STATUS)))


def signed(
    session: Session, document: Mapping[str, object], purpose: Purpose, now: datetime
) -> bytes:
    """Return a document with its proof, in canonical form; raise CannotSign without a key."""
    public, private = keys.signing_key(session, purpose)
    if not isinstance(private, Ed25519PrivateKey):
        raise CannotSign(f"The key {public.id} must be an Ed25519 key.")
    (key,) = issuer_keys(did(), [public])
    return canonical_json(sign_document(document, private, key.method, now), "The document")
