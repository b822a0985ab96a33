from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.errors import BadInput
from certificates.numbers import LETTERS, LabelNumber, make_number, parse_number

KEYS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SAMPLES = [
    make_number(prefix, year, serial)
    for prefix in ("CE", "EB", "ZZZ", "AQUA")
    for year in (2026, 2099)
    for serial in (1, 9, 10, 417, 9999, 10000, 1234567)
]


def accepted(text: str) -> bool:
    try:
        parse_number(text)
    except BadInput:
        return False
    return True


@pytest.mark.parametrize("number", SAMPLES)
def test_every_single_wrong_character_is_found(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in KEYS + "-":
            if wrong != right:
                assert not accepted(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("number", SAMPLES)
def test_every_exchange_of_neighbours_is_found(number: str) -> None:
    places = [place for place, key in enumerate(number) if key != "-"]
    for left, right in pairwise(places):
        keys = list(number)
        keys[left], keys[right] = keys[right], keys[left]
        assert "".join(keys) == number or not accepted("".join(keys))


@given(st.text(LETTERS, min_size=2, max_size=4), st.integers(2000, 2999), st.integers(1, 9_999_999))
def test_a_made_number_reads_back(prefix: str, year: int, serial: int) -> None:
    number = make_number(prefix, year, serial)
    assert parse_number(number) == LabelNumber(prefix, year, serial)
    assert number.rpartition("-")[2] in LETTERS


def test_the_printed_form() -> None:
    assert make_number("CE", 2026, 417) == "CE-2026-0417-R"


@pytest.mark.parametrize(
    "typed", ["ce-2026-0417-r", " CE – 2026 – 0417 – R ", "CE‑2026‑0417‑R", "ce 2026 0417 r"]
)
def test_what_a_person_types_is_understood(typed: str) -> None:
    assert parse_number(typed) == LabelNumber("CE", 2026, 417)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CE-2026-417-R",
        "CE-2026-0417",
        "CE-2026-04170-R",
        "C" * 41,
        "SO-2026-0417-R",
        "CE-２026-0417-R",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="label number"):
        parse_number(text)


def test_a_slip_is_named_as_one() -> None:
    with pytest.raises(BadInput, match=r"CE-2026-0471-R.*slip"):
        parse_number("CE-2026-0471-R")


@pytest.mark.parametrize(
    ("prefix", "year", "serial"),
    [
        ("C", 2026, 1),
        ("CEEEE", 2026, 1),
        ("IO", 2026, 1),
        ("ce", 2026, 1),
        ("CE", 26, 1),
        ("CE", 2026, 0),
        ("CE", 2026, -5),
        ("CE", 2026, 10_000_000),
    ],
)
def test_a_number_out_of_range_is_not_made(prefix: str, year: int, serial: int) -> None:
    with pytest.raises(BadInput, match="2 to 4 letters"):
        make_number(prefix, year, serial)
