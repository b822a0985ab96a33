from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.leaves import (
    Leaf,
    LeafType,
    event_sha256,
    leaf_bytes,
    leaf_hash,
    leaf_of,
    leaf_value,
    new_salt,
    open_event,
    read_leaf,
    seal_event,
)
from certificates.strictjson import Fields

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ISSUED = Leaf(
    LeafType.ISSUE,
    AT,
    label="k7Qm2xV9tRab",
    credential_sha256="a" * 64,
    event_sha256="e" * 64,
)
ISSUED_BYTES = (
    b'{"at":"2026-06-01T09:00:00Z","credential_sha256":"' + b"a" * 64 + b'",'
    b'"event_sha256":"' + b"e" * 64 + b'","label":"k7Qm2xV9tRab","type":"issue","v":1}'
)
LABEL, CREDENTIAL, FILE, EVENT = "label", "credential_sha256", "file_sha256", "event_sha256"
ALL = {LABEL: "k7Qm2xV9tRab", CREDENTIAL: "a" * 64, FILE: "f" * 64, EVENT: "e" * 64}
CHANGE = [{LABEL, EVENT}, {LABEL, EVENT, CREDENTIAL}]
SHAPES = {
    LeafType.GRANT: [{LABEL, EVENT}],
    LeafType.AMEND: [{LABEL, EVENT}],
    LeafType.ISSUE: [{LABEL, CREDENTIAL, EVENT}],
    LeafType.REPLACE: [{LABEL, CREDENTIAL, EVENT}],
    LeafType.RENEW: [{LABEL, CREDENTIAL, EVENT}],
    LeafType.SUSPEND: CHANGE,
    LeafType.LIFT: CHANGE,
    LeafType.REVOKE: CHANGE,
    LeafType.WITHDRAW: CHANGE,
    LeafType.DOCUMENT: [{LABEL, FILE}, {LABEL, FILE, EVENT}],
    LeafType.EDITION_PUBLISHED: [{FILE}, {FILE, EVENT}],
    LeafType.KEY_INTRODUCED: [{EVENT}],
    LeafType.KEY_RETIRED: [{EVENT}],
    LeafType.AUDIT_HEAD: [{EVENT}],
}


def leaf_with(kind: LeafType, keys: set[str]) -> Leaf:
    """Return a leaf that has these of the four fields that not every type has."""
    chosen: dict[str, Any] = {key: ALL[key] for key in keys}
    return Leaf(kind, AT, **chosen)


def test_a_leaf_is_the_documented_bytes() -> None:
    assert leaf_bytes(ISSUED) == ISSUED_BYTES
    assert leaf_hash(ISSUED) == sha256(b"\x00" + ISSUED_BYTES).digest()


@pytest.mark.parametrize("kind", LeafType)
def test_exactly_these_shapes_of_a_type_are_written_and_read(kind: LeafType) -> None:
    for number in range(16):
        keys = {key for place, key in enumerate(ALL) if number >> place & 1}
        leaf = leaf_with(kind, keys)
        if keys in SHAPES[kind]:
            assert read_leaf(leaf_bytes(leaf)) == leaf
        else:
            with pytest.raises(BadInput, match=f"type {kind.value} must have"):
                leaf_bytes(leaf)


