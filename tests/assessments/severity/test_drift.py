from fractions import Fraction
from math import sqrt

import pytest
from scipy.stats import t

from assessments.severity.crossed import severities
from assessments.severity.drift import agreement_over_time, severity_over_time
from tests.assessments.agreement import naive

FIRST = [{"a": 60, "b": 50}, {"a": 70, "b": 62}, {"a": 40, "b": 33, "c": 36}]
THEN = [{"a": 60, "b": 66}, {"a": 55, "b": 60}, {"a": 20, "b": 21}]


def table(rows: list[dict[str, int]]) -> list[dict[str, Fraction]]:
    return [{rater: Fraction(score) for rater, score in row.items()} for row in rows]


def test_agreement_of_each_period() -> None:
    periods = {name: naive.table(table(rows)) for name, rows in (("2026", FIRST), ("2027", THEN))}
    found = agreement_over_time(periods, seed=3)
    assert [(one.name, one.units, one.pairable) for one in found] == [
        ("2026", 3, 7),
        ("2027", 3, 6),
    ]
    for one, rows in zip(found, (FIRST, THEN), strict=True):
        assert one.alpha == float(naive.alpha(table(rows), "interval") or 0)
        assert one.interval is not None
        assert one.interval[0] <= one.interval[1]


def test_change_of_severity_with_its_interval() -> None:
    """Welch's interval; c is in one period alone and has no change."""
    periods = {name: naive.table(table(rows)) for name, rows in (("2026", FIRST), ("2027", THEN))}
    changes = severity_over_time(periods)
    assert [(one.assessor, one.before, one.after) for one in changes] == [
        ("a", "2026", "2027"),
        ("b", "2026", "2027"),
    ]
    before, after = (severities(periods[name]) for name in ("2026", "2027"))
    one, then = before.assessors[0], after.assessors[0]
    assert one.difference is not None
    assert then.difference is not None
    assert one.standard_error is not None
    assert then.standard_error is not None
    change = then.difference - one.difference
    u, v = one.standard_error**2, then.standard_error**2
    freedom = int((u + v) ** 2 / (u**2 / before.freedom + v**2 / after.freedom))
    away = t.ppf(0.975, freedom) * sqrt(u + v)
    assert changes[0].change == change
    assert changes[0].interval == pytest.approx((change - away, change + away))


def test_a_period_without_error_gives_a_change_without_interval() -> None:
    lone = naive.table(table([{"a": 10, "b": 30}]))
    changes = severity_over_time({"x": lone, "y": naive.table(table(THEN))})
    assert [(one.assessor, one.interval) for one in changes] == [("a", None), ("b", None)]
    assert changes[0].change == pytest.approx(4 - 20)


def test_periods_in_which_scores_add_up_have_a_change_without_doubt() -> None:
    sure = naive.table(table([{"a": 1, "b": 2}, {"a": 5, "b": 6}]))
    (change, _) = severity_over_time({"x": sure, "y": sure})
    assert change.interval == pytest.approx((0, 0), abs=1e-9)
