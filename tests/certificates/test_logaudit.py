from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.checkpoint import Checkpoint, cosign, sign_checkpoint
from certificates.errors import BadInput
from certificates.logaudit import LogAudit, audit_log
from certificates.notes import KeyKind, verifier_key
from tests.certificates.loggedfiles import (
    BEGUN,
    KEY,
    ORIGIN,
    PRIVATE,
    LoggedFiles,
    entry,
    log_of,
    signed,
)

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


def audited(log: LoggedFiles, earlier: bytes | None = None) -> LogAudit:
    return audit_log(log, log.note, [KEY], earlier)


def answers(audit: LogAudit) -> dict[str, bool | None]:
    return {check.name: check.ok for check in audit.checks}


def test_honest_log_holds_and_says_so_in_plain_words() -> None:
    audit = audited(log_of(3), signed([entry(0)]))
    assert (audit.valid, audit.exit_code, audit.evidence) == (True, 0, ())
    assert [check.detail for check in audit.checks] == [
        "The checkpoint is signed by a key that you named. No outside witness signed it.",
        "The log continues the state with 1 entries that you kept and added 2 since.",
        "All 3 entries together give the signed root.",
        "Every entry is of a known kind: 3 document.",
        "The published hashes, from which proofs are made, are those of the entries.",
    ]


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 600), st.data())
def test_any_honest_growth_holds_and_every_file_is_looked_at(
    size: int, data: st.DataObject
) -> None:
    earlier = data.draw(st.none() | st.integers(1, size))
    log = log_of(size)
    audit = audited(log, signed(log.entries[:earlier]) if earlier else None)
    assert audit.valid is True
    assert {*log.asked, "checkpoint"} == set(log.files)
    assert len(log.asked) == len(set(log.asked))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 600), st.data())
def test_any_byte_changed_in_any_file_is_seen(size: int, data: st.DataObject) -> None:
    log = log_of(size)
    path = data.draw(st.sampled_from(sorted(set(log.files) - {"checkpoint"})))
    place = data.draw(st.integers(0, len(log.files[path]) - 1))
    changed = bytearray(log.files[path])
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    log.files[path] = bytes(changed)
    try:
        assert audited(log).valid is False
    except BadInput as problem:
        assert "entry bundle" in str(problem)  # noqa: PT017 (either answer is right)


def test_past_that_was_changed_is_seen_with_both_notes_as_evidence() -> None:
    earlier = signed([entry(0), entry(7)])
    log = log_of(5)
    audit = audited(log, earlier)
    assert answers(audit) == {
        "signature": True, "growth": False, "entries": True, "leaves": True, "tiles": True,
    }  # fmt: skip
    assert audit.evidence == (earlier.decode(), log.note.decode())
    assert (audit.exit_code, audit.as_dict()["evidence"]) == (1, list(audit.evidence))


def test_two_stories_of_one_size_are_seen() -> None:
    audit = audited(log_of(2), signed([entry(0), entry(7)]))
    assert answers(audit)["growth"] is False


def test_log_that_lost_entries_is_seen() -> None:
    audit = audited(log_of(2), signed([entry(number) for number in range(3)]))
    assert (answers(audit)["growth"], audit.valid) == (False, False)
    assert audit.checks[1].detail.endswith("fewer than the state with 3 entries that you kept: "
                                           "some are gone.")  # fmt: skip


def test_entries_that_were_not_signed_say_nothing_of_the_past() -> None:
    log = log_of(3)
    log.files["checkpoint"] = signed([entry(9), entry(1), entry(2)])
    audit = audited(log, signed([entry(0)]))
    assert answers(audit) == {
        "signature": True, "growth": None, "entries": False, "leaves": True, "tiles": True,
    }  # fmt: skip


def test_wrong_tile_is_named() -> None:
    log = log_of(300)
    log.files["tile/1/000.p/1"] = bytes(32)
    audit = audited(log)
    assert answers(audit)["tiles"] is False
    assert audit.checks[-1].detail == (
        "Published hashes are not those of the entries: tile/1/000.p/1."
    )


def test_without_a_key_nobody_knows_who_signed() -> None:
    log = log_of(2)
    audit = audit_log(log, log.note, [], None)
    assert (answers(audit)["signature"], audit.valid, audit.exit_code) == (None, None, 2)


def test_signature_by_another_key_is_seen() -> None:
    log = log_of(2)
    log.files["checkpoint"] = signed(log.entries, STRANGER)
    assert answers(audited(log)) == {
        "signature": False, "entries": True, "leaves": True, "tiles": True,
    }  # fmt: skip


def test_witness_is_named_with_its_time() -> None:
    log = log_of(2)
    note = cosign(log.note, "witness.example", STRANGER, BEGUN + timedelta(hours=1))
    witness = verifier_key("witness.example", KeyKind.COSIGNATURE, STRANGER)
    audit = audit_log(log, note, [KEY, witness], None)
    assert audit.checks[0].detail == (
        "The checkpoint is signed by a key that you named. "
        "Seen by witness.example (2026-05-28T13:00:00Z)."
    )


def test_entry_of_an_unknown_kind_is_left_to_a_newer_program() -> None:
    audit = audited(LoggedFiles([entry(0), b'{"v":2}', entry(1)]))
    assert (answers(audit)["leaves"], audit.exit_code) == (None, 2)
    assert audit.checks[2].detail == (
        "1 entries are of no kind known here, from number 1. "
        "A newer version of this program may know them."
    )


def test_state_of_another_log_is_refused() -> None:
    other = sign_checkpoint(Checkpoint("other.example/log", 1, bytes(32)), PRIVATE)
    with pytest.raises(BadInput, match=f"not of '{ORIGIN}'"):
        audited(log_of(1), other)
