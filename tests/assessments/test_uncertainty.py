from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.editions import edition
from assessments.judgement import NotApplicable
from assessments.scoring import score
from assessments.uncertainty import (
    AssessorError,
    deviation_of_percent,
    deviation_of_total,
    variance,
)
from tests.assessments.examples import example_edition

EXAMPLE = example_edition()
TEN = AssessorError(Fraction(10))


def test_independent_errors_add_up_by_their_squares() -> None:
    """Ten percent of 20, 40, 30 and 10 points: the root of 4 + 16 + 9 + 1."""
    assert deviation_of_total(score(EXAMPLE, {}), TEN) == pytest.approx(sqrt(30))


def test_errors_that_are_all_shared_add_up_as_they_are() -> None:
    lenient = AssessorError(Fraction(10), shared=Fraction(1))
    assert deviation_of_total(score(EXAMPLE, {}), lenient) == pytest.approx(10)


def test_several_assessors_err_less() -> None:
    four = AssessorError(Fraction(10), assessors=4)
    assert deviation_of_total(score(EXAMPLE, {}), four) == pytest.approx(sqrt(30) / 2)


def test_percent_of_a_level_is_of_its_scope() -> None:
    """Bronze asks for 20 and 30 points: the root of 4 + 9 of 50 points."""
    bronze = EXAMPLE.levels[0]
    found = deviation_of_percent(score(EXAMPLE, {}), bronze, TEN)
    assert found == pytest.approx(sqrt(13) * 2)


def test_part_that_does_not_apply_gives_its_error_to_the_others() -> None:
    dropped = score(EXAMPLE, {"2.2": NotApplicable("no team")})
    assert variance(dropped.parts.values(), TEN) == 4 + 16 + 16


@settings(max_examples=40, deadline=None)
@given(
    st.fractions(0, 50, max_denominator=20),
    st.fractions(0, 1, max_denominator=20),
    st.integers(1, 9),
    st.sampled_from(["cluster-excellence-2026", "efqm-2003", "caf-2020"]),
)
def test_variance_is_the_sum_of_all_covariances(
    deviation: Fraction, shared: Fraction, assessors: int, edition_id: str
) -> None:
    scored = score(edition(edition_id), {})
    error = AssessorError(deviation, shared, assessors)
    expected = sum(
        (
            one.maximum * other.maximum * deviation**2 * (1 if one is other else shared)
            for one in scored.parts.values()
            for other in scored.parts.values()
        ),
        start=Fraction(0),
    )
    assert variance(scored.parts.values(), error) == expected / 10_000 / assessors
    found = deviation_of_total(scored, error)
    assert isclose(found**2, float(expected) / 10_000 / assessors, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("deviation", "shared", "assessors"),
    [(-1, 0, 1), (1, -1, 1), (1, Fraction(11, 10), 1), (1, 0, 0)],
)
def test_error_that_cannot_be_is_refused(
    deviation: int, shared: Fraction | int, assessors: int
) -> None:
    with pytest.raises(ValueError, match="an error has"):
        AssessorError(Fraction(deviation), Fraction(shared), assessors)
