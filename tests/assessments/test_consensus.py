from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.consensus import Difference, Opinion, difference, differences, stake
from assessments.judgement import NotApplicable
from tests.assessments.examples import example_edition

DROPPED = NotApplicable("no team")


def opinions(*said: int | NotApplicable | None) -> list[Opinion]:
    return [Fraction(one) if isinstance(one, int) else one for one in said]


@pytest.mark.parametrize(
    ("said", "outcome", "spread", "mean"),
    [
        (opinions(40, 60), "settled", 20, Fraction(50)),
        (opinions(40, 64), "settled", 24, Fraction(52)),
        (opinions(40, 65), "discuss", 25, Fraction(105, 2)),
        (opinions(0, 50, 100), "discuss", 100, Fraction(50)),
        (opinions(40), "settled", 0, Fraction(40)),
        (opinions(40, None), "settled", 0, Fraction(40)),
        (opinions(40, DROPPED), "discuss", 0, Fraction(40)),
        (opinions(DROPPED, DROPPED, None), "settled", None, None),
        (opinions(None, None), "nobody", None, None),
        (opinions(), "nobody", None, None),
    ],
)
def test_difference_is_settled_or_discussed(
    said: list[Opinion], outcome: str, spread: int | None, mean: Fraction | None
) -> None:
    found = difference("1.1", said)
    assert (found.outcome, found.spread, found.mean) == (outcome, spread, mean)


def test_spread_to_discuss_is_a_setting() -> None:
    assert difference("1.1", opinions(40, 60), Fraction(20)).outcome == "discuss"
    assert difference("1.1", opinions(40, 60), Fraction(21)).outcome == "settled"


def test_differences_cover_every_part_in_the_order_of_the_edition() -> None:
    found = differences(
        example_edition(),
        {
            "ana": {"2.1": Fraction(20), "1.1": Fraction(50)},
            "ben": {"1.1": Fraction(70), "2.2": DROPPED},
        },
    )
    assert found == (
        Difference("1.1", "settled", 2, 0, Fraction(50), Fraction(70), Fraction(60)),
        Difference("1.2", "nobody", 0, 0, None, None, None),
        Difference("2.1", "settled", 1, 0, Fraction(20), Fraction(20), Fraction(20)),
        Difference("2.2", "settled", 0, 1, None, None, None),
    )


@given(st.lists(st.fractions(0, 100) | st.none() | st.just(DROPPED)), st.randoms())
def test_difference_is_independent_of_order_and_of_abstentions(
    said: list[Opinion], random: Random
) -> None:
    shuffled = [*said, None]
    random.shuffle(shuffled)
    assert difference("1.1", shuffled) == difference("1.1", said)


@given(st.lists(st.fractions(0, 100), min_size=1))
def test_mean_lies_between_lowest_and_highest(said: list[Fraction]) -> None:
    found = difference("1.1", said)
    assert min(said) <= (found.mean or 0) <= max(said)
    assert (found.outcome == "discuss") == (max(said) - min(said) >= 25)


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ([Fraction(40), Fraction(65)], 10),
        ([Fraction(40), Fraction(55), Fraction(65)], 10),
        ([Fraction(40), Fraction(40)], 0),
        ([Fraction(40), None], 0),
        ([Fraction(40), NotApplicable("too small")], 40),
        ([NotApplicable("too small"), NotApplicable("too small")], 0),
        ([None, None], 0),
    ],
)
def test_stake_is_the_spread_by_the_weight_or_all_of_a_part_that_may_not_apply(
    said: list[Opinion], points: int
) -> None:
    assert stake(difference("1.1", said), Fraction(40)) == points
