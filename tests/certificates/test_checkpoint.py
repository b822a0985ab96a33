from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates.canonical import from_base64
from certificates.checkpoint import (
    Checkpoint,
    Cosignature,
    SignedCheckpoint,
    cosign,
    read_checkpoint,
    sign_checkpoint,
)
from certificates.errors import BadInput
from certificates.notes import (
    KeyKind,
    NoteSignature,
    VerifierKey,
    read_note,
    read_vkey,
    verifier_key,
    write_note,
)

# A published checkpoint of a test log of Certificate Transparency with its witnesses and their
# keys: the log's second line is of another kind of key, which readers must ignore.
REAL = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3u\
rbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75\
MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5\
hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5X\
eU/zZ0WBxtqB0DrAWfBw==
""".encode()
REAL_LOG = read_vkey(
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
REAL_WITNESS = read_vkey("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")
REAL_SECOND = read_vkey(
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO"
)

ORIGIN = "label.example/log"
LOG = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
NEXT = Ed25519PrivateKey.from_private_bytes(b"N" * 32)
WITNESS = Ed25519PrivateKey.from_private_bytes(b"W" * 32)
LOG_KEY = verifier_key(ORIGIN, KeyKind.NOTE, LOG)
NEXT_KEY = verifier_key(ORIGIN, KeyKind.NOTE, NEXT)
WITNESS_KEY = verifier_key("witness.example/w1", KeyKind.COSIGNATURE, WITNESS)
AT = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
CHECKPOINT = Checkpoint(ORIGIN, 417, bytes(range(32)))
SIGNED = sign_checkpoint(CHECKPOINT, LOG)
COSIGNED = cosign(SIGNED, WITNESS_KEY.name, WITNESS, AT)


def resigned(text: bytes, key: Ed25519PrivateKey = LOG) -> bytes:
    """Return any text as a note properly signed by the log."""
    return write_note(text, [NoteSignature(ORIGIN, LOG_KEY.key_id, key.sign(text))])


def test_a_published_checkpoint_checks_with_log_and_witnesses() -> None:
    seen = datetime.fromtimestamp(0x6A122120, UTC)
    assert read_checkpoint(REAL, [REAL_LOG, REAL_WITNESS, REAL_SECOND]) == SignedCheckpoint(
        Checkpoint(
            "arche2025h1.staging.ct.transparency.dev",
            1_432_088_532,
            from_base64("U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=", "root"),
        ),
        (REAL_LOG,),
        (Cosignature(REAL_SECOND.name, seen), Cosignature(REAL_WITNESS.name, seen)),
    )


def test_the_log_signs_three_lines_under_its_own_name() -> None:
    assert read_note(SIGNED).text == (
        b"label.example/log\n417\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    )
    assert read_checkpoint(SIGNED, [LOG_KEY]) == SignedCheckpoint(CHECKPOINT, (LOG_KEY,), ())


def test_the_cosigned_message_is_the_specifications() -> None:
    payload = read_note(COSIGNED).signatures[1].payload
    seconds = int(AT.timestamp())
    message = f"cosignature/v1\ntime {seconds}\n".encode() + CHECKPOINT.text
    assert int.from_bytes(payload[:8], "big") == seconds
    assert WITNESS_KEY.verifies(message, payload[8:])


def test_a_witness_adds_its_time_and_a_reader_without_its_key_ignores_it() -> None:
    cosigned = (Cosignature(WITNESS_KEY.name, AT),)
    assert read_checkpoint(COSIGNED, [LOG_KEY, WITNESS_KEY]) == SignedCheckpoint(
        CHECKPOINT, (LOG_KEY,), cosigned
    )
    assert read_checkpoint(COSIGNED, [LOG_KEY]).cosigned == ()


def test_during_a_rotation_either_key_of_the_log_is_enough() -> None:
    both = write_note(
        CHECKPOINT.text,
        [*read_note(SIGNED).signatures, *read_note(sign_checkpoint(CHECKPOINT, NEXT)).signatures],
    )
    assert read_checkpoint(both, [LOG_KEY]).signed_by == (LOG_KEY,)
    assert read_checkpoint(both, [NEXT_KEY]).signed_by == (NEXT_KEY,)
    assert read_checkpoint(both, [NEXT_KEY, LOG_KEY]).signed_by == (LOG_KEY, NEXT_KEY)


@pytest.mark.parametrize(
    "keys",
    [
        (),
        (NEXT_KEY,),
        (WITNESS_KEY,),
        (verifier_key("other.example/log", KeyKind.NOTE, LOG),),
        (verifier_key(ORIGIN, KeyKind.COSIGNATURE, LOG),),
    ],
)
def test_without_a_signature_by_a_pinned_key_of_the_log_it_is_refused(
    keys: tuple[VerifierKey, ...],
) -> None:
    with pytest.raises(BadInput, match="not signed by a known key"):
        read_checkpoint(COSIGNED, keys)


def test_the_key_of_another_log_says_nothing_about_this_one() -> None:
    other = verifier_key("other.example/log", KeyKind.NOTE, NEXT)
    signature = NoteSignature(other.name, other.key_id, NEXT.sign(CHECKPOINT.text))
    with pytest.raises(BadInput, match="not signed by a known key"):
        read_checkpoint(write_note(CHECKPOINT.text, [signature]), [other])


def test_a_signature_of_other_text_refuses_the_note_even_beside_a_good_one() -> None:
    good = read_note(COSIGNED).signatures
    for place, key in enumerate((LOG_KEY, WITNESS_KEY)):
        signature = good[place]
        forged = NoteSignature(
            signature.name, signature.key_id, signature.payload[:-1] + bytes([0xFF])
        )
        note = write_note(CHECKPOINT.text, [*good[:place], forged, *good[place + 1 :]])
        with pytest.raises(BadInput, match=f"by '{key.name}' is not of this checkpoint"):
            read_checkpoint(note, [LOG_KEY, WITNESS_KEY, NEXT_KEY])


def test_a_witness_cannot_be_counted_twice() -> None:
    twice = cosign(COSIGNED, WITNESS_KEY.name, WITNESS, AT + timedelta(days=1))
    assert read_checkpoint(twice, [LOG_KEY]).checkpoint == CHECKPOINT
    with pytest.raises(BadInput, match="twice"):
        read_checkpoint(twice, [LOG_KEY, WITNESS_KEY])


def test_a_witness_time_cannot_be_moved() -> None:
    log, witness = read_note(COSIGNED).signatures
    seconds = int.from_bytes(witness.payload[:8], "big") - 86_400
    moved = NoteSignature(
        witness.name, witness.key_id, seconds.to_bytes(8, "big") + witness.payload[8:]
    )
    with pytest.raises(BadInput, match="not of this checkpoint"):
        read_checkpoint(write_note(CHECKPOINT.text, [log, moved]), [LOG_KEY, WITNESS_KEY])


@pytest.mark.parametrize("seconds", [2**38, 2**63, 2**64 - 1])
def test_an_impossible_time_is_refused(seconds: int) -> None:
    signed = WITNESS.sign(f"cosignature/v1\ntime {seconds}\n".encode() + CHECKPOINT.text)
    signature = NoteSignature(
        WITNESS_KEY.name, WITNESS_KEY.key_id, seconds.to_bytes(8, "big") + signed
    )
    note = write_note(CHECKPOINT.text, [*read_note(SIGNED).signatures, signature])
    with pytest.raises(BadInput, match="possible time"):
        read_checkpoint(note, [LOG_KEY, WITNESS_KEY])


@pytest.mark.parametrize("payload", [b"1", b"12345678", b"12345678" + bytes(63), bytes(200)])
def test_a_cosignature_of_a_wrong_length_is_refused(payload: bytes) -> None:
    signature = NoteSignature(WITNESS_KEY.name, WITNESS_KEY.key_id, payload)
    note = write_note(CHECKPOINT.text, [*read_note(SIGNED).signatures, signature])
    with pytest.raises(BadInput, match="not of this checkpoint"):
        read_checkpoint(note, [LOG_KEY, WITNESS_KEY])


ROOT = b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.mark.parametrize(
    "text",
    [
        b"label.example/log\n417\n",
        b"label.example/log\n417\n" + ROOT + b"\nmore\n",
        b"label.example/log\n417\n" + ROOT + b"\n\n",
        b"\nlabel.example/log\n417\n" + ROOT + b"\n",
        b"label.example/log\n0\n" + ROOT + b"\n",
        b"label.example/log\n0417\n" + ROOT + b"\n",
        b"label.example/log\n+417\n" + ROOT + b"\n",
        b"label.example/log\n417 \n" + ROOT + b"\n",
        b"label.example/log\n9223372036854775808\n" + ROOT + b"\n",
        b"label.example/log\n417\n" + ROOT[:-1] + b"\n",
        b"label.example/log\n417\n" + ROOT + b"=\n",
        b"label.example/log\n417\n" + ROOT[:-2] + b"9=\n",
        b"label.example/log\n417\nAAEC\n",
        b"label.example/log\n417\n\n",
        b"label example/log\n417\n" + ROOT + b"\n",
        b"\n417\n" + ROOT + b"\n",
    ],
)
def test_another_text_is_refused_even_when_it_is_signed(text: bytes) -> None:
    with pytest.raises(BadInput):
        read_checkpoint(resigned(text), [LOG_KEY])


def test_the_text_that_the_refused_ones_vary_is_accepted() -> None:
    text = b"label.example/log\n417\n" + ROOT + b"\n"
    assert read_checkpoint(resigned(text), [LOG_KEY]).checkpoint == CHECKPOINT


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        (ORIGIN, 0, bytes(32)),
        (ORIGIN, -1, bytes(32)),
        (ORIGIN, 2**63, bytes(32)),
        (ORIGIN, 1, bytes(31)),
        (ORIGIN, 1, b""),
        ("", 1, bytes(32)),
        ("label.example\nlog", 1, bytes(32)),
    ],
)
def test_an_impossible_checkpoint_cannot_be_made(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(BadInput):
        Checkpoint(origin, size, root)


def test_only_a_checkpoint_is_cosigned_and_with_a_time_that_can_be() -> None:
    with pytest.raises(BadInput, match="three lines"):
        cosign(resigned(b"I owe you a label.\n"), "witness.example/w1", WITNESS, AT)
    with pytest.raises(BadInput, match="time zone"):
        cosign(SIGNED, "witness.example/w1", WITNESS, AT.replace(tzinfo=None))
    with pytest.raises(BadInput, match="before 1970"):
        cosign(SIGNED, "witness.example/w1", WITNESS, AT - timedelta(days=40_000))
    with pytest.raises(BadInput, match="name"):
        cosign(SIGNED, "witness example", WITNESS, AT)


@given(st.integers(0, len(COSIGNED) - 1), st.integers(1, 255))
def test_no_changed_byte_gives_another_checkpoint(place: int, change: int) -> None:
    data = bytes([*COSIGNED[:place], COSIGNED[place] ^ change, *COSIGNED[place + 1 :]])
    try:
        signed = read_checkpoint(data, [LOG_KEY, WITNESS_KEY])
    except BadInput:
        return
    # What is left is a witness's line that became a stranger's.
    assert signed == SignedCheckpoint(CHECKPOINT, (LOG_KEY,), ())
