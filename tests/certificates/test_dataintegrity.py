import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates.base58 import from_multibase, to_multibase
from certificates.dataintegrity import LARGEST, check_document, sign_document
from certificates.errors import BadInput
from certificates.issuerkeys import IssuerKey
from tests.certificates.issued import ANOTHER, CREATED, DID, NOW, SIGNING, issuer_key

# W3C Data Integrity EdDSA Cryptosuites 1.0, test vectors ("Representation: eddsa-jcs-2022"), and
# w3c/vc-di-eddsa, TestVectors/keyPair.json and TestVectors/eddsa-jcs-2022/signedJCS.json at
# 369f0f00: one document and key under two names of the key.
W3C_PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
W3C_CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
W3C_DOCUMENT = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
W3C_PROOFS = [
    (
        f"did:key:{W3C_PUBLIC}",
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    ),
    (
        "https://vc.example/issuers/5678",
        "z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4",
    ),
]

DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "https://label.example/status/revocation-1",
    "list": [1, "two", {"three": None}],
    "flag": True,
    "text": "Žluťoučký ✓",
}


def signed(document: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    return sign_document(document, SIGNING, issuer_key().method, CREATED)


def refusal(document: object, *keys: IssuerKey, now: datetime = NOW) -> str:
    source = document if isinstance(document, bytes) else json.dumps(document).encode("utf-8")
    with pytest.raises(BadInput) as refused:
        check_document(source, keys or (issuer_key(),), now=now)
    return str(refused.value)


@pytest.mark.parametrize(("name", "value"), W3C_PROOFS)
def test_the_w3c_vectors_are_signed_and_checked(name: str, value: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(from_multibase(W3C_SECRET, "The key")[2:])
    document = sign_document(W3C_DOCUMENT, key, f"{name}#{W3C_PUBLIC}", W3C_CREATED)
    assert document["proof"] == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"{name}#{W3C_PUBLIC}",
        "proofPurpose": "assertionMethod",
        "@context": W3C_DOCUMENT["@context"],
        "proofValue": value,
    }
    pinned = IssuerKey(did=name, multikey=W3C_PUBLIC)
    found = check_document(document, [pinned], now=W3C_CREATED)
    assert (found.content, found.key, found.created) == (W3C_DOCUMENT, pinned, W3C_CREATED)


def test_the_spelling_of_the_json_does_not_matter() -> None:
    pretty = json.dumps(signed(), indent=3, ensure_ascii=True).encode("utf-8")
    assert check_document(pretty, [issuer_key()], now=NOW).content == DOCUMENT


def test_a_document_without_a_context_is_signed_without_one() -> None:
    document = signed({"id": "urn:example:1"})
    assert "@context" not in document["proof"]
    assert check_document(document, [issuer_key()], now=NOW).content == {"id": "urn:example:1"}
    document["proof"]["@context"] = ["https://www.w3.org/ns/credentials/v2"]
    assert "@context" in refusal(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8).filter(lambda key: key != "proof"), JSON, max_size=4))
def test_any_document_comes_back_as_it_was_signed(document: dict[str, Any]) -> None:
    assert check_document(signed(document), [issuer_key()], now=NOW).content == document


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode("utf-8")))
def test_whatever_is_no_signed_document_is_refused(source: bytes) -> None:
    with pytest.raises(BadInput):
        check_document(source, [issuer_key()], now=NOW)


@given(JSON, st.sampled_from([*signed()["proof"], "more"]))
def test_whatever_stands_in_the_proof_instead_is_refused(value: object, key: str) -> None:
    document = signed()
    if document["proof"].get(key) == value:
        return
    document["proof"][key] = value
    refusal(document)


@pytest.mark.parametrize("key", ["@context", "id", "list", "flag", "text", "more"])
def test_a_changed_part_is_found(key: str) -> None:
    document = signed()
    document[key] = ["something else"]
    if key == "@context":
        assert "must repeat its @context" in refusal(document)
        document["proof"]["@context"] = document["@context"]
    assert "is not as it was signed" in refusal(document)


