from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.display import rounded


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction("2.45"), 1, "2.5"),
        (Fraction("2.449999999999999999"), 1, "2.4"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(2, 3), 2, "0.67"),
        (554, 1, "554.0"),
        (0, 0, "0"),
    ],
)
def test_number_is_rounded_half_up(value: Fraction | int, decimals: int, shown: str) -> None:
    assert str(rounded(value, decimals)) == shown


@given(st.fractions(0, 1000), st.integers(0, 4))
def test_rounded_number_is_at_most_half_a_unit_away(value: Fraction, decimals: int) -> None:
    away = Fraction(rounded(value, decimals)) - value
    assert -Fraction(1, 2) < away * 10**decimals <= Fraction(1, 2)


def test_rounded_number_is_a_decimal_with_the_decimals_asked_for() -> None:
    assert rounded(Fraction(7), 2).as_tuple() == Decimal("7.00").as_tuple()
