"""What signs a PDF: a chain of certificates and the way to its private key, wherever that lies."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
)
from cryptography.x509 import Certificate as ParsedCertificate
from cryptography.x509 import load_der_x509_certificate
from pkcs11 import Session
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.container import DIGEST
from certificates.errors import CannotSign
from certificates.keys import LONGEST_CHAIN, Chain

SigningKey = EllipticCurvePrivateKey | RSAPrivateKey

_TRIAL = b"a trial of the seal; it signs nothing"
_tokens_in_use = Lock()


@dataclass(frozen=True, slots=True)
class Seal:
    """An issuer's electronic seal: its chain, and the signer that holds or reaches its key."""

    chain: Chain
    signer: Signer = field(repr=False)


def own_seal(chain: Chain, key: SigningKey) -> Seal:
    """Return the seal of a private key at hand."""
    pem = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=Certificate.load(chain[0]),
        signing_key=PrivateKeyInfo.load(pem),
        cert_registry=_vouching(chain),
    )
    return Seal(chain, signer)


def p12_seal(path: Path, password: str, others: Chain = ()) -> Seal:
    """Return the seal in a P12 file, as trust services hand it out.

    `others` are certificates (DER) between it and its anchor that the file may lack. Raises
    CannotSign for a wrong password, a key that is neither EC nor RSA, and a broken chain.
    """
    try:
        opened = load_pkcs12(path.read_bytes(), password.encode("utf-8"))
    except OSError as problem:
        raise CannotSign(f"{path} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise CannotSign(f"{path} is not a P12 file, or this is not its password.") from problem
    if not isinstance(opened.key, SigningKey):
        raise CannotSign(f"{path} has no EC or RSA key.")
    return own_seal(_chain_in(path, opened, others), opened.key)


@contextmanager
def token_seal(module: Path, token: str, key: str, pin: str, chain: Chain) -> Iterator[Seal]:
    """Lend the seal of a key in a hardware token, through its PKCS #11 module.

    Token and key are found by label. The session lasts as long as the block, one at a time in a
    process, since a token knows one login for all of it. Raises CannotSign where the module, the
    token or the key is missing or the PIN is refused.
    """
    with _tokens_in_use:
        try:
            session = open_pkcs11_session(
                str(module), token_criteria=TokenCriteria(label=token), user_pin=pin
            )
        except (PKCS11Error, RuntimeError, OSError) as problem:
            raise CannotSign(
                f"The token {token!r} cannot be opened through {module} with this PIN "
                f"({type(problem).__name__})."
            ) from problem
        with session:
            signer = _TokenSigner(session, key, chain)
            try:
                signer.signing_cert  # noqa: B018 - finds the key in the token, or fails here
            except PKCS11Error as problem:
                raise CannotSign(f"The token {token!r} has no single key {key!r}.") from problem
            yield Seal(chain, signer)


def check_seal(seal: Seal, at: datetime) -> None:
    """Raise CannotSign unless a verifier would accept what the seal signs at this moment.

    Its key must be that of its certificate, and the chain must hold and be for signing.
    """
    certificate = load_der_x509_certificate(seal.chain[0])
    try:
        asyncio.run(_weigh(seal, at))
        signature = asyncio.run(seal.signer.async_sign_raw(_TRIAL, DIGEST))
        _verify(certificate, signature)
    except (PathBuildingError, PathValidationError) as problem:
        raise CannotSign(f"The chain of the seal does not hold: {problem}") from problem
    except InvalidSignature as problem:
        raise CannotSign("The seal's key is not the one of its certificate.") from problem
    except (PKCS11Error, RuntimeError, OSError, ValueError) as problem:
        raise CannotSign(f"The seal cannot sign ({type(problem).__name__}).") from problem


async def _weigh(seal: Seal, at: datetime) -> None:
    certificate, *others = (Certificate.load(one) for one in seal.chain)
    context = ValidationContext(
        trust_roots=others[-1:], other_certs=others[:-1], moment=at, allow_fetching=False
    )
    await CertificateValidator(certificate, validation_context=context).async_validate_usage(
        {"non_repudiation"}
    )


def _verify(certificate: ParsedCertificate, signature: bytes) -> None:
    public = certificate.public_key()
    if isinstance(public, EllipticCurvePublicKey):
        public.verify(signature, _TRIAL, ECDSA(SHA256()))
    elif isinstance(public, RSAPublicKey):
        public.verify(signature, _TRIAL, PKCS1v15(), SHA256())
    else:
        raise CannotSign("The seal's key is neither EC nor RSA.")


class _TokenSigner(PKCS11Signer):
    """Lets a token sign hashes: many, SoftHSM 2.6 among them, cannot hash for ECDSA."""

    def __init__(self, session: Session, key: str, chain: Chain) -> None:
        certificate = Certificate.load(chain[0])
        super().__init__(session, signing_cert=certificate, key_label=key, use_raw_mechanism=True)
        self._vouching = _vouching(chain)

    @property
    def cert_registry(self) -> SimpleCertificateStore:
        """The chain without the signer's own certificate, which would otherwise go in twice."""
        return self._vouching


def _vouching(chain: Chain) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    for certificate in chain[1:]:
        store.register(Certificate.load(certificate))
    return store


def _chain_in(path: Path, opened: PKCS12KeyAndCertificates, others: Chain) -> Chain:
    """Put a P12 file's certificates in order, from the one that signs to its anchor."""
    candidates = [
        *(one.certificate for one in opened.additional_certs),
        *(load_der_x509_certificate(one) for one in others),
    ]
    if opened.cert is None:
        raise CannotSign(f"{path} lacks the certificate of its key.")
    chain = [opened.cert.certificate]
    while chain[-1].issuer != chain[-1].subject and len(chain) < LONGEST_CHAIN:
        issuer = next((one for one in candidates if _issued(one, chain[-1])), None)
        if issuer is None:
            break
        chain.append(issuer)
    if len(chain) == 1:
        raise CannotSign(f"{path} lacks the certificate that vouches for its key.")
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in chain)


def _issued(issuer: ParsedCertificate, certificate: ParsedCertificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
