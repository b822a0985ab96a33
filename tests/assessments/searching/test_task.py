from fractions import Fraction

from assessments.judgement import Judgement, NotApplicable
from assessments.levels import what_levels_ask
from assessments.scoring import score
from assessments.searching.task import Candidate, Scales, Task, task_to_reach
from tests.assessments.examples import example_edition, percents

EDITION = example_edition()


def task(level: int, judgements: dict[str, Judgement]) -> Task:
    return task_to_reach(score(EDITION, judgements), what_levels_ask(EDITION)[level])


def test_bronze_in_whole_numbers() -> None:
    """1.1 has 20 points and stands at 30 of 40 asked; 2.1 has 30 points and stands at 20.

    One percent brings a fifth and three tenths of a point, so that points are counted in tenths:
    13 of 25 are missing, and in criterion 2, of which only 2.1 is asked, 30.5 % less 20 % of 30.
    """
    assert task(0, percents(p1_1=30, p2_1=20)) == Task(
        candidates=(
            Candidate("1.1", 0, True, Fraction(30), 10, 20, 12, 10),
            Candidate("2.1", 1, False, Fraction(20), 5, 15, 15, 15),
        ),
        step=5,
        need=130,
        group_needs={1: 32},
        scales=Scales(1, 10),
    )


def test_fractions_become_whole_numbers_and_thresholds_are_rounded_up() -> None:
    """From 20.5 the step is 4.5 away; 8.85 points are missing, 3 of them in criterion 2."""
    found = task(0, percents(p1_1=50, p2_1="20.5"))
    assert found.candidates[1] == Candidate("2.1", 1, False, Fraction(41, 2), 9, 27, 15, 30)
    assert (found.step, found.need, found.group_needs) == (10, 177, {1: 60})
    assert found.scales == Scales(2, 20)


def test_gold_counts_all_that_applies_and_leaves_out_what_is_full() -> None:
    judgements = percents(p1_1=100, p1_2=50) | {"2.2": NotApplicable("no team")}
    found = task(1, judgements)
    assert [one.part for one in found.candidates] == ["1.2", "2.1"]
    assert [one.must for one in found.candidates] == [False, False]
    assert (found.need, found.group_needs, found.scales.points) == (200, {}, 5)


def test_what_holds_already_needs_nothing() -> None:
    found = task(0, percents(p1_1=40, p2_1=100))
    assert (found.need, found.group_needs, [one.must for one in found.candidates]) == (
        0,
        {},
        [False],
    )
