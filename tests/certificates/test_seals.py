import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    load_der_public_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

from certificates.authority import signing_certificate
from certificates.errors import CannotSign
from certificates.keys import Chain
from certificates.seals import Seal, SigningKey, p12_seal, token_seal
from certificates.signature import SignatureCheck, check_signature
from certificates.signing import sign
from tests.certificates.signed import AT, OWNER, keys, tiny_pdf

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN, KEY, PIN = "labels", "certificates", "314159265"
PASSWORD = "what the service gave us"


def check(seal: Seal, chain: Chain) -> SignatureCheck:
    return check_signature(sign(tiny_pdf(), seal, AT), [chain], AT)


def accepted(chain: Chain) -> SignatureCheck:
    return SignatureCheck(chain=chain, signed_at=AT)


# A P12 of a trust service.


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, text)])


def certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    issuer: str,
    by: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    """Return a certificate as trust services issue them: for two years, for seals."""
    is_authority = "service" in subject
    others = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only")
    usage = dict.fromkeys((*others, "decipher_only"), False)
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=30))
        .not_valid_after(AT + timedelta(days=700))
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=not is_authority,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                **usage,
            ),
            critical=True,
        )
        .sign(by, SHA256())
    )


class Service:
    """A trust service (fictitious) with a root and an intermediate, and a customer's key."""

    def __init__(self, kind: str) -> None:
        root_key, middle_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        self.key: SigningKey
        if kind == "rsa":
            self.key = rsa.generate_private_key(65537, 3072)
        else:
            self.key = ec.generate_private_key(ec.SECP384R1())
        self.root = certificate("service root", root_key, "service root", root_key)
        self.middle = certificate("service", middle_key, "service root", root_key)
        self._middle_key = middle_key
        self.leaf = certificate(OWNER, self.key, "service", middle_key)

    def renew(self) -> None:
        """Give the customer a new key with its certificate."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.leaf = certificate(OWNER, self.key, "service", self._middle_key)

    @property
    def chain(self) -> Chain:
        return tuple(one.public_bytes(Encoding.DER) for one in (self.leaf, self.middle, self.root))

    def p12(self, path: Path, *others: x509.Certificate) -> Path:
        data = serialize_key_and_certificates(
            b"seal", self.key, self.leaf, others, BestAvailableEncryption(PASSWORD.encode())
        )
        path.write_bytes(data)
        return path


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_p12_of_a_trust_service_signs(kind: str, tmp_path: Path) -> None:
    service = Service(kind)
    seal = p12_seal(service.p12(tmp_path / "seal.p12", service.root, service.middle), PASSWORD)
    assert seal.chain == service.chain
    assert check(seal, service.chain) == accepted(service.chain)


def test_a_p12_without_its_anchor_takes_it_from_the_setting(tmp_path: Path) -> None:
    service = Service("ec")
    path = service.p12(tmp_path / "seal.p12", service.middle)
    assert p12_seal(path, PASSWORD).chain == service.chain[:2]
    assert p12_seal(path, PASSWORD, service.chain[2:]).chain == service.chain


def test_a_p12_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    service = Service("ec")
    path = service.p12(tmp_path / "seal.p12", Service("ec").middle)
    with pytest.raises(CannotSign, match="lacks the certificate that vouches"):
        p12_seal(path, PASSWORD)
    with pytest.raises(CannotSign, match="not its password") as refused:
        p12_seal(path, "wrong password")
    assert "wrong password" not in str(refused.value)
    with pytest.raises(CannotSign, match="No such file"):
        p12_seal(tmp_path / "none.p12", PASSWORD)
    (tmp_path / "junk.p12").write_bytes(b"junk")
    with pytest.raises(CannotSign, match="not a P12 file"):
        p12_seal(tmp_path / "junk.p12", PASSWORD)


def test_a_p12_of_an_ended_certificate_still_checks_at_its_own_time(tmp_path: Path) -> None:
    service = Service("ec")
    seal = p12_seal(service.p12(tmp_path / "seal.p12", service.middle, service.root), PASSWORD)
    signed = sign(tiny_pdf(), seal, AT)
    late = AT + timedelta(days=5000)
    assert check_signature(signed, [service.chain], AT) == accepted(service.chain)
    assert not check_signature(signed, [service.chain], late).ok


# A hardware token, played by SoftHSM.


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return the chain of a key that was made in a token and never leaves it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    setting = folder / "softhsm2.conf"
    setting.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(setting)
    made = f"softhsm2-util --init-token --free --label {TOKEN} --pin {PIN} --so-pin 27182818"
    subprocess.run(made.split(), check=True, capture_output=True)
    yield _key_in_token()
    pkcs11.unload(str(MODULE))
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def _key_in_token() -> Chain:
    found = pkcs11.lib(str(MODULE)).get_token(token_label=TOKEN)
    with found.open(rw=True, user_pin=PIN) as session:
        parameters = session.create_domain_parameters(
            pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")},
            local=True,
        )
        public, _ = parameters.generate_keypair(store=True, label=KEY)
        half = load_der_public_key(encode_ec_public_key(public))
    root = keys()[0]
    assert isinstance(half, ec.EllipticCurvePublicKey)
    assert isinstance(root.private, ec.EllipticCurvePrivateKey)
    leaf = signing_certificate(root.public.chain[0], root.private, half, OWNER, AT)
    return leaf, *root.public.chain


def test_a_key_in_a_token_signs(token: Chain) -> None:
    with token_seal(MODULE, TOKEN, KEY, PIN, token) as seal:
        assert check(seal, token) == accepted(token)
        assert check(seal, token) == accepted(token)
    with token_seal(MODULE, TOKEN, KEY, PIN, token) as seal:
        assert check(seal, token) == accepted(token)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ((MODULE, TOKEN, KEY, "271828"), r"cannot be opened .*PinIncorrect"),
        ((MODULE, "other", KEY, PIN), r"'other' cannot be opened"),
        ((MODULE, TOKEN, "other", PIN), r"has no single key 'other'"),
        ((Path("/usr/lib/none.so"), TOKEN, KEY, PIN), r"opened through /usr/lib/none.so"),
    ],
    ids=["pin", "token", "key", "module"],
)
def test_a_token_that_cannot_be_used_says_why_without_the_pin(
    token: Chain, place: tuple[Path, str, str, str], why: str
) -> None:
    with pytest.raises(CannotSign, match=why) as refused, token_seal(*place, token):
        pass
    assert place[3] not in str(refused.value)


def test_a_token_with_another_key_than_its_certificate_is_seen(token: Chain) -> None:
    other = keys()[1].public.chain
    with token_seal(MODULE, TOKEN, KEY, PIN, other) as seal:
        assert not check(seal, other).ok


def test_a_seal_shows_no_secret() -> None:
    assert "signer" not in repr(Seal((b"x",), signer=None))  # type: ignore[arg-type] # only shown
