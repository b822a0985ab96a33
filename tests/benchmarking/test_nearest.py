"""The nearest doubles, against decimals of a hundred digits."""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import copysign, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.nearest import nearest, nearest_root

fractions = st.builds(
    Fraction, st.integers(0, 10**60), st.one_of(st.integers(1, 10**30), st.just(10**400))
)


@settings(deadline=None)
@given(fractions)
def test_root_is_the_nearest_double(value: Fraction) -> None:
    with localcontext() as context:
        context.prec = 100
        root = (Decimal(value.numerator) / Decimal(value.denominator)).sqrt()
    assert nearest_root(value) == float(root)


@settings(deadline=None)
@given(st.floats(0, 1e150))
def test_root_of_a_square_is_the_number(value: float) -> None:
    assert nearest_root(Fraction(value) ** 2) == value


@settings(deadline=None)
@given(st.integers(0, 2**53))
def test_root_of_a_whole_number_is_that_of_the_processor(value: int) -> None:
    assert nearest_root(Fraction(value)) == sqrt(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Fraction(1, 3), 1 / 3), (Fraction(-1, 10**400), 0.0), (Fraction(2**54 + 1), 2.0**54)],
)
def test_nearest_double_of_a_fraction(value: Fraction, expected: float) -> None:
    assert nearest(value) == expected
    assert copysign(1, nearest(value)) == (1 if not expected else copysign(1, expected))
