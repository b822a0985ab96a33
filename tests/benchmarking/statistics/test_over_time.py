"""Trends against noise and natural limits, against brute force and scipy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarking.indicators.model import Direction
from benchmarking.rounds import Round
from benchmarking.statistics.improvers import Practice, practices_of_improvers
from benchmarking.statistics.periods import Series
from benchmarking.statistics.trend import Trend, slope, trend
from benchmarking.statistics.xmr import natural_limits

START = Round(2020, 1)


def series(*numbers: int | None) -> dict[Round, Fraction]:
    """Return successive rounds with these numbers, without those that are None."""
    found, at = {}, START
    for number in numbers:
        if number is not None:
            found[at] = Fraction(number)
        at = at.following
    return found


long_series = st.lists(st.one_of(st.none(), st.integers(-20, 20)), max_size=20).map(
    lambda numbers: series(*numbers)
)


@settings(deadline=None)
@given(long_series)
def test_slope_is_that_of_theil_and_sen(known: Series) -> None:
    if len(known) > 1:
        x = [2 * one.year + one.half for one in known]
        y = [float(value) for value in known.values()]
        assert float(slope(known)) == pytest.approx(stats.theilslopes(y, x).slope)


def test_change_within_its_noise_is_usual() -> None:
    known = series(10, 12, 13, 15, 18, 20)  # earlier changes 2 1 2 3: middle 2, MAD ½
    assert trend(known, max(known), "up") == Trend(
        Fraction(2), Fraction(2), Fraction(3, 2), Fraction(2), "usual"
    )


@pytest.mark.parametrize(
    ("last", "direction", "verdict"),
    [
        (22, "up", "better"),
        (22, "down", "worse"),
        (22, "neutral", "up"),
        (18, "up", "worse"),
        (18, "down", "better"),
        (18, "neutral", "down"),
        (21, "up", "usual"),
    ],
)
def test_change_beyond_its_noise_has_a_direction(
    last: int, direction: Direction, verdict: str
) -> None:
    # Earlier changes 2 1 2 3; usual from ½ to 3½. What rises by 2 each round and now stands
    # still has become worse.
    known = series(10, 12, 13, 15, 18, last)
    found = trend(known, max(known), direction)
    assert found is not None
    assert found.verdict == verdict


def test_few_or_even_changes_say_nothing_of_noise() -> None:
    for known in (series(1, 2, 4, 5, 90), series(1, 2, 3, 4, 5, 90)):
        found = trend(known, max(known), "up")
        assert found is not None
        assert (found.usual, found.noise, found.verdict) == (None, None, "unknown")


def test_seasonal_change_is_that_of_a_year() -> None:
    known = series(100, 10, 101, 11)
    found = trend(known, max(known), "up", seasonal=True)
    assert found is not None
    assert found.change == 1


def test_trend_needs_a_value_and_its_predecessor_and_ignores_what_came_later() -> None:
    assert trend({}, START, "up") is None
    assert trend(series(1), START, "up") is None
    assert trend(series(1, None, 3), Round(2021, 1), "up") is None
    later = series(1, 2, 50)
    assert trend(later, START.following, "up") == trend(series(1, 2), START.following, "up")


@settings(deadline=None)
@given(long_series)
def test_natural_limits_are_their_definition(known: Series) -> None:
    found = natural_limits(known)
    last = max(known, default=START)
    values: list[Fraction] = []
    while last in known:
        values.insert(0, known[last])
        last = last.previous
    if len(values) < 8:
        assert found is None
        return
    assert found is not None
    doubles = np.array([float(value) for value in values])
    mean_range = np.abs(np.diff(doubles)).mean()
    assert len(found.rounds) == len(values)
    assert float(found.middle) == pytest.approx(doubles.mean())
    assert float(found.upper) == pytest.approx(doubles.mean() + 2.66 * mean_range)
    assert float(found.lower) == pytest.approx(doubles.mean() - 2.66 * mean_range)
    assert float(found.largest_range) == pytest.approx(3.27 * mean_range)
    beyond = [r for r in found.rounds if not found.lower <= known[r] <= found.upper]
    assert list(found.outside) == beyond


def test_seven_rounds_give_no_limits_and_a_gap_starts_again() -> None:
    assert natural_limits(series(*range(7))) is None
    assert natural_limits(series(*range(8))) is not None
    assert natural_limits(series(*range(8), None, *range(7))) is None
    assert natural_limits({}) is None


def test_signals_of_a_chart_are_named_by_their_rounds() -> None:
    jump = series(*[10, 11] * 8, 30)
    found = natural_limits(jump)
    assert found is not None
    assert (found.outside, found.sudden) == ((max(jump),), (max(jump),))
    level = series(*[1] * 9, *[9] * 8)
    runs = natural_limits(level)
    assert runs is not None
    assert [str(one) for one in runs.runs] == ["2023-H2", "2024-H1", "2028-H1"]


def _trend(verdict: str) -> Trend:
    return Trend(Fraction(1), None, None, Fraction(1), verdict)  # type: ignore[arg-type]  # of the table


def test_sheets_of_those_who_became_better_and_agreed_are_shown_in_no_order_of_theirs() -> None:
    on_a07 = frozenset({"A07", "C02"})
    practices = [
        Practice("z", "best", on_a07, may_tell=True),
        Practice("b", "good", on_a07, may_tell=True),
        Practice("c", "good", on_a07, may_tell=False),
        Practice("d", "good", frozenset({"C02"}), may_tell=True),
        Practice("e", "reader", on_a07, may_tell=True),
        Practice("f", "worse", on_a07, may_tell=True),
        Practice("g", "unknown", on_a07, may_tell=True),
        Practice("h", "absent", on_a07, may_tell=True),
    ]
    trends = {
        "best": _trend("better"),
        "good": _trend("better"),
        "reader": _trend("better"),
        "worse": _trend("worse"),
        "unknown": None,
    }
    found = practices_of_improvers(practices, "A07", trends, "reader")
    assert [one.id for one in found] == ["b", "z"]
