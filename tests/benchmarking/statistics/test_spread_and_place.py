"""Middle, spread and place, against brute force, numpy and scipy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarking.quantiles import Quartiles
from benchmarking.statistics.place import gap, percentile_rank, quarter
from benchmarking.statistics.spread import mad, median, robust_z

numbers = st.fractions(-100, 100, max_denominator=8)
samples = st.lists(numbers, min_size=1, max_size=30)
CUTS = Quartiles(Fraction(10), Fraction(20), Fraction(30))


@settings(deadline=None)
@given(samples)
def test_median_and_mad_are_those_of_scipy(values: list[Fraction]) -> None:
    doubles = [float(value) for value in values]
    assert float(median(values)) == pytest.approx(np.median(doubles))
    assert float(mad(values)) == pytest.approx(stats.median_abs_deviation(doubles))


@settings(deadline=None)
@given(samples, numbers)
def test_robust_z_is_its_definition_and_none_where_all_is_alike(
    values: list[Fraction], value: Fraction
) -> None:
    z = robust_z(value, values)
    spread = mad(values)
    if spread == 0:
        assert z is None
    else:
        assert z is not None
        assert z * spread / Fraction("0.6745") + median(values) == value


def test_nothing_has_no_middle() -> None:
    assert robust_z(Fraction(1), []) is None
    with pytest.raises(ValueError, match="no median"):
        median([])


@settings(deadline=None)
@given(samples)
def test_percentile_rank_is_that_of_scipy(values: list[Fraction]) -> None:
    doubles = [float(value) for value in values]
    ranks = stats.rankdata(doubles)  # 1 + less + ½ (equal − 1)
    for value, rank in zip(values, ranks, strict=True):
        expected = (rank - 0.5) / len(values)
        assert float(percentile_rank(value, values, "up")) == pytest.approx(expected)


@settings(deadline=None)
@given(samples)
def test_percentile_rank_turns_round_with_the_direction(values: list[Fraction]) -> None:
    for value in values:
        down = percentile_rank(value, values, "down")
        assert down == percentile_rank(-value, [-one for one in values], "up")
        assert down + percentile_rank(value, values, "up") == 1
        assert percentile_rank(value, values, "neutral") == percentile_rank(value, values, "up")


def test_rank_is_among_values_with_ones_own() -> None:
    four = [Fraction(n) for n in (1, 2, 2, 3)]
    assert percentile_rank(Fraction(2), four, "up") == Fraction(1, 2)
    assert percentile_rank(Fraction(3), four, "up") == Fraction(7, 8)
    with pytest.raises(ValueError, match="one's own"):
        percentile_rank(Fraction(4), four, "up")


@pytest.mark.parametrize(
    ("value", "up", "down"), [(9, 1, 4), (10, 1, 3), (11, 2, 3), (20, 2, 2), (30, 3, 1), (31, 4, 1)]
)
def test_quarter_is_told_by_the_published_cuts(value: int, up: int, down: int) -> None:
    assert quarter(Fraction(value), CUTS, "up") == up
    assert quarter(Fraction(value), CUTS, "down") == down


def test_quarter_is_not_told_where_quartiles_are_hidden() -> None:
    assert quarter(Fraction(1), Quartiles(None, Fraction(2), None), "up") is None


@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        (70, "up", Fraction(20)),
        (90, "up", Fraction(0)),
        (95, "up", Fraction(0)),
        (70, "down", Fraction(60)),
        (5, "down", Fraction(0)),
        (70, "neutral", None),
    ],
)
def test_gap_is_to_the_good_end(value: int, direction: str, expected: Fraction | None) -> None:
    assert gap(Fraction(value), Fraction(10), Fraction(90), direction) == expected  # type: ignore[arg-type]  # a parameter of the table


def test_gap_to_a_mark_that_is_not_shown_is_not_told() -> None:
    assert gap(Fraction(1), Fraction(0), None, "up") is None
    assert gap(Fraction(1), None, Fraction(9), "down") is None
