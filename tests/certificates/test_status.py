from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.status import (
    Purpose,
    StatusEntry,
    StatusList,
    entry_value,
    list_credential,
    read_entry,
    read_list,
    status_of,
)
from certificates.statusbits import LIST_LENGTH, LONGEST_LIST, bits_of, encode_bits
from certificates.strictjson import Fields

ADDRESS = "https://label.example/status/3"
ISSUER = "did:web:label.example"
FROM = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
UNTIL = FROM + timedelta(hours=24)
INDICES = st.sets(st.integers(0, LIST_LENGTH - 1), max_size=20)


def status_list(**changes: Any) -> StatusList:
    """Return a list of revocations with number 94567 set, with these changes."""
    values: dict[str, Any] = {
        "address": ADDRESS,
        "issuer": ISSUER,
        "purpose": Purpose.REVOCATION,
        "valid_from": FROM,
        "valid_until": UNTIL,
        "bits": bits_of([94567]),
    }
    return StatusList(**{**values, **changes})


SET = StatusEntry(Purpose.REVOCATION, ADDRESS, 94567)
UNSET = StatusEntry(Purpose.REVOCATION, ADDRESS, 94568)


def test_the_credential_of_a_list_is_the_standards() -> None:
    content = list_credential(status_list(bits=bits_of([])))
    assert content.pop("credentialSubject") == {
        "id": f"{ADDRESS}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": encode_bits(bits_of([])),
    }
    assert content == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": ADDRESS,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-11-22T13:00:00Z",
        "validUntil": "2026-11-23T13:00:00Z",
    }


@settings(max_examples=25, deadline=None)
@given(INDICES, st.sampled_from(Purpose))
def test_a_list_in_a_credential_reads_back(indices: set[int], purpose: Purpose) -> None:
    written = status_list(bits=bits_of(indices), purpose=purpose)
    assert read_list(list_credential(written)) == written
    assert read_list({**list_credential(written), "proof": {"type": "x"}}) == written


@pytest.mark.parametrize("hours", [-1, 0, 25])
def test_a_list_is_valid_for_up_to_24_hours(hours: int) -> None:
    with pytest.raises(BadInput, match="24 hours"):
        list_credential(status_list(valid_until=FROM + timedelta(hours=hours)))


def without(key: str) -> Callable[[dict[str, Any]], object]:
    """Return a change that takes a key away."""
    return lambda content: content.pop(key)


@pytest.mark.parametrize(
    "change",
    [
        *(without(key) for key in list_credential(status_list())),
        lambda content: content.update(more=1),
        lambda content: content.update(issuer={"id": ISSUER}),
        lambda content: content.update(type=["VerifiableCredential"]),
        lambda content: content.update(type="BitstringStatusListCredential"),
        lambda content: content.update({"@context": "https://www.w3.org/ns/credentials/v2"}),
        lambda content: content.update(id="status/3"),
        lambda content: content.update(id="https://label.example/status/4"),
        lambda content: content.update(validFrom="2026-11-22"),
        lambda content: content.update(credentialSubject=[]),
        lambda content: content["credentialSubject"].update(statusPurpose="message"),
        lambda content: content["credentialSubject"].update(statusPurpose=["revocation"]),
        lambda content: content["credentialSubject"].update(statusSize=2),
        lambda content: content["credentialSubject"].update(type="StatusList2021"),
        lambda content: content["credentialSubject"].update(encodedList="u"),
        lambda content: content["credentialSubject"].pop("encodedList"),
    ],
)
def test_a_list_credential_with_anything_else_is_refused(
    change: Callable[[dict[str, Any]], object],
) -> None:
    content = list_credential(status_list())
    change(content)
    with pytest.raises(BadInput):
        read_list(content)


def test_an_entry_is_the_standards() -> None:
    assert entry_value(SET) == {
        "id": f"{ADDRESS}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": ADDRESS,
    }


@given(st.sampled_from(Purpose), st.integers(0, LONGEST_LIST - 1))
def test_an_entry_reads_back(purpose: Purpose, index: int) -> None:
    entry = StatusEntry(purpose, ADDRESS, index)
    assert read_entry(Fields(entry_value(entry), "It")) == entry


@pytest.mark.parametrize(
    "changes",
    [
        {"statusListIndex": 94567},
        {"statusListIndex": "094567", "id": f"{ADDRESS}#094567"},
        {"statusListIndex": "-1", "id": f"{ADDRESS}#-1"},
        {"statusListIndex": "94568"},
        {"statusListIndex": str(LONGEST_LIST), "id": f"{ADDRESS}#{LONGEST_LIST}"},
        {"statusListIndex": "9" * 5000},
        {"statusPurpose": "message"},
        {"type": "StatusList2021Entry"},
        {"statusListCredential": "file:///list"},
        {"statusSize": 2},
        {"id": ADDRESS},
    ],
)
def test_another_entry_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        read_entry(Fields({**entry_value(SET), **changes}, "It"))


def test_a_bit_is_read_while_its_list_is_valid() -> None:
    lists = [status_list(purpose=Purpose.SUSPENSION, bits=bits_of([94568])), status_list()]
    for moment in (FROM, UNTIL - timedelta(seconds=1)):
        assert status_of(SET, lists, issuer=ISSUER, at=moment) is True
        assert status_of(UNSET, lists, issuer=ISSUER, at=moment) is False


@pytest.mark.parametrize(
    ("lists", "at"),
    [
        ([], FROM),
        ([status_list()], FROM - timedelta(seconds=1)),
        ([status_list()], UNTIL),
        ([status_list(purpose=Purpose.SUSPENSION)], FROM),
        ([status_list(address="https://label.example/status/4")], FROM),
        ([status_list(issuer="did:web:look-alike.example")], FROM),
    ],
)
def test_without_the_right_list_the_status_cannot_be_told(
    lists: list[StatusList], at: datetime
) -> None:
    assert status_of(SET, lists, issuer=ISSUER, at=at) is None
    assert status_of(UNSET, lists, issuer=ISSUER, at=at) is None


def test_an_index_beyond_the_list_cannot_be_told() -> None:
    entry = StatusEntry(Purpose.REVOCATION, ADDRESS, LIST_LENGTH)
    assert status_of(entry, [status_list()], issuer=ISSUER, at=FROM) is None


def test_of_two_valid_lists_the_set_bit_counts() -> None:
    lists = [status_list(), status_list(bits=bits_of([]))]
    assert status_of(SET, lists, issuer=ISSUER, at=FROM) is True
    assert status_of(SET, lists[::-1], issuer=ISSUER, at=FROM) is True
