import json
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from certificates.errors import BadInput
from certificates.keymaking import new_key
from certificates.keys import PublicKeys, Purpose
from certificates.keysfile import read_keys, write_keys
from certificates.strictjson import Fields, parse
from tests.certificates.signed import AT, keys


@cache
def ring() -> PublicKeys:
    later = AT + timedelta(days=1)
    first = PublicKeys(tuple(key.public for key in keys()))
    rotated = first.rotated(new_key(Purpose.STATUS, later, 40).public, overlap=5)
    return rotated.compromised(first.of(Purpose.CHECKPOINT)[0].id, last=33, until=later)


def read_back(written: Any) -> PublicKeys:
    data = json.dumps({"keys": written}).encode()
    return read_keys(Fields(parse(data, "The bundle"), "The bundle"))


def test_keys_come_back_as_they_were_written() -> None:
    assert read_back(write_keys(ring())) == ring()


def test_a_key_is_written_in_one_spelling() -> None:
    status = write_keys(ring())[3]
    key = ring().keys[3]
    assert {name: value for name, value in status.items() if name != "public"} == {
        "id": key.id,
        "purpose": "status",
        "state": "retired",
        "first": 1,
        "since": "2026-05-29T09:00:00Z",
        "last": 44,
        "until": "2026-05-30T09:00:00Z",
    }


def changed(place: int, **changes: Any) -> list[dict[str, object]]:
    written = write_keys(ring())
    for name, value in changes.items():
        if value is None:
            del written[place][name]
        else:
            written[place][name] = value
    return written


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (changed(3, id="status-0123456789abcdef"), r"keys\[3\].id does not follow"),
        (changed(3, id="other"), r"keys\[3\].id does not follow"),
        (changed(3, state="asleep"), r"keys\[3\].state must be"),
        (changed(3, purpose="checkpoint"), r"keys\[3\].id does not follow"),
        (changed(3, last=None), r"keys\[3\] lacks 'last'"),
        (changed(2, last=3, until="2026-05-30T09:00:00Z"), "unknown key"),
        (changed(2, since="2026-05-29"), r"keys\[2\].since must be a moment"),
        (changed(2, first=0), r"keys\[2\].first must be a whole number"),
        (changed(2, public="MC%"), r"keys\[2\].public must be"),
        (changed(2, public="MCow"), r"keys\[2\]: The key .* must be a bare Ed25519 key"),
        (changed(2, chain=["MCow"]), "unknown key"),
        (changed(1, chain=None), r"keys\[1\] lacks 'chain'"),
        (changed(1, chain=[]), r"keys\[1\]: .* must come with its certificates"),
        (changed(1, chain=["MCow"]), r"keys\[1\].chain has something that is no certificate"),
        (changed(1, chain=["MCow" * 4096]), r"keys\[1\].chain has a certificate of over 8 kB"),
        (changed(1, chain=write_keys(ring())[0]["chain"]), "the certificate of another key"),
        (write_keys(ring())[1:], r"The bundle.keys: .* ends in no root"),
    ],
)
def test_keys_that_are_wrong_are_refused_with_their_place(written: Any, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_back(written)
