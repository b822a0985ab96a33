"""Numbers as people write them are read exactly, or refused where they could mean two things."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.core.errors import Invalid
from labelling.organisations.numbers import canonical, read_decimal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1250", "1250"),
        (" 12,5 ", "12.5"),
        ("12.5", "12.5"),
        ("0,250", "0.250"),
        ("0.125", "0.125"),
        ("1,250.5", "1250.5"),
        ("1.250,5", "1250.5"),
        ("1.250.000", "1250000"),
        ("1,250,000.75", "1250000.75"),
        ("1 250", "1250"),
        ("1\u202f250\u202f000,5", "1250000.5"),
        ("1’250.5", "1250.5"),
        ("1234,567", "1234.567"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_read_in_english_and_german(text: str, number: str) -> None:
    assert str(read_decimal(text)) == number


@pytest.mark.parametrize("text", ["1,250", "1.250", "12,500", "999.999", "-1,250"])
def test_a_number_with_two_readings_is_refused_and_both_are_named(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_decimal(text)
    assert "can be read in two ways" in refused.value.sentence


def test_a_refusal_names_both_readings_in_full() -> None:
    with pytest.raises(Invalid) as refused:
        read_decimal("1,250")
    assert refused.value.sentence == (
        "“1,250” can be read in two ways. "
        "Write 1250 for the large number or 1.2500 for the small one."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "about 5",
        "1e5",
        "NaN",
        "Infinity",
        "1..5",
        "1,2,3",
        "12.34.56",
        ".5",
        "5.",
        "٣",
        "1" * 31,
        "1 25",
        "=1+1",
        "0x10",
        "1_000",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_decimal(text)
    assert "is not a number" in refused.value.sentence


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(".,"))
def test_a_number_with_two_decimals_comes_back_exactly(number: Decimal, mark: str) -> None:
    written = f"{number:.2f}".replace(".", mark)
    assert read_decimal(written) == number
    assert Decimal(canonical(number)) == number


@pytest.mark.parametrize(
    ("number", "kept"),
    [("12.50", "12.5"), ("100", "100"), ("1E+3", "1000"), ("0.00", "0"), ("-0", "0"), ("007", "7")],
)
def test_the_kept_form_has_no_superfluous_zeros(number: str, kept: str) -> None:
    assert canonical(Decimal(number)) == kept
