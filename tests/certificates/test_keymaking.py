from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from certificates.authority import root_certificate, signing_certificate
from certificates.errors import BadInput
from certificates.keymaking import (
    NewKey,
    encrypted_pem,
    new_pdf_key,
    new_root,
    plain_pem,
    private_key,
)
from tests.certificates.signed import AT, OWNER, keys

PASSPHRASE = "correct horse battery staple"
FOREVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def parsed(certificate: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate)


def curve_key(key: NewKey) -> EllipticCurvePrivateKey:
    assert isinstance(key.private, EllipticCurvePrivateKey)
    return key.private


def extensions(certificate: x509.Certificate) -> dict[str, tuple[bool, object]]:
    return {one.oid._name: (one.critical, one.value) for one in certificate.extensions}


def usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: name in allowed for name in names})


def test_the_root_may_sign_end_certificates_only_and_has_no_end() -> None:
    (certificate,) = map(parsed, keys()[0].public.chain)
    assert extensions(certificate) == {
        "basicConstraints": (True, x509.BasicConstraints(ca=True, path_length=0)),
        "keyUsage": (True, usage("key_cert_sign", "crl_sign")),
        "subjectKeyIdentifier": (
            False,
            x509.SubjectKeyIdentifier.from_public_key(curve_key(keys()[0]).public_key()),
        ),
    }
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (AT, FOREVER)
    assert b"\x18\x0f99991231235959Z" in keys()[0].public.chain[0]
    certificate.verify_directly_issued_by(certificate)


def test_the_signing_certificate_is_the_roots_and_for_documents() -> None:
    leaf, root = map(parsed, keys()[1].public.chain)
    leaf.verify_directly_issued_by(root)
    purposes = [
        x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),
        x509.ObjectIdentifier("1.3.6.1.5.5.7.3.4"),
    ]
    assert extensions(leaf) == {
        "basicConstraints": (True, x509.BasicConstraints(ca=False, path_length=None)),
        "keyUsage": (True, usage("digital_signature", "content_commitment")),
        "extendedKeyUsage": (False, x509.ExtendedKeyUsage(purposes)),
        "subjectKeyIdentifier": (
            False,
            x509.SubjectKeyIdentifier.from_public_key(curve_key(keys()[1]).public_key()),
        ),
        "authorityKeyIdentifier": (
            False,
            x509.AuthorityKeyIdentifier.from_issuer_public_key(curve_key(keys()[0]).public_key()),
        ),
    }
    assert (leaf.not_valid_before_utc, leaf.not_valid_after_utc) == (AT, FOREVER)
    assert isinstance(curve_key(keys()[1]).curve, SECP256R1)
    assert leaf.serial_number != root.serial_number


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("DEMO – NOT VALID", "DEMO – NOT VALID, root"),
        ("Ö" * 80, "Ö" * 27 + "…, root"),
    ],
    ids=["short", "long"],
)
def test_a_certificate_bears_its_owners_name_as_far_as_it_fits(owner: str, expected: str) -> None:
    (certificate,) = map(parsed, new_root(owner, AT, 1).public.chain)
    (name,) = certificate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    assert name.value == expected


def test_a_certificate_without_a_name_is_refused() -> None:
    with pytest.raises(BadInput, match="needs the name of its owner"):
        new_root(" ", AT, 1)


def test_only_the_root_itself_vouches() -> None:
    stranger = new_root(OWNER, AT, 1)
    (anchor,) = keys()[0].public.chain
    with pytest.raises(BadInput, match="not the one of the root's certificate"):
        signing_certificate(
            anchor, curve_key(stranger), curve_key(keys()[1]).public_key(), OWNER, AT
        )
    with pytest.raises(BadInput, match="Only a root vouches"):
        new_pdf_key(keys()[2], OWNER, AT, 1)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    key = curve_key(keys()[0])
    at = AT.astimezone(tz=datetime.now().astimezone().tzinfo).replace(microsecond=999999)
    assert parsed(root_certificate(key, OWNER, at)).not_valid_before_utc == AT


@pytest.mark.parametrize("place", range(5))
def test_a_private_key_comes_back_under_its_passphrase_only(place: int) -> None:
    key = keys()[place].private
    sealed = encrypted_pem(key, PASSPHRASE)
    assert plain_pem(private_key(sealed, PASSPHRASE)) == plain_pem(key)
    assert plain_pem(private_key(plain_pem(key))) == plain_pem(key)
    for wrong in (None, "", "correct horse battery stable"):
        with pytest.raises(BadInput, match="cannot be opened"):
            private_key(sealed, wrong)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(BadInput, match="16 characters or more"):
        encrypted_pem(keys()[0].private, "a" * 15)


def test_other_kinds_of_keys_are_refused() -> None:
    rsa = generate_private_key(65537, 2048)
    pem = rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(BadInput, match="neither P-256 nor Ed25519"):
        private_key(pem)


def test_a_private_half_is_never_shown() -> None:
    assert "private" not in repr(keys()[1])
