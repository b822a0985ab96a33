from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.editions import edition
from assessments.editions.loader import load
from assessments.judgement import Judgement, NotApplicable, NothingToScore, Percent
from assessments.levels import (
    Asked,
    Measure,
    Requirement,
    Unmet,
    highest_met,
    level_results,
    measures,
    natural,
    what_levels_ask,
)
from assessments.scoring import Range, score
from tests.assessments.examples import example_edition, example_tables, percents

EDITION = example_edition()
BRONZE, GOLD = EDITION.levels

PERCENT = Requirement("percent", None, Fraction(50))
BRONZE_PART = Requirement("part_minimum", "1.1", Fraction(40))
BRONZE_CRITERION = Requirement("criterion_minimum", "2", Fraction("30.5"))
TOTAL = Requirement("total", None, Fraction(80))
GOLD_PART = Requirement("part_minimum", "1.1", Fraction(60))
BELOW = Requirement("level_below", "bronze", Fraction(1))


def between(lower: int | str, upper: int | str) -> Range:
    return Range(Fraction(lower), Fraction(upper))


def unmet_of(judgements: dict[str, Judgement]) -> list[tuple[Unmet, ...]]:
    return [result.unmet for result in level_results(score(EDITION, judgements))]


def test_levels_ask_their_rules_in_order() -> None:
    assert what_levels_ask(EDITION) == (
        Asked(BRONZE, ("1.1", "2.1"), (PERCENT, BRONZE_PART, BRONZE_CRITERION)),
        Asked(GOLD, ("1.1", "1.2", "2.1", "2.2"), (TOTAL, GOLD_PART, BELOW)),
    )


@pytest.mark.parametrize(
    ("judgements", "bronze", "gold"),
    [
        # bronze has 50 points possible (20 and 30), gold 100
        (percents(p1_1=40, p2_1=60), between(52, 52), between(26, 76)),
        (percents(p1_1=40), between(16, 76), between(8, 88)),
        ({}, between(0, 100), between(0, 100)),
        # without 2.2, 2.1 has all 40 points of its criterion: 60 possible
        (
            {**percents(p1_1=30, p2_1=60), "2.2": NotApplicable("no team")},
            between(50, 50),
            between(30, 70),
        ),
    ],
)
def test_percentage_of_a_level_is_of_the_points_possible_in_its_scope(
    judgements: dict[str, Judgement], bronze: Range, gold: Range
) -> None:
    results = level_results(score(EDITION, judgements))
    assert [result.percent for result in results] == [bronze, gold]


def test_level_is_met_exactly_at_its_thresholds() -> None:
    scored = score(EDITION, percents(p1_1=50, p2_1=50))
    bronze, gold = level_results(scored)
    assert (bronze.percent, bronze.met, bronze.unmet) == (between(50, 50), True, ())
    assert highest_met((bronze, gold)) == BRONZE
    assert not scored.complete


def test_level_is_not_met_a_hair_below() -> None:
    judgements = percents(p1_1="49.9999999999999999999999", p2_1=50)
    bronze, _ = level_results(score(EDITION, judgements))
    hair = Fraction(40, 10**24)
    assert bronze.unmet == (Unmet(PERCENT, Range(50 - hair, 50 - hair)),)
    assert bronze.unmet[0].gap == hair
    assert bronze.unmet[0].state == "fails"


def test_all_levels_are_met_by_full_marks() -> None:
    results = level_results(score(EDITION, percents(p1_1=100, p1_2=100, p2_1=100, p2_2=100)))
    assert [result.met for result in results] == [True, True]
    assert highest_met(results) == GOLD


def test_no_level_is_met_by_nothing() -> None:
    results = level_results(score(EDITION, {}))
    assert highest_met(results) is None
    assert unmet_of({}) == [
        (
            Unmet(PERCENT, between(0, 100)),
            Unmet(BRONZE_PART, between(0, 100)),
            Unmet(BRONZE_CRITERION, between(0, 100)),
        ),
        (
            Unmet(TOTAL, between(0, 100)),
            Unmet(GOLD_PART, between(0, 100)),
            Unmet(BELOW, between(0, 1)),
        ),
    ]
    assert {unmet.state for result in results for unmet in result.unmet} == {"open"}


def test_unmet_rules_fail_when_what_is_open_cannot_close_the_gap() -> None:
    """1.1 is too low for both levels, and gold cannot be reached since bronze cannot."""
    bronze, gold = unmet_of(percents(p1_1=30, p2_1=80))
    assert bronze == (Unmet(BRONZE_PART, between(30, 30)),)
    assert gold == (
        Unmet(TOTAL, between(30, 80)),
        Unmet(GOLD_PART, between(30, 30)),
        Unmet(BELOW, between(0, 0)),
    )
    assert [(unmet.gap, unmet.state) for unmet in gold] == [
        (Fraction(50), "open"),
        (Fraction(30), "fails"),
        (Fraction(1), "fails"),
    ]


def test_criterion_minimum_looks_only_at_what_the_level_asks() -> None:
    """2.2 is outside bronze: its 100 do not help, and 2.1 alone is below 30.5."""
    bronze, _ = unmet_of(percents(p1_1=100, p2_1=30, p2_2=100))
    assert bronze == (Unmet(BRONZE_CRITERION, between(30, 30)),)


