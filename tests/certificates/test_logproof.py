import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.canonical import canonical_json, to_base64
from certificates.checkpoint import Checkpoint, Cosignature, cosign, sign_checkpoint
from certificates.errors import BadInput
from certificates.leaves import Leaf, LeafType, leaf_hash
from certificates.log import inclusion_proof, reading, root_of
from certificates.logproof import LogProof, check_proof, prove, read_proof, write_proof
from certificates.notes import KeyKind, verifier_key

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ORIGIN = "label.example/log"
LOG = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
WITNESS = Ed25519PrivateKey.from_private_bytes(b"W" * 32)
LOG_KEY = verifier_key(ORIGIN, KeyKind.NOTE, LOG)
WITNESS_KEY = verifier_key("witness.example/w1", KeyKind.COSIGNATURE, WITNESS)
LEAVES = [
    Leaf(LeafType.DOCUMENT, AT + timedelta(days=number), label="k7Qm2xV9tRab", file_sha256="a" * 64)
    for number in range(21)
]
READ = reading([leaf_hash(leaf) for leaf in LEAVES])


def head(size: int) -> bytes:
    """Return the checkpoint of the log at a size, signed."""
    return sign_checkpoint(Checkpoint(ORIGIN, size, root_of(READ, size)), LOG)


NOTE = cosign(head(21), WITNESS_KEY.name, WITNESS, AT)
PROOF = prove(LEAVES[5], 5, READ, NOTE)
DATA = write_proof(PROOF)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 21), st.data())
def test_every_leaf_is_proven_off_line(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    written = write_proof(prove(LEAVES[index], index, READ, head(size)))
    proof = read_proof(written)
    assert write_proof(proof) == written
    signed = check_proof(proof, [LOG_KEY])
    assert (proof.leaf, signed.checkpoint.size) == (LEAVES[index], size)


def test_the_witness_who_saw_it_is_named() -> None:
    signed = check_proof(read_proof(DATA), [LOG_KEY, WITNESS_KEY])
    assert signed.cosigned == (Cosignature(WITNESS_KEY.name, AT),)


def test_the_record_is_as_documented() -> None:
    assert json.loads(DATA) == {
        "v": 1,
        "leaf": {
            "v": 1,
            "type": "document",
            "label": "k7Qm2xV9tRab",
            "file_sha256": "a" * 64,
            "at": "2026-06-06T09:00:00Z",
        },
        "index": 5,
        "size": 21,
        "hashes": [to_base64(value) for value in inclusion_proof(READ, 5, 21)],
        "checkpoint": NOTE.decode(),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"leaf": LEAVES[6]},
        {"leaf": replace(LEAVES[5], file_sha256="b" * 64)},
        {"index": 4},
        {"index": 21},
        {"index": -1},
        {"hashes": PROOF.hashes[:-1]},
        {"hashes": (*PROOF.hashes, bytes(32))},
        {"hashes": (*PROOF.hashes, b"")},
        {"hashes": PROOF.hashes[::-1]},
        {"hashes": ()},
        {"checkpoint": head(20)},
        {"checkpoint": b""},
        {"checkpoint": NOTE + b"\n"},
        {"checkpoint": sign_checkpoint(Checkpoint(ORIGIN, 21, root_of(READ, 21)), WITNESS)},
    ],
)
def test_any_other_proof_fails(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        check_proof(replace(PROOF, **changes), [LOG_KEY])


def test_a_proof_without_a_pinned_key_fails() -> None:
    with pytest.raises(BadInput, match="not signed by a known key"):
        check_proof(PROOF, [WITNESS_KEY])


@pytest.mark.parametrize(("leaf", "index"), [(6, 5), (5, 6), (5, 21), (5, -1)])
def test_nothing_is_proven_that_the_log_does_not_have(leaf: int, index: int) -> None:
    with pytest.raises(BadInput):
        prove(LEAVES[leaf], index, READ, NOTE)


def test_nothing_is_proven_under_the_root_of_another_log() -> None:
    other = sign_checkpoint(Checkpoint(ORIGIN, 21, bytes(32)), LOG)
    with pytest.raises(BadInput, match="has not this leaf"):
        prove(LEAVES[5], 5, READ, other)


def changed(**values: object) -> bytes:
    """Return the record with other values, in the spelling that a record has."""
    return canonical_json({**json.loads(DATA), **values}, "It")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        DATA + b"\n",
        json.dumps(json.loads(DATA)).encode(),
        changed(v=2),
        changed(more=1),
        changed(size=20),
        changed(size=0),
        changed(size="21"),
        changed(index="5"),
        changed(index=-1),
        changed(index=None),
        changed(leaf=[]),
        changed(leaf={}),
        changed(leaf={**json.loads(DATA)["leaf"], "at": "2026-06-06T09:00:00.0Z"}),
        changed(hashes={}),
        changed(hashes=[1]),
        changed(hashes=["AAAA"]),
        changed(hashes=["A" * 43]),
        changed(hashes=["A" * 42 + "B="]),
        changed(checkpoint=5),
        changed(checkpoint=""),
        changed(checkpoint="label.example/log\n21\nAAAA\n"),
        changed(checkpoint=head(20).decode()),
        DATA.replace(b"witness.example", b"witness\\ud800xample"),
    ],
)
def test_a_malformed_record_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_proof(data)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_no_changed_byte_proves_anything_else(place: int, change: int) -> None:
    data = bytes([*DATA[:place], DATA[place] ^ change, *DATA[place + 1 :]])
    try:
        proof = read_proof(data)
        signed = check_proof(proof, [LOG_KEY, WITNESS_KEY])
    except BadInput:
        return
    # What is left is a witness's line that became a stranger's.
    assert (replace(proof, checkpoint=NOTE), signed.cosigned) == (PROOF, ())


def test_a_proof_is_a_value() -> None:
    assert read_proof(DATA) == PROOF == LogProof(LEAVES[5], 5, PROOF.hashes, NOTE)
