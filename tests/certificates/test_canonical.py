from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.canonical import (
    canonical_json,
    from_base64,
    from_base64url,
    from_decimal,
    read_canonical_json,
    to_base64,
    to_base64url,
    to_instant,
)
from certificates.errors import BadInput

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
ANY_TEXT = st.text(st.characters(), max_size=24)


@given(VALUES)
def test_json_has_one_spelling(value: object) -> None:
    written = canonical_json(value, "It")
    assert read_canonical_json(written, "It") == value
    assert canonical_json(read_canonical_json(written, "It"), "It") == written


def test_keys_stand_in_order_of_utf16_and_without_spaces() -> None:
    # RFC 8785, section 3.2.3: the emoji's surrogates come before U+FB33.
    value = {"\u20ac": 1, "\ufb33": 2, "1": 3, "\U0001f600": 4, "ö": 5}
    expected = '{"1":3,"ö":5,"€":1,"\U0001f600":4,"\ufb33":2}'
    assert canonical_json(value, "It") == expected.encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"b":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1,"a":1}',
        b'{"a":01}',
        b'{"a":-0}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\ud800"}',
        b'{"a":9007199254740992}',
        b'{"a":NaN}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\xff"}',
        b"1" * 5000,
    ],
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_canonical_json(data, "It")


@pytest.mark.parametrize("depth", [300, 600, 900, 950, 990, 1000, 100_000])
def test_a_deep_nest_is_read_or_refused(depth: int) -> None:
    data = b"[" * depth + b"]" * depth
    try:
        value = read_canonical_json(data, "It")
    except BadInput:
        assert depth > 500
        return
    assert canonical_json(value, "It") == data


@pytest.mark.parametrize("value", [1.5, 2**53, {"a": {1, 2}}, {1: 2}, "\ud800", float("nan"), b""])
def test_what_json_cannot_carry_exactly_is_refused(value: object) -> None:
    with pytest.raises(BadInput):
        canonical_json(value, "It")


@given(st.binary(max_size=80))
def test_bytes_read_back(data: bytes) -> None:
    assert from_base64(to_base64(data), "It") == data
    assert from_base64url(to_base64url(data), "It") == data


@given(ANY_TEXT | st.text("AQgw09+/-_= \n", max_size=12))
def test_base64_is_refused_or_the_one_spelling(text: str) -> None:
    for read, write in ((from_base64, to_base64), (from_base64url, to_base64url)):
        try:
            data = read(text, "It")
        except BadInput:
            continue
        assert write(data) == text


@pytest.mark.parametrize("text", ["QQ", "QQ=", "QR==", "QQ==\n", " QQ==", "QUI=QUI=", "-_-_", "é"])
def test_sloppy_base64_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="base64"):
        from_base64(text, "It")


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "QQ\n", "+/+/", "é"])
def test_sloppy_base64url_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="base64url"):
        from_base64url(text, "It")


@given(st.integers(0, 10**19 - 1))
def test_whole_numbers_read_back(number: int) -> None:
    assert from_decimal(str(number), "It") == number


@pytest.mark.parametrize(
    "text", ["", "01", "+1", "-1", "1 ", "1\n", "1_0", "1.0", "1e3", "٣", "9" * 20]
)
def test_sloppy_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="whole number"):
        from_decimal(text, "It")


def test_instants_are_written_in_utc() -> None:
    summer = timezone(timedelta(hours=2))
    assert to_instant(datetime(2026, 6, 1, 11, 0, tzinfo=summer)) == "2026-06-01T09:00:00Z"
    assert to_instant(datetime(2026, 6, 1, 9, 0, 0, 7, UTC)) == "2026-06-01T09:00:00.000007Z"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(BadInput, match="time zone"):
        to_instant(datetime(2026, 6, 1, 9, 0))  # noqa: DTZ001 - the very case
