"""The issuer's own certificate authority: a root and the certificates that it gives to PDF keys.

RFC 5280 profile. Nobody outside trusts this root; a verifier pins it. Both certificates name no
useful end (99991231235959Z, RFC 5280 4.1.2.5), because what they signed must be checkable for
ever; when a key ends is for the log to say.
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from certificates.errors import BadInput

NO_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""The purpose "document signing" (RFC 9336)."""

_LONGEST_NAME = 64
"""Bytes of a common name (RFC 5280, ub-common-name, has 64 characters)."""


def root_certificate(key: EllipticCurvePrivateKey, owner: str, at: datetime) -> bytes:
    """Return the self-signed certificate (DER) of a root that may sign end certificates only."""
    name = _name(owner, ", root")
    certificate = (
        _begun(name, name, key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, SHA256())
    )
    return certificate.public_bytes(Encoding.DER)


def signing_certificate(
    root: bytes,
    root_key: EllipticCurvePrivateKey,
    public: CertificatePublicKeyTypes,
    owner: str,
    at: datetime,
) -> bytes:
    """Return the certificate (DER) that the root gives to a key which signs PDFs.

    Besides document signing it names e-mail protection: readers built on NSS (poppler, Okular,
    Evince) trust no signature without it. Raises BadInput where the key is not the root's.
    """
    issuer = x509.load_der_x509_certificate(root)
    if public_half(issuer.public_key()) != public_half(root_key.public_key()):
        raise BadInput("This private key is not the one of the root's certificate.")
    purposes = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    certificate = (
        _begun(_name(owner), issuer.subject, public, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
        .sign(root_key, SHA256())
    )
    return certificate.public_bytes(Encoding.DER)


def public_half(key: CertificatePublicKeyTypes) -> bytes:
    """Return a public key as DER SubjectPublicKeyInfo."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _begun(
    subject: x509.Name, issuer: x509.Name, public: CertificatePublicKeyTypes, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC).replace(microsecond=0))
        .not_valid_after(NO_END)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _name(owner: str, role: str = "") -> x509.Name:
    """Name the owner, shortened to what a certificate can hold, and the certificate's role."""
    if not owner.strip():
        raise BadInput("A certificate needs the name of its owner.")
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _shortened(owner, _LONGEST_NAME)),
            x509.NameAttribute(
                NameOID.COMMON_NAME, _shortened(owner, _LONGEST_NAME - len(role)) + role
            ),
        ]
    )


def _shortened(name: str, room: int) -> str:
    """Return the name, or as much of it as leaves room for an ellipsis."""
    if len(name.encode("utf-8")) <= room:
        return name
    start = name.encode("utf-8")[: room - len("…".encode())]
    return start.decode("utf-8", errors="ignore") + "…"


def _usage(**allowed: bool) -> x509.KeyUsage:
    every = {
        "digital_signature": False,
        "content_commitment": False,
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": False,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    return x509.KeyUsage(**{**every, **allowed})
