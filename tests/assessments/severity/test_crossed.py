"""Against the model written out: every score a row, every case and assessor a column."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import t

from assessments.severity.crossed import Severity, severities
from tests.assessments.agreement import naive
from tests.assessments.agreement.examples import shrout_fleiss

Matrix = NDArray[np.float64]
Units = list[dict[str, Fraction]]

tables = naive.tables(st.integers(0, 100).map(Fraction), most_units=8, most_raters=4)


def design(units: Units, raters: list[str]) -> tuple[Matrix, Matrix, Matrix]:
    """Return y, one column a case, one column an assessor."""
    rows = [(n, r, s) for n, unit in enumerate(units) for r, s in unit.items()]
    y = np.array([float(score) for _, _, score in rows])
    cases = np.array([[float(n == m) for m in range(len(units))] for n, _, _ in rows])
    of = np.array([[float(r == rater) for rater in raters] for _, r, _ in rows])
    return y, cases, of


def restricted(y: Matrix, cases: Matrix, of: Matrix, ratio: float) -> tuple[float, float, Matrix]:
    """Return −2 the profiled restricted log-likelihood, σ² and the predictions, all by V⁻¹."""
    v = np.eye(len(y)) + ratio * of @ of.T
    inverse = np.linalg.inv(v)
    information = cases.T @ inverse @ cases
    p = inverse - inverse @ cases @ np.linalg.inv(information) @ cases.T @ inverse
    freedom = len(y) - cases.shape[1]
    rest = float(y @ p @ y)
    deviance = np.linalg.slogdet(v)[1] + np.linalg.slogdet(information)[1] + freedom * np.log(rest)
    return float(deviance), rest / freedom, ratio * of.T @ p @ y


def linked(units: Units) -> bool:
    """Tell whether shared cases link all assessors, directly or through others."""
    seen = set(units[0])
    for _ in units:
        for unit in units:
            seen |= set(unit) if seen & set(unit) else set()
    return seen == {rater for unit in units for rater in unit}


@given(tables)
@settings(deadline=None)
def test_differences_are_those_of_least_squares(units: Units) -> None:
    """Every assessor against the mean of the others, by the normal equations with dummies."""
    raters = sorted({rater for unit in units for rater in unit})
    assume(len(raters) > 1 and linked(units))
    y, cases, of = design(units, raters)
    x = np.hstack([cases, of])
    solution, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
    freedom = len(y) - int(rank)
    effects = solution[len(units) :]
    variance = float(((y - x @ solution) ** 2).sum()) / freedom if freedom else float("nan")
    found = severities(naive.table(units))
    assert found.freedom == freedom
    for place, one in enumerate(found.assessors):
        contrast = np.full(len(raters), -1 / (len(raters) - 1))
        contrast[place] = 1
        whole = np.concatenate([np.zeros(len(units)), contrast])
        assert one.difference == pytest.approx(-float(contrast @ effects), abs=1e-8)
        assert one.colleagues == len(raters) - 1
        if freedom:
            error = float(np.sqrt(max(variance, 0) * (whole @ np.linalg.pinv(x.T @ x) @ whole)))
            assert one.standard_error == pytest.approx(error, abs=1e-6)
            assert one.interval is not None
            assert one.interval[1] - one.interval[0] == pytest.approx(
                2 * t.ppf(0.975, freedom) * error, abs=1e-5
            )


@given(tables)
@settings(deadline=None, max_examples=40)
def test_variances_and_predictions_are_those_of_the_restricted_likelihood(units: Units) -> None:
    raters = sorted({rater for unit in units for rater in unit})
    y, cases, of = design(units, raters)
    found = severities(naive.table(units))
    assume(found.error is not None and found.error > 1)
    assert found.error is not None
    assert found.between is not None
    ratio = (found.between / found.error) ** 2
    deviance, variance, predictions = restricted(y, cases, of, ratio)
    searched = minimize_scalar(
        lambda log: restricted(y, cases, of, float(np.exp(log)))[0],
        bounds=(-14, 14),
        method="bounded",
    )
    assert deviance <= min(searched.fun, restricted(y, cases, of, 0)[0]) + 1e-6
    assert found.error == pytest.approx(np.sqrt(variance), rel=1e-6)
    for one, prediction in zip(found.assessors, predictions, strict=True):
        if one.expected is not None:
            assert one.expected == pytest.approx(-float(prediction), abs=1e-5)


def test_a_full_table_has_the_variances_of_its_mean_squares() -> None:
    """Shrout and Fleiss: JMS = 32.4861, EMS = 1.0194 on 15 degrees, six cases."""
    found = severities(naive.table(shrout_fleiss()))
    assert found.freedom == 15
    assert found.error == pytest.approx(np.sqrt(1.019444), rel=1e-6)
    assert found.between == pytest.approx(np.sqrt((32.486111 - 1.019444) / 6), rel=1e-6)
    assert [round(one.difference or 0, 3) for one in found.assessors] == [
        -3.167, 3.722, 1.278, -1.833,
    ]  # fmt: skip


def test_who_shares_no_case_has_no_severity() -> None:
    """c is alone with a case; a and b share one; without a second there is no error to judge by."""
    units = [{"a": Fraction(60), "b": Fraction(50)}, {"c": Fraction(10)}]
    found = severities(naive.table(units))
    assert [(one.cases, one.colleagues) for one in found.assessors] == [(1, 1), (1, 1), (0, 0)]
    assert [one.difference for one in found.assessors[:2]] == pytest.approx([-10, 10])
    assert [(one.standard_error, one.interval, one.expected) for one in found.assessors] == [
        (None, None, None)
    ] * 3
    assert found.assessors[2] == Severity("c", 0, 0, None, None, None, None)
    assert (found.between, found.error, found.freedom) == (None, None, 0)


def test_groups_without_a_common_case_are_not_compared() -> None:
    """c and d are far below a and b, which no shared case tells from harder cases."""
    pairs = [("a", "b", 60, 50), ("a", "b", 70, 62), ("c", "d", 20, 18), ("c", "d", 30, 28)]
    units = [{one: Fraction(x), other: Fraction(y)} for one, other, x, y in pairs]
    found = severities(naive.table(units))
    assert [(one.colleagues, round(one.difference or 0, 9)) for one in found.assessors] == [
        (1, -9), (1, 9), (1, -2), (1, 2),
    ]  # fmt: skip
    assert found.freedom == 2


def test_a_chain_of_shared_cases_links_assessors() -> None:
    """a is 10 below b, b 20 below c; they never meet, and a is 20 below the mean of the others."""
    units = [{"a": Fraction(40), "b": Fraction(50)}, {"b": Fraction(30), "c": Fraction(50)}]
    found = severities(naive.table(units))
    assert [round(one.difference or 0, 9) for one in found.assessors] == [20, 5, -25]


def test_scores_that_add_up_have_no_error() -> None:
    units = [{"a": Fraction(n), "b": Fraction(n + 5), "c": Fraction(n - 5)} for n in range(4)]
    found = severities(naive.table(units))
    assert [round(one.difference or 0, 9) for one in found.assessors] == [0, -7.5, 7.5]
    assert found.assessors[0].standard_error == pytest.approx(0, abs=1e-12)


def test_nobody_has_no_severity() -> None:
    assert severities(naive.table([])).assessors == ()
