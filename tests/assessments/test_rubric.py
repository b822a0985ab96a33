from fractions import Fraction

import pytest

from assessments.rubric import Mean, band_reached, is_on_step, mean_of_attributes
from tests.assessments.examples import example_edition

WORK = example_edition().rubrics["work"]


@pytest.mark.parametrize(
    ("sound", "deployed", "reviewed", "mean"),
    [
        (60, 60, 60, Mean(Fraction(60), Fraction(60), ())),
        (90, 60, 30, Mean(Fraction(60), Fraction(60), ())),
        (30, 60, 90, Mean(Fraction(30), Fraction(60), ("sound",))),
        (0, 100, 100, Mean(Fraction(0), Fraction(200, 3), ("sound",))),
        (100, 100, 99, Mean(Fraction(299, 3), Fraction(299, 3), ())),
    ],
)
def test_percentage_is_the_mean_and_not_above_the_cap(
    sound: int, deployed: int, reviewed: int, mean: Mean
) -> None:
    values = {"sound": sound, "deployed": deployed, "reviewed": reviewed}
    assert mean_of_attributes(WORK, {k: Fraction(v) for k, v in values.items()}) == mean


def test_percentage_is_open_while_an_attribute_is_missing() -> None:
    values = {"sound": Fraction(60), "deployed": Fraction(60)}
    assert mean_of_attributes(WORK, values) is None


@pytest.mark.parametrize(
    ("percent", "name"), [(0, "Nothing"), (59, "Nothing"), (60, "Done"), (100, "Done")]
)
def test_band_reached_is_the_highest_below(percent: int, name: str) -> None:
    band = band_reached(WORK, Fraction(percent))
    assert band is not None
    assert band.name == name


def test_step_says_which_values_may_be_chosen() -> None:
    assert [value for value in range(-5, 110) if is_on_step(25, Fraction(value))] == [
        0,
        25,
        50,
        75,
        100,
    ]
    assert not is_on_step(5, Fraction(11, 2))
