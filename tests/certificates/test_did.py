import json
from datetime import UTC, datetime
from typing import Any

import pytest

from certificates.did import did_document, did_web, read_did_document, write_did_document
from certificates.errors import BadInput
from tests.certificates.issued import ANOTHER, DID, SIGNING, issuer_key

RETIRED = datetime(2027, 1, 1, tzinfo=UTC)
STOLEN = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
OLD = issuer_key(ANOTHER, expires=RETIRED)
NEW = issuer_key(SIGNING)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://label.example", "did:web:label.example"),
        ("https://LABEL.example/", "did:web:label.example"),
        ("https://label.example:8443", "did:web:label.example%3A8443"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://xn--cluster-gtesiegel-c3b.example", "did:web:xn--cluster-gtesiegel-c3b.example"),
    ],
)
def test_a_site_has_a_did(address: str, did: str) -> None:
    assert did_web(address) == did


@pytest.mark.parametrize(
    "address",
    [
        "label.example",
        "https://",
        "https://label.example/office",
        "https://label.example?x",
        "https://label.example#x",
        "https://somebody@label.example",
        "ftp://label.example",
        "https://läbel.example",
        "https://label.example:99999",
        "https://[::1]:8000",
    ],
)
def test_what_is_no_site_has_none(address: str) -> None:
    with pytest.raises(BadInput, match="not the address of a site"):
        did_web(address)


def test_the_document_lists_all_keys_and_trusts_no_compromised_one() -> None:
    stolen = issuer_key(SIGNING, revoked=STOLEN)
    assert did_document(DID, [OLD, stolen]) == {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": "did:web:label.example",
        "verificationMethod": [
            {
                "id": OLD.method,
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": OLD.multikey,
                "expires": "2027-01-01T00:00:00Z",
            },
            {
                "id": stolen.method,
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": stolen.multikey,
                "revoked": "2027-03-01T12:30:00Z",
            },
        ],
        "assertionMethod": [OLD.method],
    }


@pytest.mark.parametrize(
    "keys",
    [(NEW,), (OLD, NEW), (issuer_key(expires=RETIRED, revoked=STOLEN), OLD)],
)
def test_what_is_written_is_read(keys: Any) -> None:
    assert read_did_document(write_did_document(DID, keys), DID) == keys


@pytest.mark.parametrize("keys", [(), (NEW, NEW), (NEW, issuer_key(did="did:web:other.example"))])
def test_a_document_of_no_keys_twice_or_anothers_is_not_made(keys: Any) -> None:
    with pytest.raises(BadInput, match="must list"):
        did_document(DID, keys)


def changed(**changes: object) -> bytes:
    return json.dumps({**did_document(DID, [OLD, NEW]), **changes}).encode("utf-8")


def method(**changes: object) -> dict[str, object]:
    value = {
        "id": NEW.method,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": NEW.multikey,
    }
    return {key: part for key, part in {**value, **changes}.items() if part is not None}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (changed(id="did:web:other.example"), "is not the one of did:web:label.example"),
        (changed(service=[]), "has another form"),
        (changed(assertionMethod=[]), "has another form"),
        (changed(assertionMethod=[OLD.method, NEW.method, f"{DID}#more"]), "has another form"),
        (changed(verificationMethod=[]), "must list each key once"),
        (changed(verificationMethod=[method(), method()]), "must list each key once"),
        (changed(verificationMethod=[method(id=f"{DID}#key-1")]), "is not named after its key"),
        (changed(verificationMethod=[method(controller="did:web:x")]), "not named after its key"),
        (changed(verificationMethod=[method(type="JsonWebKey")]), "is not named after its key"),
        (changed(verificationMethod=[method(publicKeyMultibase="z6Mk")]), "not a public Ed25519"),
        (changed(verificationMethod=[method(publicKeyMultibase=None)]), "lacks"),
        (changed(verificationMethod=[method(expires="tomorrow")]), "must be a moment"),
        (changed(verificationMethod=[method(secretKeyMultibase="z3u2")]), "unknown key"),
        (b"[]", "must be an object"),
        (b'{"id": "did:web:label.example", "id": "x"}', "stands twice"),
        (b" " * (256 * 1024 + 1), "262145 bytes"),
    ],
)
def test_another_document_is_refused(document: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read_did_document(document, DID)
