"""A member's own place: the definition against scipy, and how exactly it is told."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from benchmarking.disclosure.cells import WHOLE
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.gate import judge
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.ranks import Quarter, own_place, percentile_rank
from tests.benchmarking.disclosure.making import FIRST, cell, club


def shown(values: list[Fraction]) -> Figures:
    return judge(cell(FIRST, club(values)), CLUB_2026).figures()[WHOLE]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 9).map(Fraction), min_size=1, max_size=30))
def test_percentile_rank_is_the_mean_rank_less_a_half(values: list[Fraction]) -> None:
    ranks = rankdata([float(value) for value in values])
    for value, rank in zip(values, ranks, strict=True):
        assert percentile_rank(values, value) == (Fraction(rank) - Fraction(1, 2)) / len(values)
        assert percentile_rank(values, value, down=True) == 1 - percentile_rank(values, value)


def numbers(count: int) -> list[Fraction]:
    return [Fraction(at) for at in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "own", "place"),
    [
        (7, 3, None),  # no quartiles
        (8, 1, Quarter(1)),
        (8, 2, Quarter(1)),
        (8, 3, Quarter(2)),
        (8, 8, Quarter(4)),
        (19, 19, Quarter(4)),
        (20, 1, Fraction(1, 40)),
        (20, 20, Fraction(39, 40)),
    ],
)
def test_place_is_a_quarter_then_a_number(count: int, own: int, place: object) -> None:
    values = numbers(count)
    assert own_place(values, Fraction(own), shown(values), CLUB_2026) == place


def test_place_where_less_is_better_is_turned_round() -> None:
    values = numbers(20)
    assert own_place(values, Fraction(1), shown(values), CLUB_2026, down=True) == Fraction(39, 40)


def test_place_on_a_border_is_in_the_quarter_above() -> None:
    """Three less and two equal of sixteen are a rank of a quarter."""
    values = [Fraction(value) for value in (1, 2, 3, 4, 4, *range(5, 16))]
    assert percentile_rank(values, Fraction(4)) == Fraction(1, 4)
    assert own_place(values, Fraction(4), shown(values), CLUB_2026) == Quarter(2)


def test_place_goes_with_the_quartiles() -> None:
    values = [Fraction(1)] * 20 + numbers(10)
    assert "q1" not in shown(values).shown
    assert own_place(values, Fraction(9), shown(values), CLUB_2026) is None