def test_minimum_of_what_does_not_apply_drops_out() -> None:
    tables = example_tables()
    tables["criteria"][0]["parts"][0]["may_not_apply"] = "Sometimes."
    tables["criteria"][1]["parts"][0]["may_not_apply"] = "Sometimes."
    edition = load(tables)
    judgements: dict[str, Judgement] = {
        "1.1": NotApplicable("not here"),
        "2.1": Percent(Fraction(60)),
    }
    bronze, _ = level_results(score(edition, judgements))
    assert (bronze.percent, bronze.met) == (between(60, 60), True)
    judgements = {"1.1": Percent(Fraction(60)), "2.1": NotApplicable("not here")}
    bronze, _ = level_results(score(edition, judgements))
    assert (bronze.percent, bronze.met) == (between(60, 60), True)


def test_level_of_which_nothing_applies_is_refused() -> None:
    tables = example_tables()
    for criterion in tables["criteria"]:
        criterion["parts"][0]["may_not_apply"] = "Sometimes."
    scored = score(load(tables), {"1.1": NotApplicable("no"), "2.1": NotApplicable("no")})
    with pytest.raises(NothingToScore) as caught:
        level_results(scored)
    assert caught.value.place == ("2.1", "not_applicable")
    assert (
        caught.value.problem == "leaves nothing to score: no part that level 'bronze' asks applies"
    )


def test_level_needs_the_level_below_it() -> None:
    """Gold's own rules hold; bronze's minimum of criterion 2 does not, so gold is not met."""
    gold = replace(GOLD, minimum_total=Fraction(10))
    changed = replace(EDITION, levels=(BRONZE, gold), canonical=b"changed")
    results = level_results(score(changed, percents(p1_1=100, p1_2=100, p2_1=30, p2_2=0)))
    assert results[1].unmet == (Unmet(BELOW, between(0, 0)),)
    assert highest_met(results) is None


def test_levels_of_2020_are_reached_from_their_points_on() -> None:
    model = edition("efqm-2020")
    reached = []
    for percent in ("29.9", "30", "39.9", "40", "50", "60", "69.9", "70", "100"):
        scored = score(model, {part: Percent(Fraction(percent)) for part in model.parts})
        level = highest_met(level_results(scored))
        reached.append(level.id if level else None)
    assert reached == [
        None,
        "recognised-3",
        "recognised-3",
        "recognised-4",
        "recognised-5",
        "recognised-6",
        "recognised-6",
        "recognised-7",
        "recognised-7",
    ]


def test_ids_sort_as_people_number_them() -> None:
    assert sorted(["1.10", "1.2", "10", "2", "1b", "1a", "1"], key=natural) == [
        "1",
        "1.2",
        "1.10",
        "1a",
        "1b",
        "2",
        "10",
    ]


def test_rules_of_one_kind_are_ordered_by_id_whatever_their_order_in_the_file() -> None:
    minima = {part_id: Fraction(5) for part_id in ("2.10", "10.1", "2.9", "1.1")}
    gold = replace(GOLD, part_minimum=minima)
    asked = what_levels_ask(replace(EDITION, levels=(gold,), canonical=b"reordered"))[0]
    assert [requirement.id for requirement in asked.requirements] == [
        None,
        "1.1",
        "2.9",
        "2.10",
        "10.1",
    ]


def test_dropping_the_team_raises_what_members_weigh_in_every_level_of_the_cluster_edition() -> (
    None
):
    """Without 6.3, 6.1 has 150 × 60 / 85 = 1800/17 points in place of 90, where it is asked."""
    cluster = edition("cluster-excellence-2026")
    judgements: dict[str, Judgement] = {part: Percent(Fraction(0)) for part in cluster.parts}
    judgements |= {"6.1": Percent(Fraction(100)), "6.3": NotApplicable("Three persons.")}
    results = level_results(score(cluster, judgements))
    gained = Fraction(1800, 17)
    assert [result.percent.exact for result in results] == [
        gained / (554 - 90 + gained) * 100,
        gained / (827 - 90 + gained) * 100,
        gained / 1000 * 100,
    ]


def test_measures_tell_every_rule_with_what_it_has() -> None:
    scored = score(EDITION, percents(p1_1=50, p2_1=20, p1_2=100, p2_2=100))
    assert [(one, one.holds) for one in measures(scored, "bronze")] == [
        (Measure(PERCENT, between(32, 32)), False),
        (Measure(BRONZE_PART, between(50, 50)), True),
        (Measure(BRONZE_CRITERION, between(20, 20)), False),
    ]
    assert [one.requirement for one in measures(scored, "gold")] == [TOTAL, GOLD_PART, BELOW]
    assert measures(scored, "gold")[-1] == Measure(BELOW, between(0, 0))


def test_measures_that_do_not_hold_are_the_unmet_rules() -> None:
    for judgements in (percents(p1_1=50, p2_1=20), percents(p1_1=10), {}):
        scored = score(EDITION, judgements)
        for result in level_results(scored):
            missing = [one for one in measures(scored, result.level.id) if not one.holds]
            assert [(one.requirement, one.has) for one in missing] == [
                (one.requirement, one.has) for one in result.unmet
            ]


def test_measures_of_an_unknown_level_are_refused() -> None:
    with pytest.raises(KeyError, match="platinum"):
        measures(score(EDITION, {}), "platinum")
