from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.keymaking import new_key, new_pdf_key, new_root
from certificates.keys import PublicKey, PublicKeys, Purpose, State
from tests.certificates.signed import AT, OWNER, keys

LATER = AT + timedelta(days=400)


def ring() -> PublicKeys:
    return PublicKeys(tuple(key.public for key in keys()))


def fresh(purpose: Purpose, first: int) -> PublicKey:
    return new_key(purpose, LATER, first).public


def test_the_first_keys_are_one_for_each_purpose() -> None:
    assert [key.purpose for key in ring().keys] == list(Purpose)
    assert [ring().current(purpose) for purpose in Purpose] == list(ring().keys)
    assert {(key.state, key.first, key.last) for key in ring().keys} == {(State.CURRENT, 1, None)}


def test_a_keys_name_follows_from_the_key() -> None:
    key = fresh(Purpose.STATUS, 1)
    assert key.id.startswith("status-")
    assert key.id == replace(key, first=9).id
    assert key.id != fresh(Purpose.STATUS, 1).id
    assert len(key.raw) == 32


def test_a_rotation_retires_the_predecessor_after_the_overlap() -> None:
    old, new = ring().current(Purpose.CREDENTIAL), fresh(Purpose.CREDENTIAL, 100)
    assert old is not None
    rotated = ring().rotated(new, overlap=3)
    retired = replace(old, state=State.RETIRED, last=102, until=LATER)
    assert rotated.of(Purpose.CREDENTIAL) == (retired, new)
    assert rotated.current(Purpose.CREDENTIAL) == new
    counting = {size: rotated.counting(Purpose.CREDENTIAL, size) for size in (99, 100, 102, 103)}
    assert counting == {99: (retired,), 100: (retired, new), 102: (retired, new), 103: (new,)}
    assert rotated.of(Purpose.STATUS) == ring().of(Purpose.STATUS)


@given(
    steps=st.lists(st.tuples(st.integers(1, 50), st.integers(0, 20)), max_size=5),
    size=st.integers(1, 400),
)
def test_at_every_size_of_the_log_some_key_counts_however_often_it_was_rotated(
    steps: list[tuple[int, int]], size: int
) -> None:
    rotated, first = ring(), 1
    for more, overlap in steps:
        first += more
        rotated = rotated.rotated(fresh(Purpose.CHECKPOINT, first), overlap=overlap)
    begun = [key for key in rotated.of(Purpose.CHECKPOINT) if key.first <= size]
    assert begun[-1] in rotated.counting(Purpose.CHECKPOINT, size)
    assert len(rotated.of(Purpose.CHECKPOINT)) == len(steps) + 1


def test_a_compromised_key_counts_only_for_what_was_there_before() -> None:
    key = ring().current(Purpose.STATUS)
    assert key is not None
    fallen = ring().compromised(key.id, last=7, until=LATER)
    assert fallen.current(Purpose.STATUS) is None
    (marked,) = fallen.of(Purpose.STATUS)
    assert marked == replace(key, state=State.COMPROMISED, last=7, until=LATER)
    assert [marked.counts_at(size) for size in (1, 7, 8)] == [True, True, False]


def test_a_retired_key_that_falls_later_keeps_its_end() -> None:
    rotated = ring().rotated(fresh(Purpose.STATUS, 50))
    old, new = rotated.of(Purpose.STATUS)
    fallen = rotated.compromised(old.id, last=80, until=LATER + timedelta(days=9))
    assert fallen.of(Purpose.STATUS) == (replace(old, state=State.COMPROMISED), new)


def test_with_a_root_fall_the_keys_that_it_vouched_for() -> None:
    first, second = keys()[0].public, new_root(OWNER, LATER, 30)
    rotated = ring().rotated(second.public).rotated(new_pdf_key(second, OWNER, LATER, 31).public)
    fallen = rotated.compromised(first.id, last=20, until=LATER)
    states = [key.state for key in (*fallen.of(Purpose.ROOT), *fallen.of(Purpose.PDF))]
    assert states == [State.COMPROMISED, State.CURRENT, State.COMPROMISED, State.CURRENT]
    assert fallen.of(Purpose.STATUS) == ring().of(Purpose.STATUS)


def test_a_chain_leads_to_its_key() -> None:
    pdf = ring().of(Purpose.PDF)[0]
    assert ring().with_chain(pdf.chain) == pdf
    assert ring().with_chain(pdf.chain[1:]) is None
    assert ring().find(pdf.id) == pdf
    assert ring().find("pdf-0000000000000000") is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"last": 3}, "has an end exactly when"),
        ({"state": State.RETIRED, "last": 3}, "has an end exactly when"),
        ({"first": 0}, "a size of the log that never is"),
        ({"since": AT.replace(tzinfo=None)}, "without its time zone"),
        ({"public": b"\x30\x00"}, "must be a bare Ed25519 key"),
        ({"chain": (b"x",)}, "must be a bare Ed25519 key"),
        ({"purpose": Purpose.PDF}, "must come with its certificates"),
    ],
)
def test_a_key_that_contradicts_itself_is_refused(changes: dict[str, Any], why: str) -> None:
    key = fresh(Purpose.STATUS, 1)
    with pytest.raises(BadInput, match=why):
        replace(key, **changes)


def test_lists_that_contradict_themselves_are_refused() -> None:
    listed = ring().keys
    with pytest.raises(BadInput, match="listed twice"):
        PublicKeys((*listed, listed[2]))
    with pytest.raises(BadInput, match="Two keys of one purpose"):
        PublicKeys((*listed, fresh(Purpose.STATUS, 2)))
    with pytest.raises(BadInput, match="ends in no root"):
        PublicKeys(listed[1:])
    with pytest.raises(BadInput, match="There is no key"):
        ring().compromised("status-0", last=1, until=AT)
    with pytest.raises(BadInput, match="Only a current key"):
        ring().rotated(fresh(Purpose.STATUS, 2), overlap=-1)
