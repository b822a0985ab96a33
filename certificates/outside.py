"""A key that lies elsewhere, known by the certificates that a trust service gave to it."""

from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates

from certificates.authority import public_half
from certificates.errors import BadInput
from certificates.keys import LONGEST_CHAIN, Chain, PublicKey, Purpose

_SHORTEST_CHAIN = 2


def read_chain(pem: bytes) -> Chain:
    """Return the chain in a PEM file, from the certificate that signs to its anchor.

    Raises BadInput where it is no such chain in this order.
    """
    chain = read_certificates(pem)
    check_chain(chain)
    return chain


def read_certificates(pem: bytes) -> tuple[bytes, ...]:
    """Return the certificates (DER) in a PEM file; raise BadInput where there are none."""
    try:
        found = load_pem_x509_certificates(pem)
    except ValueError as problem:
        raise BadInput("The file must have certificates in PEM form.") from problem
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)


def check_chain(chain: Chain) -> None:
    """Raise BadInput unless each certificate vouches for the one before, the last for itself."""
    if not _SHORTEST_CHAIN <= len(chain) <= LONGEST_CHAIN:
        raise BadInput(f"A chain has {_SHORTEST_CHAIN} to {LONGEST_CHAIN} certificates.")
    loaded = [load_der_x509_certificate(certificate) for certificate in chain]
    for certificate, issuer in zip(loaded, [*loaded[1:], loaded[-1]], strict=True):
        _check_issued(certificate, issuer)


def keys_of(chain: Chain, at: datetime, first: int) -> tuple[PublicKey, PublicKey]:
    """Return the chain's anchor as a root and its first certificate's key as one for PDFs.

    Raises BadInput for a chain that is not in order.
    """
    check_chain(chain)
    anchor, signing = (
        PublicKey(
            purpose=purpose,
            public=public_half(load_der_x509_certificate(certificates[0]).public_key()),
            first=first,
            since=at,
            chain=certificates,
        )
        for purpose, certificates in ((Purpose.ROOT, chain[-1:]), (Purpose.PDF, chain))
    )
    return anchor, signing


def _check_issued(certificate: Certificate, issuer: Certificate) -> None:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature) as problem:
        name = certificate.subject.rfc4514_string()
        raise BadInput(
            f"The certificate of {name} is not vouched for by the next one."
        ) from problem
