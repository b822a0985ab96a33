from datetime import date
from fractions import Fraction

import pytest

from assessments.calibration import (
    Calibration,
    Clearance,
    Shortfall,
    Standard,
    calibration,
    clearance,
    cleared_until,
)
from assessments.consensus import Opinion
from assessments.judgement import NotApplicable


def over(*scores: Opinion | int, case: str = "practice-1") -> dict[tuple[str, str], Opinion]:
    """Return scores of the parts 1, 2, … of a case."""
    return {
        (case, str(number)): Fraction(score) if isinstance(score, int) else score
        for number, score in enumerate(scores, 1)
    }


def test_an_assessor_beside_the_reference() -> None:
    """Differences of 10, 0, −10 and 20: the squared distance is 150, where 1,550 is expected."""
    found = calibration(over(40, 60, 20, 80, 50), over(50, 60, 10, 100, None))
    assert found == Calibration(5, 4, 1 - Fraction(150, 1550), Fraction(5), Fraction(10))


def test_only_what_the_reference_has_a_percentage_for_is_asked() -> None:
    other = NotApplicable("none")
    reference = over(40, other, None, 60)
    mine = over(40, 50, 50, other) | over(10, case="unknown")
    assert calibration(reference, mine) == Calibration(2, 1, None, Fraction(0), Fraction(0))


def test_who_has_judged_nothing_has_no_figures() -> None:
    assert calibration(over(40, 60), {}) == Calibration(2, 0, None, None, None)


STANDARD = Standard(agreement=Fraction(3, 5), lean=Fraction(8), judged=10)


@pytest.mark.parametrize(
    ("found", "short"),
    [
        (Calibration(10, 10, Fraction(3, 5), Fraction(-8), Fraction(8)), ()),
        (Calibration(20, 18, Fraction(1), Fraction(0), Fraction(0)), ()),
        (Calibration(20, 17, Fraction(1), Fraction(0), Fraction(0)), ("too_little_judged",)),
        (Calibration(9, 9, Fraction(1), Fraction(0), Fraction(0)), ("too_few",)),
        (Calibration(10, 10, Fraction(59, 100), Fraction(0), Fraction(9)), ("agreement",)),
        (Calibration(10, 10, Fraction(9, 10), Fraction(-81, 10), Fraction(9)), ("lean",)),
        (Calibration(10, 10, None, Fraction(9), Fraction(9)), ("undefined", "lean")),
        (Calibration(10, 0, None, None, None), ("too_little_judged", "too_few", "undefined")),
    ],
)
def test_clearance_says_what_is_short(found: Calibration, short: tuple[Shortfall, ...]) -> None:
    given = clearance(found, STANDARD)
    assert given == Clearance(found, STANDARD, short)


def test_who_falls_short_is_not_cleared() -> None:
    enough = Calibration(10, 10, Fraction(1), Fraction(0), Fraction(0))
    assert clearance(enough, STANDARD).cleared
    assert not clearance(enough, Standard(judged=11)).cleared


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_a_clearance_lasts_to_the_same_day_of_a_later_month(
    day: date, months: int, last: date
) -> None:
    assert cleared_until(day, months) == last


def test_what_is_enough_unless_a_scheme_says_otherwise_is_what_the_documentation_says() -> None:
    enough = Standard(Fraction("0.60"), lean=Fraction(10), judged=16, judged_share=Fraction("0.90"))
    assert Standard() == enough
    assert cleared_until(date(2026, 11, 23)) == date(2027, 11, 23)
