"""Proofs inside JSON documents: W3C Data Integrity with the cryptosuite eddsa-jcs-2022.

Vocabulary and steps are those of W3C VC Data Integrity 1.0 and of Data Integrity EdDSA
Cryptosuites 1.0, section 3.3. What the proof covers is RFC 8785, so no JSON-LD context is read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature

from certificates.base58 import from_multibase, to_multibase
from certificates.canonical import canonical_json, to_instant
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey
from certificates.strictjson import Fields, parse

TYPE = "DataIntegrityProof"
CRYPTOSUITE = "eddsa-jcs-2022"
PURPOSE = "assertionMethod"

LARGEST = 256 * 1024
"""Bytes of a document that is checked."""

_SIGNATURE_SIZE = 64


class SigningKey(Protocol):
    """What signs: an Ed25519PrivateKey, or a token that does as it does."""

    def sign(self, data: bytes, /) -> bytes:
        """Return the Ed25519 signature of the data."""


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document whose proof holds: its content without the proof, its key and the proof's date."""

    content: dict[str, object]
    key: IssuerKey
    created: datetime


def sign_document(
    document: Mapping[str, object], key: SigningKey, verification_method: str, created: datetime
) -> dict[str, object]:
    """Return the document with its proof; the same input gives the same proof.

    `created` counts in whole seconds. Raises BadInput for a document that has a proof or cannot
    be written as canonical JSON, and for a key that gives no Ed25519 signature.
    """
    if "proof" in document:
        raise BadInput("The document has a proof; another one is not added.")
    options: dict[str, object] = {
        "type": TYPE,
        "cryptosuite": CRYPTOSUITE,
        "created": to_instant(created.replace(microsecond=0)),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    signature = key.sign(_covered(document, options))
    if len(signature) != _SIGNATURE_SIZE:
        raise BadInput("The key gives no Ed25519 signature.")
    return {**document, "proof": {**options, "proofValue": to_multibase(signature)}}


def check_document(
    source: bytes | Mapping[str, object],
    keys: Iterable[IssuerKey],
    *,
    now: datetime,
    known_by: datetime | None = None,
    what: str = "The document",
) -> SignedDocument:
    """Return the document where its one proof holds for one of these keys.

    The key comes from `keys` alone, never from the document or from an address in it. `known_by`
    is the moment by which the log shows that the document existed. Raises BadInput, saying why,
    for everything else: bytes that are no JSON or have a key twice, no proof or several, another
    suite or purpose, options that this library does not know, a key out of its time, a date in
    the future, a signature that does not fit.
    """
    content = _read(source, what)
    options, signature, method, created = _read_proof(content.pop("proof", None), content, what)
    if created > now:
        raise BadInput(f"{what} says that it was signed at {to_instant(created)}, in the future.")
    key = next((key for key in keys if key.method == method), None)
    if key is None:
        raise BadInput(f"{what} is signed with a key that the issuer has not published.")
    key.refuse(created, known_by)
    try:
        key.public.verify(signature, _covered(content, options))
    except InvalidSignature as problem:
        raise BadInput(f"{what} is not as it was signed, or somebody else signed it.") from problem
    return SignedDocument(content, key, created)


def _read(source: bytes | Mapping[str, object], what: str) -> dict[str, object]:
    data = source if isinstance(source, bytes) else canonical_json(dict(source), what)
    if len(data) > LARGEST:
        raise BadInput(f"{what} has {len(data)} bytes; up to {LARGEST} are checked.")
    value = parse(data, what)
    if not isinstance(value, dict):
        raise BadInput(f"{what} must be an object.")
    return value


def _read_proof(
    proof: object, content: Mapping[str, object], what: str
) -> tuple[dict[str, object], bytes, str, datetime]:
    """Take the proof apart: its options as signed, its signature, its key's name and its date."""
    if isinstance(proof, list):
        raise BadInput(f"{what} must have one proof, not a list.")
    if not isinstance(proof, dict):
        raise BadInput(f"{what} has no proof.")
    if proof.get("@context") != content.get("@context"):
        raise BadInput(f"{what} must repeat its @context in its proof.")
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    fields = Fields(
        {name: value for name, value in proof.items() if name != "@context"}, f"{what}'s proof"
    )
    for name, value in (("type", TYPE), ("cryptosuite", CRYPTOSUITE), ("proofPurpose", PURPOSE)):
        if fields.text(name) != value:
            raise BadInput(f"{what} must have a proof with the {name} {value}.")
    method, created = fields.text("verificationMethod"), fields.instant("created")
    signature = from_multibase(fields.text("proofValue"), f"{what}'s proofValue")
    fields.done()
    if len(signature) != _SIGNATURE_SIZE:
        raise BadInput(f"{what} has no Ed25519 signature.")
    return options, signature, method, created


def _covered(content: Mapping[str, object], options: Mapping[str, object]) -> bytes:
    """Return what is signed: the hash of the proof's options, then the hash of the document."""
    proof = canonical_json(dict(options), "The proof")
    document = canonical_json(dict(content), "The document")
    return sha256(proof).digest() + sha256(document).digest()