def test_a_part_that_is_gone_is_found() -> None:
    for key in DOCUMENT:
        document = signed()
        del document[key]
        refusal(document)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": "Ed25519Signature2020"}, "must have a proof with the type DataIntegrityProof"),
        ({"cryptosuite": "eddsa-rdfc-2022"}, "the cryptosuite eddsa-jcs-2022"),
        ({"cryptosuite": "ecdsa-jcs-2019"}, "the cryptosuite eddsa-jcs-2022"),
        ({"proofPurpose": "authentication"}, "the proofPurpose assertionMethod"),
        ({"created": "2026-05-29T09:00:01Z"}, "is not as it was signed"),
        ({"created": "2026-05-29T11:00:00+02:00"}, "created must be a moment"),
        ({"created": "2026-11-22T13:32:01Z"}, "signed at 2026-11-22T13:32:01Z, in the future"),
        ({"expires": "2036-01-01T00:00:00Z"}, "unknown key: 'expires'"),
        ({"domain": "label.example"}, "unknown key: 'domain'"),
        ({"previousProof": "urn:uuid:1"}, "unknown key: 'previousProof'"),
        ({"verificationMethod": f"{DID}#key-1"}, "a key that the issuer has not published"),
        ({"proofValue": "m" + "A" * 86}, "is not base58"),
        ({"proofValue": to_multibase(bytes(63))}, "has no Ed25519 signature"),
        ({"proofValue": to_multibase(bytes(64))}, "is not as it was signed"),
    ],
)
def test_another_proof_is_refused(changes: dict[str, object], reason: str) -> None:
    document = signed()
    document["proof"] |= changes
    assert reason in refusal(document)


def test_several_proofs_and_none_are_refused() -> None:
    document = signed()
    proof = document["proof"]
    assert "one proof, not a list" in refusal({**document, "proof": [proof]})
    assert "one proof, not a list" in refusal({**document, "proof": [proof, proof]})
    assert "has no proof" in refusal(DOCUMENT)
    assert "has no proof" in refusal({**document, "proof": "z"})


def test_a_key_that_stands_twice_is_refused() -> None:
    text = json.dumps(signed())
    assert "stands twice" in refusal(
        text.replace('{"@context"', '{"id": "x", "@context"', 1).encode()
    )


def test_somebody_elses_key_is_refused_whatever_the_document_says() -> None:
    forged = sign_document(DOCUMENT, ANOTHER, issuer_key(ANOTHER).method, CREATED)
    assert "a key that the issuer has not published" in refusal(forged)
    posing = sign_document(DOCUMENT, ANOTHER, issuer_key().method, CREATED)
    assert "somebody else signed it" in refusal(posing)
    both = [issuer_key(), issuer_key(ANOTHER)]
    assert check_document(forged, both, now=NOW).key == both[1]


def test_a_key_out_of_its_time_is_refused() -> None:
    day = timedelta(days=1)
    assert "counts only from" in refusal(signed(), issuer_key(since=CREATED + day))
    assert "was retired" in refusal(signed(), issuer_key(expires=CREATED - day))
    stolen = issuer_key(revoked=CREATED + day)
    assert "compromised" in refusal(signed(), stolen)
    assert check_document(signed(), [stolen], now=NOW, known_by=CREATED).key == stolen


def test_a_document_of_any_size_is_refused_unread() -> None:
    assert "262145 bytes" in refusal(b"[" * (LARGEST + 1))
    assert "nested too deeply" in refusal(b"[" * LARGEST)


def test_the_document_given_stays_as_it_is() -> None:
    document = signed()
    before = copy.deepcopy(document)
    check_document(document, [issuer_key()], now=NOW)
    assert document == before


def test_a_second_proof_is_not_added() -> None:
    with pytest.raises(BadInput, match="has a proof"):
        signed(signed())


@pytest.mark.parametrize("value", [0.5, float("nan"), 2**60, b"bytes", "\ud800", {1: 2}])
def test_what_json_cannot_carry_is_not_signed(value: object) -> None:
    with pytest.raises(BadInput, match=r"canonical JSON|no place here"):
        signed({"value": value})


class BrokenToken:
    """A token that answers with something else than a signature."""

    def sign(self, data: bytes, /) -> bytes:
        return data[:32]


def test_a_token_that_does_not_sign_is_refused() -> None:
    with pytest.raises(BadInput, match="gives no Ed25519 signature"):
        sign_document(DOCUMENT, BrokenToken(), issuer_key().method, CREATED)
