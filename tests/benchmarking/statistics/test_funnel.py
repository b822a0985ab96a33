"""Limits of the funnel plot against scipy."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarking.statistics.funnel import ALARM, WARNING, limits

shares = st.fractions(0, 1, max_denominator=200)
levels = st.sampled_from([WARNING, ALARM])


@settings(deadline=None)
@given(shares, st.integers(1, 49), levels)
def test_few_cases_have_exact_limits(share: Fraction, cases: int, level: Fraction) -> None:
    found = limits(share, cases, level)
    tail = (1 - level) / 2
    count = stats.binom(cases, float(share))
    low, high = found.lower * cases, found.upper * cases
    assert (low.denominator, high.denominator) == (1, 1)
    slack = 1e-12  # of scipy's doubles
    assert count.cdf(int(low) - 1) < float(tail) + slack
    assert count.cdf(int(low)) >= float(tail) - slack
    assert count.sf(int(high)) <= float(tail) + slack
    assert high == 0 or count.sf(int(high) - 1) > float(tail) - slack
    assert found.method == "exact binomial"


@settings(deadline=None)
@given(shares, st.integers(50, 5000), levels)
def test_many_cases_have_the_normal_approximation(
    share: Fraction, cases: int, level: Fraction
) -> None:
    found = limits(share, cases, level)
    z = stats.norm.ppf(float((1 + level) / 2))
    reach = z * sqrt(share * (1 - share) / cases)
    assert float(found.lower) == pytest.approx(max(float(share) - reach, 0))
    assert float(found.upper) == pytest.approx(min(float(share) + reach, 1))
    assert found.method == "normal approximation"


@settings(deadline=None)
@given(shares, st.integers(1, 120))
def test_alarm_lies_outside_warning_and_both_hold_the_share(share: Fraction, cases: int) -> None:
    warning, alarm = limits(share, cases, WARNING), limits(share, cases, ALARM)
    assert alarm.lower <= warning.lower <= warning.upper <= alarm.upper
    if cases >= 50:
        assert warning.hold(share)


def test_limits_of_known_figures() -> None:
    # Binomial(10, ½): P(R ≤ 1) = .0107, P(R ≤ 2) = .0547; P(R ≤ 0) = .00098.
    half = Fraction(1, 2)
    assert (limits(half, 10, WARNING).lower, limits(half, 10, WARNING).upper) == (
        Fraction(2, 10),
        Fraction(8, 10),
    )
    assert (limits(half, 10, ALARM).lower, limits(half, 10, ALARM).upper) == (
        Fraction(1, 10),
        Fraction(9, 10),
    )
    assert limits(half, 49, ALARM).method == "exact binomial"
    assert limits(half, 50, ALARM).method == "normal approximation"
    assert not limits(half, 10, WARNING).hold(Fraction(1, 10))


@pytest.mark.parametrize(
    ("share", "cases", "level"),
    [(Fraction(-1), 9, ALARM), (Fraction(2), 9, ALARM), (ALARM, 0, ALARM), (ALARM, 9, Fraction(1))],
)
def test_limits_of_nothing_are_refused(share: Fraction, cases: int, level: Fraction) -> None:
    with pytest.raises(ValueError, match="limits need"):
        limits(share, cases, level)
