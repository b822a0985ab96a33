"""Ways that can be found by hand."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import count
from typing import Any

import pytest

from assessments.editions import edition
from assessments.editions.loader import load
from assessments.editions.model import Edition
from assessments.judgement import ByAttribute, Judgement, NotApplicable, NothingToScore, Percent
from assessments.levels import level_results
from assessments.scoring import score
from assessments.ways import Raise, Way, next_level, ways_to_next_level
from tests.assessments.examples import example_edition, example_tables, percents

EFQM = edition("efqm-2020")
CLUSTER = edition("cluster-excellence-2026")


def everywhere(found: Edition, value: int, **others: int) -> dict[str, Judgement]:
    """Return judgements with one number in every part but some."""
    return {part: Percent(Fraction(value)) for part in found.parts} | percents(**others)


def with_levels(*levels: dict[str, Any]) -> Edition:
    """Return the example with other levels."""
    return load(example_tables() | {"levels": list(levels), "eligibility": []})


def raises(found: Edition, judgements: Mapping[str, Judgement]) -> list[tuple[Any, ...]]:
    """Return each way as its parts with their targets, and its points."""
    return [
        (*((one.part, str(one.start), one.to) for one in way.raises), str(way.points))
        for way in ways_to_next_level(score(found, judgements), seconds=1, clock=lambda: 0)
    ]


def test_fewest_parts_then_percentage_points_then_points_then_the_order_of_parts() -> None:
    """450 of 500: one part of 200 points does it alone; with less there, two are needed."""
    assert raises(EFQM, everywhere(EFQM, 45)) == [
        (("6", "45", 70), "50"),
        (("7", "45", 70), "50"),
        (("6", "45", 50), ("7", "45", 65), "50"),
        (("4.1", "45", 65), ("6", "45", 65), "50"),
        (("4.1", "45", 65), ("7", "45", 65), "50"),
    ]


def test_near_miss_asks_for_one_step() -> None:
    """498 points: a step of 4.1 brings 2.5, one of 1.1 only 1; parts 6 and 7 bring 10."""
    judgements = everywhere(EFQM, 50, p7=49)
    assert raises(EFQM, judgements)[0] == (("7", "49", 50), "2")
    assert raises(EFQM, judgements)[1] == (("4.1", "50", 55), "5/2")


def test_way_names_its_level_and_is_proven() -> None:
    (first, *_) = ways_to_next_level(score(EFQM, everywhere(EFQM, 45)), most=1)
    level = EFQM.levels[2]
    assert first == Way(level, (Raise("6", Fraction(45), 70),), Fraction(50), optimal=True)
    assert first.percentage_points == 25


def test_most_says_how_many_ways() -> None:
    scored = score(EFQM, everywhere(EFQM, 45))
    assert [len(ways_to_next_level(scored, most=most)) for most in (1, 3, 7)] == [1, 3, 7]


def test_next_level_is_the_lowest_that_is_not_met() -> None:
    results = level_results(score(CLUSTER, everywhere(CLUSTER, 50)))
    met = next_level(results)
    assert met is not None
    assert (met.id, next_level(results[:1]), next_level(())) == ("silver", None, None)


def test_no_way_where_all_levels_are_met() -> None:
    assert raises(CLUSTER, everywhere(CLUSTER, 85)) == []


def test_no_way_where_the_edition_has_no_levels() -> None:
    assert raises(with_levels(), {}) == []


def test_no_way_where_even_everything_at_100_does_not_reach() -> None:
    """1.1 and 2.2 have 30 points; where 2.2 does not apply the scope is left with 20."""
    found = with_levels(
        {"id": "bronze", "name": "Bronze", "parts": ["1.1", "2.2"], "minimum_total": 25}
    )
    dropped: dict[str, Judgement] = {"2.2": NotApplicable("no team")}
    assert raises(found, percents(p1_1=40) | dropped) == []
    assert raises(found, percents(p1_1=40, p2_2=100)) == [(("1.1", "40", 75), "7")]


def test_unscored_parts_start_from_nothing_and_partly_scored_ones_too() -> None:
    """Bronze asks 25 of the 50 points of 1.1 and 2.1, 40 % in 1.1 and 30.5 % in criterion 2.

    45 and 55, and 40 and 60, are as many percentage points, but 25.5 and 26 points.
    """
    partly: dict[str, Judgement] = {"1.1": ByAttribute({"sound": Fraction(90)})}
    for judgements in ({}, partly):
        assert raises(example_edition(), judgements) == [
            (("1.1", "0", 50), ("2.1", "0", 50), "25"),
        ]


def test_part_outside_the_scope_and_one_that_does_not_apply_are_never_raised() -> None:
    judgements = percents(p1_1=40, p2_1=45) | {"2.2": NotApplicable("no team")}
    found = raises(example_edition(), judgements)
    assert {part for way in found for part, *_ in way[:-1]} == {"1.1", "2.1"}


def test_part_that_does_not_apply_leaves_its_points_to_the_others() -> None:
    """2.1 has all 40 points of criterion 2: 40 % of 20 and 50 % of 40 are 28 of the 30 asked."""
    judgements = percents(p1_1=40, p2_1=50) | {"2.2": NotApplicable("no team")}
    assert raises(example_edition(), judgements)[0] == (("2.1", "50", 55), "2")


def test_value_between_steps_is_raised_to_the_next_one() -> None:
    judgements = percents(p1_1="41.3", p2_1="55.5")
    assert raises(example_edition(), judgements)[:2] == [
        (("1.1", "413/10", 45), "37/50"),
        (("2.1", "111/2", 60), "27/20"),
    ]


def test_part_by_attributes_starts_from_what_its_cap_leaves() -> None:
    capped = {"sound": Fraction(30), "deployed": Fraction(60), "reviewed": Fraction(60)}
    judgements = percents(p2_1=65) | {"1.1": ByAttribute(capped)}
    assert raises(example_edition(), judgements) == [(("1.1", "30", 40), "2")]


def test_minimum_between_steps_asks_for_the_next_one() -> None:
    tables = example_tables()
    tables["levels"][0]["part_minimum"] = {"1.1": "40.5"}
    assert raises(load(tables), percents(p1_1=40, p2_1=90)) == [(("1.1", "40", 45), "1")]


def test_only_the_parts_below_their_minimum_are_raised_where_the_rest_holds() -> None:
    judgements = everywhere(CLUSTER, 65, p1_4=35, p6_1=20)
    assert raises(CLUSTER, judgements) == [(("1.4", "35", 40), ("6.1", "20", 40), "19")]


def test_way_to_a_level_above_an_unmet_one_leads_to_the_lower() -> None:
    """Silver's rules hold but for bronze's of part 1.2, which silver asks as well."""
    judgements = everywhere(CLUSTER, 70, p1_2=15)
    (way,) = ways_to_next_level(score(CLUSTER, judgements), seconds=1, clock=lambda: 0)
    assert (way.level.id, way.raises) == ("bronze", (Raise("1.2", Fraction(15), 20),))


def test_step_of_one_raises_to_whole_numbers() -> None:
    tables = example_tables()
    tables["step"] = 1
    assert raises(load(tables), percents(p1_1=40, p2_1=56))[:2] == [
        (("1.1", "40", 41), "1/5"),
        (("2.1", "56", 57), "3/10"),
    ]


def test_nothing_that_applies_in_a_level_is_refused() -> None:
    found = with_levels({"id": "team", "name": "Team", "parts": ["2.2"], "minimum_total": 5})
    with pytest.raises(NothingToScore):
        raises(found, {"2.2": NotApplicable("no team")})


HARD = everywhere(CLUSTER, 40) | percents(p1_1=60, p4_2=55, p6_1=35, p7_2=25)


def test_no_time_at_all_gives_a_way_that_is_not_proven() -> None:
    scored = score(CLUSTER, HARD)
    (way,) = ways_to_next_level(scored, seconds=0, clock=lambda: 0)
    assert not way.optimal
    after = HARD | {one.part: Percent(Fraction(one.to)) for one in way.raises}
    assert level_results(score(CLUSTER, after))[1].met


def test_more_time_proves_more_and_never_takes_a_proof_back() -> None:
    scored = score(CLUSTER, HARD)
    final = ways_to_next_level(scored, seconds=1, clock=lambda: 0)
    assert [way.optimal for way in final] == [True] * 5
    proven = []
    for seconds in (50, 500, 5_000, 50_000, 500_000):
        ways = ways_to_next_level(scored, seconds=seconds, clock=count().__next__)
        sure = [way for way in ways if way.optimal]
        assert tuple(sure) == final[: len(sure)]
        assert [way.optimal for way in ways] == sorted((w.optimal for w in ways), reverse=True)
        proven.append(len(sure))
    assert proven == sorted(proven)
    assert (proven[0], proven[-1]) == (0, 5)
