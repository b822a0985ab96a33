from fractions import Fraction

import pytest

from assessments.editions import edition
from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent, Unfit
from assessments.rubric import Mean
from assessments.scoring import PartScore, Range, Score, score
from tests.assessments.examples import example_edition, percents

EDITION = example_edition()
NO_TEAM = NotApplicable("no team")


def exactly(value: int | str) -> Range:
    return Range(Fraction(value), Fraction(value))


def between(lower: int | str, upper: int | str) -> Range:
    return Range(Fraction(lower), Fraction(upper))


def points_by_criterion(scored: Score) -> list[Range]:
    return [criterion.points for criterion in scored.criteria]


@pytest.mark.parametrize(
    ("judgements", "first", "second", "total"),
    [
        # 60 × (45 + 2 × 60) / 3 / 100 = 33; 40 × (3 × 80 + 20) / 4 / 100 = 26
        (percents(p1_1=45, p1_2=60, p2_1=80, p2_2=20), exactly(33), exactly(26), exactly(59)),
        (percents(p1_1=100, p1_2=100, p2_1=100, p2_2=100), exactly(60), exactly(40), exactly(100)),
        (percents(p1_1=0, p1_2=0, p2_1=0, p2_2=0), exactly(0), exactly(0), exactly(0)),
        # 20 × 33.3 % = 6.66, and 40 points of 1.2 are open
        (
            percents(p1_1="33.3", p2_1=80, p2_2=20),
            between("6.66", "46.66"),
            exactly(26),
            between("32.66", "72.66"),
        ),
        ({}, between(0, 60), between(0, 40), between(0, 100)),
        # without 2.2 all 40 points are 2.1's
        (
            {**percents(p1_1=45, p1_2=60, p2_1=80), "2.2": NO_TEAM},
            exactly(33),
            exactly(32),
            exactly(65),
        ),
        ({"2.2": NO_TEAM}, between(0, 60), between(0, 40), between(0, 100)),
    ],
)
def test_points_are_percentages_by_weight(
    judgements: dict[str, Judgement], first: Range, second: Range, total: Range
) -> None:
    scored = score(EDITION, judgements)
    assert points_by_criterion(scored) == [first, second]
    assert scored.total == total
    assert scored.complete == (total.lower == total.upper)


def test_part_keeps_how_its_points_came_about() -> None:
    values = {"sound": Fraction(40), "deployed": Fraction(80), "reviewed": Fraction(60)}
    judgement = ByAttribute(values)
    assert score(EDITION, {"1.2": judgement}).parts["1.2"] == PartScore(
        part=EDITION.parts["1.2"],
        judgement=judgement,
        percent=exactly(40),
        mean=Mean(percent=Fraction(40), mean=Fraction(60), capped_by=("sound",)),
        weights=3,
        maximum=Fraction(40),
        points=exactly(16),
    )


def test_part_with_an_attribute_missing_is_unscored() -> None:
    judgement = ByAttribute({"sound": Fraction(100), "deployed": Fraction(100)})
    scored = score(EDITION, {"1.2": judgement})
    part = scored.parts["1.2"]
    assert (part.percent, part.mean, part.points) == (between(0, 100), None, between(0, 40))
    assert scored.total == between(0, 100)


def test_part_that_does_not_apply_has_no_percentage_and_no_maximum() -> None:
    scored = score(EDITION, {"2.2": NO_TEAM})
    dropped, other = scored.parts["2.2"], scored.parts["2.1"]
    assert dropped.percent is None
    assert (dropped.maximum, dropped.points) == (Fraction(0), exactly(0))
    assert (other.maximum, other.weights) == (Fraction(40), 3)


def test_criterion_percentage_is_the_mean_by_weight() -> None:
    scored = score(EDITION, percents(p1_1=45, p1_2=60, p2_1=10))
    assert [criterion.percent for criterion in scored.criteria] == [
        exactly(55),
        between("7.5", "32.5"),
    ]


def test_unfit_judgement_is_refused() -> None:
    with pytest.raises(Unfit):
        score(EDITION, {"1.1": Percent(Fraction(101))})


def test_results_of_2003_weigh_perceptions_and_indicators() -> None:
    """6: 75/25 of 200, 7: 75/25 of 90, 8: 25/75 of 60, 9: 50/50 of 150."""
    scored = score(
        edition("efqm-2003"),
        {
            part_id: Percent(Fraction(100 if part_id.endswith("a") else 0))
            for part_id in ("6a", "6b", "7a", "7b", "8a", "8b", "9a", "9b")
        },
    )
    assert points_by_criterion(scored)[5:] == [
        exactly(150),
        exactly("67.5"),
        exactly(15),
        exactly(75),
    ]
    assert scored.total == between("307.5", "807.5")


def test_whole_assessment_of_2020_computed_by_hand() -> None:
    """Directions 50, executions 60, perceptions 40, performance 35: 100 + 240 + 80 + 70."""
    model = edition("efqm-2020")
    by_criterion = {"1": 50, "2": 50, "3": 60, "4": 60, "5": 60, "6": 40, "7": 35}
    scored = score(
        model,
        {part.id: Percent(Fraction(by_criterion[part.criterion])) for part in model.parts.values()},
    )
    assert points_by_criterion(scored) == [exactly(p) for p in (50, 50, 60, 120, 60, 80, 70)]
    assert scored.total == exactly(490)
