from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.exact import exact_sum


@given(st.lists(st.fractions()))
def test_sum_is_the_sum(numbers: list[Fraction]) -> None:
    assert exact_sum(numbers) == sum(numbers)


def test_sum_of_nothing_is_nought() -> None:
    assert exact_sum([]) == Fraction(0)
