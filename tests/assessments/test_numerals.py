from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.numerals import MOST_DIGITS, NotANumber, Numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", Fraction(45)),
        ("0.1", Fraction(1, 10)),
        ("33.333333333333333333333333", Fraction("33.333333333333333333333333")),
        ("6e1", Fraction(60)),
        ("-0", Fraction(0)),
        ("0e999999999", Fraction(0)),
        ("1e-400", Fraction(1, 10**400)),
    ],
)
def test_numeral_is_the_decimal_it_spells(text: str, value: Fraction) -> None:
    assert Numeral(text).exact() == value


@given(st.decimals(0, 100, allow_nan=False, places=6))
def test_numeral_of_any_decimal_is_that_decimal(number: Decimal) -> None:
    assert Numeral(str(number)).exact() == Fraction(number)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("NaN", "must be a number, not NaN"),
        ("-Infinity", "must be a number, not -Infinity"),
        ("1e999999999", f"is written with more than {MOST_DIGITS} digits"),
        ("1e-999999999", f"is written with more than {MOST_DIGITS} digits"),
        ("1e99999999999999999999999", f"is written with more than {MOST_DIGITS} digits"),
        ("1" * 5000, f"is written with more than {MOST_DIGITS} digits"),
    ],
)
def test_numeral_that_is_no_workable_number_is_refused(text: str, problem: str) -> None:
    with pytest.raises(NotANumber) as caught:
        Numeral(text).exact()
    assert str(caught.value) == problem
