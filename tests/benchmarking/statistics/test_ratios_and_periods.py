"""Two middles of a ratio, and which rounds may be compared or added."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.indicators.model import Counted
from benchmarking.rounds import Round
from benchmarking.statistics.periods import Comparison, annual, comparison, predecessor
from benchmarking.statistics.ratios import median_of_ratios, ratio_of_sums

R = Round.parse
SERIES = {R("2025-H1"): Fraction(5), R("2025-H2"): Fraction(8), R("2026-H1"): Fraction(6)}
whole = st.integers(0, 50).map(Fraction)


@settings(deadline=None)
@given(st.lists(st.tuples(whole, st.integers(1, 50).map(Fraction)), min_size=1, max_size=20))
def test_ratios_are_those_of_numpy(members: list[tuple[Fraction, Fraction]]) -> None:
    tops = np.array([float(top) for top, _ in members])
    bottoms = np.array([float(bottom) for _, bottom in members])
    middle, together = median_of_ratios(members, 100), ratio_of_sums(members, 100)
    assert middle is not None
    assert together is not None
    assert float(middle) == pytest.approx(np.median(100 * tops / bottoms))
    assert float(together) == pytest.approx(100 * tops.sum() / bottoms.sum())


def test_ratio_without_denominator_drops_out() -> None:
    nothing = (Fraction(3), Fraction(0))
    assert median_of_ratios([nothing, (Fraction(1), Fraction(2))]) == Fraction(1, 2)
    assert median_of_ratios([nothing]) is None
    assert ratio_of_sums([nothing]) is None
    assert ratio_of_sums([]) is None


def test_value_stands_beside_the_last_and_the_same_half() -> None:
    found = comparison(SERIES, R("2026-H1"))
    assert found == Comparison(Fraction(6), Fraction(8), Fraction(5))
    assert (found.since_last, found.in_a_year) == (Fraction(-2), Fraction(1))
    first = comparison(SERIES, R("2025-H1"))
    assert first == Comparison(Fraction(5), None, None)
    assert (first.since_last, first.in_a_year) == (None, None)
    assert comparison(SERIES, R("2024-H1")) is None


def test_predecessor_is_the_same_half_for_what_has_seasons() -> None:
    assert predecessor(SERIES, R("2026-H1"), seasonal=True) == R("2025-H1")
    assert predecessor(SERIES, R("2026-H1"), seasonal=False) == R("2025-H2")
    assert predecessor(SERIES, R("2025-H2"), seasonal=True) == R("2025-H1")
    assert predecessor(SERIES, R("2025-H1"), seasonal=True) is None
    # Two rounds back is no predecessor of a stock.
    assert predecessor({R("2025-H1"): Fraction(1)}, R("2026-H1"), seasonal=False) is None


@pytest.mark.parametrize(
    ("year", "kind", "expected"),
    [
        (2025, "flow", Fraction(13)),
        (2026, "flow", None),
        (2024, "flow", None),
        (2025, "distinct", None),
        (2025, "stock", None),
    ],
)
def test_only_two_halves_of_a_flow_make_a_year(
    year: int, kind: Counted, expected: Fraction | None
) -> None:
    assert annual(SERIES, year, kind) == expected