@given(st.sampled_from(LeafType), st.datetimes(timezones=st.just(UTC)))
def test_a_leaf_reads_back(kind: LeafType, at: datetime) -> None:
    leaf = replace(leaf_with(kind, SHAPES[kind][0]), at=at)
    assert read_leaf(leaf_bytes(leaf)) == leaf


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "Alder Valley Mobility Cluster"},
        {"label": ""},
        {"label": "a" * 65},
        {"credential_sha256": "A" * 64},
        {"credential_sha256": "a" * 63},
        {"event_sha256": "e" * 64 + "\n"},
        {"at": AT.replace(tzinfo=None)},
    ],
)
def test_a_leaf_with_other_than_hashes_and_an_id_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        leaf_bytes(replace(ISSUED, **changes))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":"1"'),
        (b'"v":1', b'"v":1 '),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":1,"x":1'),
        (b'"type":"issue"', b'"type":"praise"'),
        (b'"type":"issue"', b'"type":["issue"]'),
        (b'"type":"issue"', b'"type":"issu\\u0065"'),
        (b'"type":"issue",', b""),
        (b'"at":"2026-06-01T09:00:00Z",', b""),
        (b"09:00:00Z", b"09:00:00.0Z"),
        (b"09:00:00Z", b"09:00:00+00:00"),
        (b"2026-06-01", b"2026-06-31"),
        (b"2026-06-01", b"0000-06-01"),
        (b"}", b"}\n"),
        (ISSUED_BYTES, b""),
        (ISSUED_BYTES, b"[]"),
        (ISSUED_BYTES, b"null"),
    ],
)
def test_other_bytes_are_refused(old: bytes, new: bytes) -> None:
    assert old in ISSUED_BYTES
    with pytest.raises(BadInput):
        read_leaf(ISSUED_BYTES.replace(old, new))


def test_a_leaf_within_another_record_is_read_to_its_end() -> None:
    with pytest.raises(BadInput, match="unknown key: 'note'"):
        leaf_of(Fields({**leaf_value(ISSUED), "note": ""}, "It"))


@given(st.integers(0, len(ISSUED_BYTES) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_another_leaf(place: int, change: int) -> None:
    data = bytes([*ISSUED_BYTES[:place], ISSUED_BYTES[place] ^ change, *ISSUED_BYTES[place + 1 :]])
    try:
        leaf = read_leaf(data)
    except BadInput:
        return
    assert leaf != ISSUED
    assert leaf_bytes(leaf) == data


EVENTS = st.dictionaries(
    st.text(max_size=5), st.text(max_size=5) | st.integers(-9, 9) | st.booleans() | st.none()
)


@given(EVENTS, st.binary(min_size=16, max_size=16))
def test_an_event_opens_with_its_hash(event: dict[str, object], salt: bytes) -> None:
    sealed = seal_event(event, salt)
    assert open_event(sealed, event_sha256(sealed)) == event


def test_a_sealed_event_is_the_documented_bytes() -> None:
    sealed = seal_event({"kind": "revoke", "reason": "Misuse."}, bytes(range(16)))
    assert sealed == (
        b'{"event":{"kind":"revoke","reason":"Misuse."},"salt":"000102030405060708090a0b0c0d0e0f"}'
    )
    assert event_sha256(sealed) == sha256(sealed).hexdigest()


def test_the_same_event_has_another_hash_each_time() -> None:
    salts = [new_salt() for _ in range(20)]
    assert {len(salt) for salt in salts} == {16}
    assert len({event_sha256(seal_event({"kind": "lift"}, salt)) for salt in salts}) == 20


def test_an_event_with_another_hash_does_not_open() -> None:
    sealed = seal_event({"kind": "lift"}, bytes(16))
    with pytest.raises(BadInput, match="not the one"):
        open_event(sealed.replace(b"lift", b"gift"), event_sha256(sealed))


@pytest.mark.parametrize(
    "sealed",
    [
        b"",
        b"[]",
        b'{"event":{}}',
        b'{"event":[],"salt":"' + b"0" * 32 + b'"}',
        b'{"event":{},"salt":"' + b"0" * 31 + b'"}',
        b'{"event":{},"salt":"' + b"A" * 32 + b'"}',
        b'{"event":{"a":1.5},"salt":"' + b"0" * 32 + b'"}',
        b'{"event": {},"salt":"' + b"0" * 32 + b'"}',
        b'{"event":{},"more":1,"salt":"' + b"0" * 32 + b'"}',
    ],
)
def test_what_is_no_sealed_event_is_refused(sealed: bytes) -> None:
    with pytest.raises(BadInput):
        open_event(sealed, event_sha256(sealed))


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17)])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(BadInput, match="128 bits"):
        seal_event({}, salt)


def test_an_event_with_fractions_is_refused() -> None:
    with pytest.raises(BadInput):
        seal_event({"percent": 61.5}, bytes(16))
