"""Every step of a score, against figures worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from assessments.deviation import Deviation
from assessments.editions import edition
from assessments.editions.model import Edition
from assessments.explaining import AttributeStep, PartStep, Worth, explain
from assessments.judgement import (
    ByAttribute,
    Departing,
    Judgement,
    NotApplicable,
    NothingToScore,
    Unfit,
)
from assessments.levels import measures
from assessments.scoring import Range, score
from tests.assessments.examples import example_edition, percents
from tests.assessments.strategies import judged

EDITION = example_edition()


def by_attributes(**values: int) -> ByAttribute:
    return ByAttribute({name: Fraction(value) for name, value in values.items()})


def steps_of(judgements: dict[str, Judgement]) -> dict[str, PartStep]:
    explained = explain(score(EDITION, judgements))
    return {
        step.score.part.id: step for criterion in explained.criteria for step in criterion.parts
    }


def test_each_part_names_the_rule_that_gave_its_percentage() -> None:
    steps = steps_of(
        {
            "1.1": by_attributes(sound=30, deployed=60, reviewed=60),
            "1.2": by_attributes(sound=60, deployed=45, reviewed=60),
            "2.1": by_attributes(sound=60),
            "2.2": NotApplicable("no team"),
        }
    )
    assert {part: step.rule for part, step in steps.items()} == {
        "1.1": "cap",
        "1.2": "mean",
        "2.1": "incomplete",
        "2.2": "not_applicable",
    }
    assert {part: step.rule for part, step in steps_of(percents(p1_1=45)).items()} == {
        "1.1": "chosen",
        "1.2": "unscored",
        "2.1": "unscored",
        "2.2": "unscored",
    }


def test_departure_from_the_attributes_is_shown_with_its_reason_and_counts() -> None:
    values = {
        name: Fraction(value) for name, value in (("sound", 60), ("deployed", 45), ("reviewed", 60))
    }
    step = steps_of({"1.1": Departing(values, Fraction(60), " Seen on site. ")})["1.1"]
    assert step.rule == "deviation"
    assert step.deviation == Deviation("1.1", Fraction(55), Fraction(60), "Seen on site.")
    assert step.score.percent == Range(Fraction(60), Fraction(60))
    assert [one.step_brings for one in step.attributes] == [0, 0, 0]
    same = steps_of({"1.1": Departing(values, Fraction(55), "")})["1.1"]
    assert (same.rule, same.deviation) == ("mean", None)


@pytest.mark.parametrize(("percent", "reason"), [(60, " "), (65, "Seen on site.")])
def test_departure_without_reason_or_above_a_cap_is_not_scored(percent: int, reason: str) -> None:
    values = {
        name: Fraction(value) for name, value in (("sound", 60), ("deployed", 45), ("reviewed", 60))
    }
    with pytest.raises(Unfit):
        score(EDITION, {"1.1": Departing(values, Fraction(percent), reason)})


def test_part_reaches_the_band_below_its_percentage() -> None:
    steps = steps_of(percents(p1_1=59, p1_2=60))
    assert [step.band and step.band.value for step in steps.values()] == [0, 60, None, None]


def test_attribute_says_what_a_step_more_brings_under_the_cap() -> None:
    """1.1 has 20 points. Mean 50, cap 30: only the cap's own step counts, by five percent."""
    step = steps_of({"1.1": by_attributes(sound=30, deployed=60, reviewed=60)})["1.1"]
    assert step.attributes == (
        AttributeStep("sound", Fraction(30), True, Fraction(1)),
        AttributeStep("deployed", Fraction(60), False, Fraction(0)),
        AttributeStep("reviewed", Fraction(60), False, Fraction(0)),
    )


def test_attribute_says_what_a_step_more_brings_to_the_mean() -> None:
    """A third of five percent of 20 points; from 98 it is but two percent to 100."""
    step = steps_of({"1.1": by_attributes(sound=100, deployed=98, reviewed=40)})["1.1"]
    assert [one.step_brings for one in step.attributes] == [0, Fraction(2, 15), Fraction(1, 3)]


def test_missing_attribute_leaves_open_what_the_others_bring() -> None:
    step = steps_of({"1.1": by_attributes(sound=60)})["1.1"]
    assert step.attributes == (
        AttributeStep("sound", Fraction(60), True, None),
        AttributeStep("deployed", None, False, None),
        AttributeStep("reviewed", None, False, None),
    )


def test_answer_is_worth_what_it_can_still_gain() -> None:
    """1.2 has 40 of the 100 points: at 41 percent 23.6 to gain, 1.6 with the step to 45."""
    steps = steps_of(percents(p1_2=41, p1_1=100) | {"2.2": NotApplicable("no team")})
    assert [step.worth for step in steps.values()] == [
        Worth(Fraction(0), Fraction(0), Fraction(20)),
        Worth(Fraction(118, 5), Fraction(8, 5), Fraction(40)),
        Worth(Fraction(40), Fraction(2), Fraction(40)),
        Worth(Fraction(0), Fraction(0), Fraction(0)),
    ]


def test_level_tells_points_gained_and_possible_and_every_rule() -> None:
    scored = score(EDITION, percents(p1_1=50, p2_1=40, p2_2=90))
    bronze, gold = explain(scored).levels
    assert (bronze.parts, bronze.gained, bronze.possible) == (
        ("1.1", "2.1"),
        Range(Fraction(22), Fraction(22)),
        Fraction(50),
    )
    assert bronze.rules == measures(scored, "bronze")
    assert [(one.requirement.rule, one.holds) for one in gold.rules] == [
        ("total", False),
        ("part_minimum", False),
        ("level_below", False),
    ]


def test_mean_of_criteria_is_given_where_the_edition_shows_it() -> None:
    caf = edition("caf-2020")
    assert explain(score(EDITION, {})).mean_of_criteria is None
    fifties = percents(**dict.fromkeys(caf.parts, 54))
    assert explain(score(caf, fifties)).mean_of_criteria == Range(Fraction(54), Fraction(54))


@settings(max_examples=30, deadline=None)
@given(judged())
def test_steps_add_up_from_parts_to_the_total(case: tuple[Edition, dict[str, Judgement]]) -> None:
    try:
        explained = explain(score(*case))
    except NothingToScore:
        return
    total = Fraction(0)
    for criterion in explained.criteria:
        points = sum((step.score.points.lower for step in criterion.parts), start=Fraction(0))
        assert points == criterion.score.points.lower
        total += points
        for step in criterion.parts:
            percent = step.score.percent
            gained = percent.lower * step.score.maximum / 100 if percent else 0
            assert gained == step.score.points.lower
            assert step.worth.to_gain + step.score.points.lower == step.score.maximum
    assert total == explained.total.lower
