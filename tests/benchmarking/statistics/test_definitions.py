"""Statistics that had examples alone, against their definitions, numpy and scipy."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarking.award.measures import gap_closed
from benchmarking.disclosure.cells import WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.gate import judge
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.indicators.model import Counted, Direction
from benchmarking.quantiles import Quartiles, plain, quartiles, smoothed
from benchmarking.rounds import Round
from benchmarking.statistics.periods import annual, comparison, predecessor
from benchmarking.statistics.place import gap, quarter
from benchmarking.statistics.trend import trend

whole = st.integers(-1000, 1000).map(Fraction)
samples = st.lists(whole, min_size=2, max_size=40)
shares = st.fractions(0, 1, max_denominator=20)
directions = st.sampled_from(["up", "down", "neutral"])
START = 2 * 2015
histories = st.dictionaries(
    st.integers(0, 15).map(lambda at: Round((START + at) // 2, (START + at) % 2 + 1)),
    whole,
    min_size=1,
)


def _numpy(values: list[Fraction], share: float) -> float:
    return float(np.quantile([float(one) for one in values], share))


@given(samples, shares)
def test_plain_quantile_is_type_seven_of_numpy(values: list[Fraction], share: Fraction) -> None:
    assert float(plain(sorted(values), share)) == pytest.approx(_numpy(values, float(share)))


@given(samples, shares)
def test_smoothed_quantile_weighs_three_of_numpy(values: list[Fraction], share: Fraction) -> None:
    last = len(values) - 1
    places = np.clip((last * float(share) + np.array([-1, 0, 1])) / last, 0, 1)
    expected = np.average([_numpy(values, one) for one in places], weights=[1, 2, 1])
    assert float(smoothed(sorted(values), share)) == pytest.approx(expected, abs=1e-9)


@given(samples)
def test_quartiles_are_shown_by_the_rules(values: list[Fraction]) -> None:
    found = quartiles(values)
    low, high = (plain(sorted(values), Fraction(share, 4)) for share in (1, 3))
    outside = min(sum(one < low for one in values), sum(one > high for one in values))
    assert (found.median is None) is (len(values) < 5)
    assert (found.q1 is None) is (found.q3 is None) is (len(values) < 8 or outside < 2)


@given(samples.filter(lambda values: len(values) >= 5))
def test_figures_behind_the_gate_are_those_of_numpy_or_hidden(values: list[Fraction]) -> None:
    given_ = tuple(Contribution(str(at), value) for at, value in enumerate(values))
    found = judge(Cell(Place("2026-H1", "X"), given_, {}), CLUB_2026).figures()[WHOLE]
    doubles = [float(one) for one in values]
    ordered = sorted(values)
    expected = {
        "mean": np.mean(doubles),
        "sd": np.std(doubles, ddof=1),
        **{
            name: float(smoothed(ordered, share))
            for name, share in (
                ("median", Fraction(1, 2)), ("q1", Fraction(1, 4)), ("q3", Fraction(3, 4)),
                ("p10", Fraction(1, 10)), ("p90", Fraction(9, 10)),
            )
        },
    }  # fmt: skip
    assert set(found.shown) | set(found.suppressed) == set(expected)
    for name, figure in found.shown.items():
        assert float(figure) == pytest.approx(expected[name], abs=1e-9)
    assert found.n == len(values)


@given(whole, st.tuples(whole, whole, whole).map(sorted), directions)
def test_quarter_is_the_place_among_the_cuts(
    value: Fraction, cuts: list[Fraction], direction: Direction
) -> None:
    """A value on a cut lies in the lower quarter, in whichever direction is better."""
    sign = -1 if direction == "down" else 1
    edges = sorted(sign * float(one) for one in cuts)
    expected = 1 + int(np.searchsorted(edges, sign * float(value), side="left"))
    assert quarter(value, Quartiles(*cuts), direction) == expected


@given(whole, st.none() | whole, st.none() | whole, directions)
def test_gap_is_what_is_left_to_the_good_end(
    value: Fraction, p10: Fraction | None, p90: Fraction | None, direction: Direction
) -> None:
    mark = {"up": p90, "down": p10, "neutral": None}[direction]
    found = gap(value, p10, p90, direction)
    if mark is None:
        assert found is None
    else:
        sign = -1 if direction == "down" else 1
        assert found == max(sign * (mark - value), 0)


@settings(deadline=None)
@given(series=histories, direction=directions, seasonal=st.booleans())
def test_trend_is_its_definition_by_numpy_and_scipy(
    series: dict[Round, Fraction], direction: Direction, *, seasonal: bool
) -> None:
    last = max(series)
    found = trend(series, last, direction, seasonal=seasonal)
    changes = {}
    for round_, value in series.items():
        before = predecessor(series, round_, seasonal=seasonal)
        if before is not None:
            changes[round_] = float(value - series[before])
    if last not in changes:
        assert found is None
        return
    assert found is not None
    change = changes.pop(last)
    assert float(found.change) == change
    if found.usual is None or found.noise is None:
        earlier = list(changes.values())
        assert found.verdict == "unknown"
        assert len(earlier) < 4 or stats.median_abs_deviation(earlier) == 0
        return
    assert float(found.usual) == pytest.approx(np.median(list(changes.values())))
    noise = 3 * stats.median_abs_deviation(list(changes.values()))
    assert float(found.noise) == pytest.approx(noise)
    beyond = abs(change - float(found.usual)) > float(found.noise)
    assert (found.verdict != "usual") is beyond


@given(histories)
def test_comparison_stands_beside_the_round_and_the_year_before(
    series: dict[Round, Fraction],
) -> None:
    last = max(series)
    found = comparison(series, last)
    assert found is not None
    assert (found.last, found.same_half) == (
        series.get(last.previous),
        series.get(last.previous.previous),
    )
    assert comparison(series, last.following) is None


@given(histories, st.sampled_from(["stock", "flow", "distinct", "year"]))
def test_year_is_the_sum_of_two_halves_of_a_flow(
    series: dict[Round, Fraction], kind: Counted
) -> None:
    for year in range(2015, 2024):
        halves = [value for round_, value in series.items() if round_.year == year]
        expected = sum(halves) if kind == "flow" and len(halves) == 2 else None
        assert annual(series, year, kind) == expected


@given(whole, whole, whole)
def test_gap_closed_is_its_definition(start: Fraction, end: Fraction, target: Fraction) -> None:
    assume(start != target)
    found = gap_closed(start, end, target)
    assert start + found * (target - start) == end
    assert gap_closed(-start, -end, -target) == found
    with pytest.raises(ValueError, match="no gap"):
        gap_closed(start, end, start)
