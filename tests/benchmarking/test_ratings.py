"""Ratings as they may be told: rounded means and joined steps, whatever whoever asks knows."""

from fractions import Fraction
from itertools import combinations_with_replacement as multisets

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.ratings import Stretch, rounded_mean, rounding_step, spread

SCALES = st.sampled_from([(1, 5), (1, 7), (0, 10), (0, 1), (2, 3)])


@st.composite
def answers(draw: st.DrawFn, most: int = 60) -> tuple[list[int], int, int]:
    lowest, highest = draw(SCALES)
    return draw(st.lists(st.integers(lowest, highest), max_size=most)), lowest, highest


@given(answers())
def test_mean_is_that_of_numpy_to_half_a_step(case: tuple[list[int], int, int]) -> None:
    ratings, lowest, highest = case
    found = rounded_mean(ratings, lowest, highest, CLUB_2026)
    if found is not None:
        step = rounding_step(len(ratings))
        assert (found / step).denominator == 1
        assert abs(float(found) - np.mean(ratings)) <= float(step) / 2 + 1e-12


@given(answers())
def test_mean_is_hidden_by_the_rules_for_means(case: tuple[list[int], int, int]) -> None:
    ratings, lowest, highest = case
    hidden = len(ratings) < 5
    for distances in ([one - lowest for one in ratings], [highest - one for one in ratings]):
        first, _second, *rest = sorted([*distances, 0, 0], reverse=True)
        hidden |= first == 0 or 10 * sum(rest) < first
    assert (rounded_mean(ratings, lowest, highest, CLUB_2026) is None) is hidden


@pytest.mark.parametrize("count", range(5, 400))
def test_at_least_two_sums_stand_behind_a_rounded_mean(count: int) -> None:
    """Whoever knows all answers but one does not, as a rule, know the last."""
    assert count * rounding_step(count) >= 2


@pytest.mark.parametrize("count", [5, 6, 7, 10])
def test_mean_tells_nobody_who_knows_one_answer_another(count: int) -> None:
    """Over all sheets of a scale: each of the others can have given one of several answers."""
    behind: dict[tuple[Fraction, int], list[tuple[int, ...]]] = {}
    for ratings in multisets(range(1, 6), count):
        shown = rounded_mean(ratings, 1, 5, CLUB_2026)
        for own in set(ratings) if shown is not None else ():
            others = list(ratings)
            others.remove(own)
            behind.setdefault((shown, own), []).append(tuple(others))  # type: ignore[arg-type]
    assert behind
    for sheets in behind.values():
        assert len({answer for others in sheets for answer in others}) > 1


@given(answers())
def test_each_stretch_holds_nobody_or_several(case: tuple[list[int], int, int]) -> None:
    ratings, lowest, highest = case
    found = spread(ratings, lowest, highest, CLUB_2026)
    if len(ratings) < 10:
        assert found is None
    if found is not None:
        assert all(one.count == 0 or one.count >= 3 for one in found)
        assert [step for one in found for step in range(one.lowest, one.highest + 1)] == list(
            range(lowest, highest + 1)
        )
        counts = [sum(one.lowest <= r <= one.highest for r in ratings) for one in found]
        assert [one.count for one in found] == counts


def test_steps_are_joined_to_their_neighbours() -> None:
    ratings = [1, *[3] * 4, *[4] * 5, 5]
    assert spread(ratings, 1, 5, CLUB_2026) == (Stretch(1, 3, 5), Stretch(4, 5, 6))
    assert spread([5] * 12, 1, 5, CLUB_2026) is None
    assert spread([*[1] * 3, *[5] * 7], 1, 5, CLUB_2026) == (
        Stretch(1, 1, 3),
        Stretch(2, 2, 0),
        Stretch(3, 3, 0),
        Stretch(4, 4, 0),
        Stretch(5, 5, 7),
    )
