from fractions import Fraction

import pytest

from assessments.deviation import Deviation, deviation
from assessments.judgement import Unfit
from tests.assessments.examples import example_edition

EDITION = example_edition()


def values(sound: int = 50, deployed: int = 40, reviewed: int = 30) -> dict[str, Fraction]:
    return {
        "sound": Fraction(sound),
        "deployed": Fraction(deployed),
        "reviewed": Fraction(reviewed),
    }


def test_percentage_of_the_attributes_is_no_deviation() -> None:
    assert deviation(EDITION, "1.1", values(), Fraction(40), "") is None
    assert deviation(EDITION, "1.1", values(sound=20), Fraction(20), "") is None


def test_deviation_carries_its_reason_and_its_size() -> None:
    found = deviation(EDITION, "1.1", values(), Fraction(45), "  Seen on site.  ")
    assert found == Deviation("1.1", Fraction(40), Fraction(45), "Seen on site.")
    assert found.difference == 5


@pytest.mark.parametrize(
    ("given", "percent", "reason", "problem"),
    [
        (values(), 45, " ", "departs from its attributes, which needs a reason"),
        (values(), 55, "why", "is above sound, which caps it, whatever the reason"),
        (values(sound=20), 30, "why", "is above sound, which caps it, whatever the reason"),
        (values(), 101, "why", "must be a number from 0 to 100"),
        ({"sound": Fraction(50)}, 50, "why", "must be complete before anything departs from them"),
        ({"other": Fraction(5)}, 50, "why",
         "is not an attribute of this part; there are sound, deployed, reviewed"),
    ],
)  # fmt: skip
def test_deviation_without_reason_or_above_a_cap_is_refused(
    given: dict[str, Fraction], percent: int, reason: str, problem: str
) -> None:
    with pytest.raises(Unfit) as refused:
        deviation(EDITION, "1.1", given, Fraction(percent), reason)
    assert refused.value.problem == problem
