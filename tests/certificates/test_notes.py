import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates.canonical import from_base64
from certificates.errors import BadInput
from certificates.notes import (
    KeyKind,
    Note,
    NoteSignature,
    VerifierKey,
    read_note,
    read_vkey,
    verifier_key,
    write_note,
)

# The example of golang.org/x/mod, sumdb/note/note_test.go (BSD 3-clause).
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = from_base64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "seed")[1:]
TEXT = (
    b"If you think cryptography is the answer to your problem,\n"
    b"then you don't know what your problem is.\n"
)
SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
NOTE = TEXT + f"\n— PeterNeumann {SIGNATURE}\n".encode()


def test_the_reference_note_checks_with_its_key() -> None:
    key, note = read_vkey(VKEY), read_note(NOTE)
    [signature] = note.signatures
    assert note.text == TEXT
    assert (signature.name, signature.key_id) == (key.name, key.key_id)
    assert key.verifies(note.text, signature.payload)
    assert not key.verifies(note.text + b"\n", signature.payload)
    assert not key.verifies(note.text, signature.payload[:-1])


def test_the_reference_note_is_signed_byte_for_byte() -> None:
    private = Ed25519PrivateKey.from_private_bytes(SEED)
    key = verifier_key("PeterNeumann", KeyKind.NOTE, private)
    assert key.vkey == VKEY
    signature = NoteSignature(key.name, key.key_id, private.sign(TEXT))
    assert write_note(TEXT, [signature]) == NOTE


@pytest.mark.parametrize(
    "vkey",
    [  # vkeys of transparency-dev/formats, note/note_cosigv1_test.go (Apache 2.0)
        "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
    ],
)
def test_a_vkey_reads_back(vkey: str) -> None:
    assert read_vkey(vkey).vkey == vkey


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY.replace("c74f20a3", "c7 4f 20 a3"),
        VKEY.replace("PeterNeumann", "Peter Neumann"),
        VKEY.replace("PeterNeumann", ""),
        VKEY + "\n",
        VKEY[:-4],
        VKEY + "====",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "rekor.example+12345678+AwEB",
        "PeterNeumann+c74f20a3+",
    ],
)
def test_a_wrong_vkey_is_refused(vkey: str) -> None:
    with pytest.raises(BadInput):
        read_vkey(vkey)


@given(st.text(st.characters(), max_size=60) | st.text("aB0+/=", max_size=60))
def test_a_vkey_is_refused_or_its_own(text: str) -> None:
    try:
        key = read_vkey(text)
    except BadInput:
        return
    assert key.vkey == text


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\u00a0b", "a\n", "a\u2028", "a\x00", "\ud800"]
)
def test_an_impossible_name_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="name"):
        VerifierKey(name, KeyKind.NOTE, bytes(32))


def test_the_kind_of_a_key_changes_its_id() -> None:
    ids = {VerifierKey("label.example/log", kind, bytes(32)).key_id for kind in KeyKind}
    assert len(ids) == 2


def test_the_text_ends_at_the_last_empty_line() -> None:
    # The example of C2SP signed-note has an empty line in its text.
    text = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\n"
        "ed è subito sera.\n"
    )
    line = (
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMou"
        "FSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    note = read_note(f"{text}\n{line}".encode())
    assert note.text == text.encode()
    assert [one.name for one in note.signatures] == ["quasimodo.example/salvatore"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TEXT,
        TEXT + b"\n",
        NOTE[:-1],
        NOTE + b"\n",
        NOTE + b"x",
        NOTE + b"more\n",
        b"\xff" + NOTE,
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"think", b"th\x00nk"),
        NOTE.replace(b"think", b"th\tnk"),
        NOTE.replace("— ".encode(), b"- "),
        NOTE.replace("— ".encode(), "—".encode()),
        NOTE.replace(b"PeterNeumann x", b"PeterNeumann  x"),
        NOTE.replace(b"PeterNeumann x", b"Peter+Neumann x"),
        NOTE.replace(b"nAM=", b"nAM"),
        NOTE.replace(b"nAM=", b"nAN="),
        NOTE.replace(b"nAM=", b"nAM= "),
        TEXT + "\n— PeterNeumann AAAAAA==\n".encode(),
        TEXT + "\n— PeterNeumann\n".encode(),
        TEXT * 20_000 + NOTE,
        TEXT + b"\n" + f"— PeterNeumann {SIGNATURE}\n".encode() * 101,
    ],
)
def test_what_is_no_note_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_note(data)


def test_a_text_that_would_read_otherwise_is_not_written() -> None:
    signature = NoteSignature("PeterNeumann", bytes(4), bytes(64))
    for text in (b"no end of line", b"tab\t\n", b""):
        with pytest.raises(BadInput):
            write_note(text, [signature])
    with pytest.raises(BadInput):
        write_note(TEXT, [])


LINES = st.text("aä— \u2028\u0085+=", max_size=8)


@given(
    st.lists(LINES, min_size=1, max_size=4),
    st.lists(st.binary(min_size=1, max_size=70), min_size=1, max_size=3),
)
def test_a_note_reads_back(lines: list[str], payloads: list[bytes]) -> None:
    text = "".join(f"{line}\n" for line in lines).encode()
    signatures = tuple(
        NoteSignature(f"label.example/{place}", bytes([place] * 4), payload)
        for place, payload in enumerate(payloads)
    )
    assert read_note(write_note(text, signatures)) == Note(text, signatures)


@given(st.binary(max_size=40) | st.text("a\n— =AQg", max_size=40).map(str.encode))
def test_bytes_are_refused_or_a_note_of_their_own(data: bytes) -> None:
    try:
        note = read_note(data)
    except BadInput:
        return
    assert write_note(note.text, note.signatures) == data


@given(st.integers(0, len(NOTE) - 1), st.integers(1, 255))
def test_no_byte_of_a_note_can_be_changed(place: int, change: int) -> None:
    data = bytes([*NOTE[:place], NOTE[place] ^ change, *NOTE[place + 1 :]])
    key = read_vkey(VKEY)
    try:
        note = read_note(data)
    except BadInput:
        return
    assert not any(
        (one.name, one.key_id) == (key.name, key.key_id) and key.verifies(note.text, one.payload)
        for one in note.signatures
    )
