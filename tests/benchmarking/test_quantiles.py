"""Quantiles: from how many values on, how they are smoothed, and what they do not tell."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.quantiles import Quartiles, plain, quartiles, smoothed


def values(*numbers: int) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (values(1, 2, 3, 4), Quartiles(None, None, None)),
        (values(1, 2, 3, 4, 5), Quartiles(None, Fraction(3), None)),
        (
            values(1, 2, 3, 4, 5, 6, 7, 8),
            Quartiles(Fraction(11, 4), Fraction(9, 2), Fraction(25, 4)),
        ),
        # Six equal values: nobody lies strictly below the first quartile.
        (values(1, 1, 1, 1, 1, 1, 8, 9), Quartiles(None, Fraction(1), None)),
    ],
)
def test_quartiles_of_known_values(given_: list[Fraction], expected: Quartiles) -> None:
    assert quartiles(given_) == expected


@given(st.lists(st.integers(0, 400).map(Fraction), min_size=5, max_size=40))
def test_quantiles_lie_among_the_values_and_in_order(found: list[Fraction]) -> None:
    ordered = sorted(found)
    shares = [Fraction(n, 20) for n in range(21)]
    for function in (plain, smoothed):
        seen = [function(ordered, share) for share in shares]
        assert seen == sorted(seen)
        assert ordered[0] <= seen[0] <= seen[-1] <= ordered[-1]


@given(st.lists(st.integers(0, 400).map(Fraction), max_size=40))
def test_order_of_the_values_does_not_matter_and_few_tell_nothing(found: list[Fraction]) -> None:
    assert quartiles(found) == quartiles(list(reversed(found)))
    seen = quartiles(found)
    assert (seen.median is None) == (len(found) < 5)
    assert (seen.q1 is None) == (seen.q3 is None)
    assert seen.q1 is None or len(found) >= 8
