"""Drafts over past cases, with figures worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.editions import edition
from assessments.editions.loader import FaultyEdition, load
from assessments.editions.model import Edition
from assessments.editions.renaming import renamed
from assessments.editions.translation import Tree
from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent, Unfit
from assessments.levels import highest_met, level_results
from assessments.scoring import score
from assessments.trial import Case, NearThreshold, Row, Trial, try_out, with_threshold
from assessments.uncertainty import AssessorError
from tests.assessments.examples import example_edition, example_tables, percents

EXAMPLE = example_edition()


def case(name: str, judgements: dict[str, Judgement], country: str = "AT") -> Case:
    return Case(name, judgements, country, "small", "mobility")


def all_at(value: int) -> dict[str, Judgement]:
    return percents(p1_1=value, p1_2=value, p2_1=value, p2_2=value)


def changes(trial: Trial) -> dict[str, tuple[str, str, str, str]]:
    return {
        move.case.id: (move.before, move.after, move.at_best, move.change) for move in trial.moves
    }


def test_other_threshold_moves_those_between_the_two() -> None:
    cases = [case("low", all_at(45)), case("between", all_at(55)), case("high", all_at(70))]
    stricter = try_out(EXAMPLE, with_threshold(EXAMPLE, "bronze", Decimal(60)), cases)
    assert changes(stricter) == {
        "low": ("", "", "", "same"),
        "between": ("bronze", "", "", "loses"),
        "high": ("bronze", "bronze", "bronze", "same"),
    }
    milder = try_out(EXAMPLE, with_threshold(EXAMPLE, "bronze", Decimal("44.5")), cases)
    assert changes(milder)["low"] == ("", "bronze", "bronze", "gains")


def test_draft_with_another_threshold_is_a_draft_of_its_own() -> None:
    draft = with_threshold(EXAMPLE, "gold", Decimal(85))
    assert (draft.levels[1].minimum_total, draft.status) == (Fraction(85), "draft")
    assert draft.identity != EXAMPLE.identity
    assert replace(draft.levels[1], minimum_total=Fraction(80)) == EXAMPLE.levels[1]


def test_threshold_that_cannot_be_is_refused() -> None:
    with pytest.raises(FaultyEdition, match="cannot be reached"):
        with_threshold(EXAMPLE, "gold", Decimal(101))
    with pytest.raises(KeyError):
        with_threshold(EXAMPLE, "silver", Decimal(50))


def test_rows_count_cases_by_level_country_size_and_field() -> None:
    cases = [
        case("a", all_at(55)),
        case("b", all_at(55), "BE"),
        case("c", all_at(70), "BE"),
        Case("d", all_at(30), "BE", "large", "energy"),
    ]
    rows = try_out(EXAMPLE, with_threshold(EXAMPLE, "bronze", Decimal(60)), cases).rows
    assert rows == (
        Row("all", "", 4, gains=0, loses=2, same=2, open=0),
        Row("level", "", 1, gains=0, loses=0, same=1, open=0),
        Row("level", "bronze", 3, gains=0, loses=2, same=1, open=0),
        Row("country", "AT", 1, gains=0, loses=1, same=0, open=0),
        Row("country", "BE", 3, gains=0, loses=1, same=2, open=0),
        Row("size", "large", 1, gains=0, loses=0, same=1, open=0),
        Row("size", "small", 3, gains=0, loses=2, same=1, open=0),
        Row("field", "energy", 1, gains=0, loses=0, same=1, open=0),
        Row("field", "mobility", 3, gains=0, loses=2, same=1, open=0),
    )


def test_no_cases_give_no_rows() -> None:
    trial = try_out(EXAMPLE, EXAMPLE, [])
    assert (trial.moves, trial.rows, [one.share for one in trial.near]) == ((), (), [None, None])


def draft_tables() -> Tree:
    tables = example_tables()
    tables["criteria"][0]["parts"].append(
        {"id": "1.3", "title": "New", "weight": 1, "kind": "work"}
    )
    tables["levels"][0]["parts"] = ["1.1", "1.3", "2.1"]
    return tables


def draft_with_a_new_part() -> Edition:
    return load(draft_tables())


def test_part_that_is_new_leaves_open_what_it_decides() -> None:
    """Bronze asks 50 % of 15, 15 and 30 points; the new 15 are open: all at 80 has 60 to 85 %."""
    trial = try_out(
        EXAMPLE,
        draft_with_a_new_part(),
        [case("sure", all_at(80)), case("open", all_at(60)), case("never", all_at(30))],
    )
    assert changes(trial) == {
        "sure": ("gold", "bronze", "gold", "open"),
        "open": ("bronze", "", "bronze", "open"),
        "never": ("", "", "", "same"),
    }
    assert [one.cases for one in trial.near] == [0, 0]


def test_part_that_was_renamed_takes_what_was_agreed_of_it() -> None:
    """1.1 is 1.2 now, and 1.2 is 1.1: bronze asks 40 % of what was 1.1, which has 90 %."""
    names = {"1.1": "1.3", "1.2": "1.1"}
    tree = example_tables()
    for old, new in [*names.items(), ("1.3", "1.2")]:
        tree = renamed(tree, ("criteria", "1", "parts", old), new)
    agreed = percents(p1_1=90, p1_2=0, p2_1=60, p2_2=60)
    origins = {"1.1": "1.2", "1.2": "1.1"}
    draft = load(tree)
    assert changes(try_out(EXAMPLE, draft, [case("a", agreed)], renamed=origins)) == {
        "a": ("bronze", "bronze", "bronze", "same")
    }
    assert changes(try_out(EXAMPLE, draft, [case("a", agreed)]))["a"][3] == "loses"


def test_new_part_in_the_name_of_a_renamed_one_is_open() -> None:
    tree = renamed(draft_tables(), ("criteria", "1", "parts", "1.3"), "1.4")
    tree = renamed(tree, ("criteria", "1", "parts", "1.2"), "1.3")
    tree = renamed(tree, ("criteria", "1", "parts", "1.4"), "1.2")
    (move,) = try_out(EXAMPLE, load(tree), [case("a", all_at(60))], renamed={"1.3": "1.2"}).moves
    assert (move.before, move.after, move.at_best) == ("bronze", "", "bronze")


def with_levels(*names: str) -> Edition:
    """Return the example with levels of these names, each asking a quarter more than the last."""
    rising = [
        {"id": name, "name": name, "minimum_percent": 25 * place}
        for place, name in enumerate(names, start=1)
    ]
    return load(example_tables() | {"levels": rising, "eligibility": []})


@pytest.mark.parametrize(
    ("before", "after", "value", "expected"),
    [
        (["silver", "gold"], ["bronze", "silver", "gold"], 25, ("silver", "bronze", "loses")),
        (["silver", "gold"], ["bronze", "silver", "gold"], 50, ("gold", "silver", "loses")),
        (["silver", "gold"], ["bronze", "silver", "gold"], 20, ("", "", "same")),
        (["bronze", "gold"], ["bronze", "silver", "gold"], 75, ("gold", "gold", "same")),
        (["bronze", "gold"], ["bronze", "silver", "gold"], 25, ("bronze", "bronze", "same")),
        (["bronze", "silver", "gold"], ["silver", "gold"], 25, ("bronze", "silver", "gains")),
        (["bronze", "silver", "gold"], ["silver", "gold"], 75, ("gold", "gold", "same")),
        (["bronze", "silver", "gold"], ["bronze", "gold"], 50, ("silver", "gold", "gains")),
        (["bronze", "gold", "silver"], ["bronze", "silver"], 50, ("gold", "silver", "gains")),
        (["bronze", "silver"], ["one", "two"], 50, ("silver", "two", "same")),
    ],
)
def test_levels_are_told_by_their_ids(
    before: list[str], after: list[str], value: int, expected: tuple[str, str, str]
) -> None:
    trial = try_out(with_levels(*before), with_levels(*after), [case("a", all_at(value))])
    (move,) = trial.moves
    assert (move.before, move.after, move.change) == expected


def test_attributes_meet_the_caps_of_the_draft() -> None:
    """Without a cap 1.1 has its mean of 60, and bronze asks no more than 40 there."""
    tables = example_tables()
    tables["rubrics"]["work"]["caps"] = []
    attributes = {"sound": Fraction(30), "deployed": Fraction(75), "reviewed": Fraction(75)}
    judged = all_at(60) | {"1.1": ByAttribute(attributes)}
    assert changes(try_out(EXAMPLE, load(tables), [case("a", judged)])) == {
        "a": ("", "bronze", "bronze", "gains")
    }


def test_other_attributes_leave_the_percentage_that_was_reached() -> None:
    tables = example_tables()
    tables["rubrics"]["work"]["attributes"].append({"id": "fresh", "name": "Fresh"})
    attributes = dict.fromkeys(("sound", "deployed", "reviewed"), Fraction(60))
    judged = all_at(60) | {"1.1": ByAttribute(attributes)}
    assert changes(try_out(EXAMPLE, load(tables), [case("a", judged)])) == {
        "a": ("bronze", "bronze", "bronze", "same")
    }


@pytest.mark.parametrize(("sound", "change"), [(60, "same"), (61, "open")])
def test_draft_of_whole_numbers_takes_no_others(sound: int, change: str) -> None:
    """60, 60 and 60 come to 60 in 1.1; 61, 60 and 60 to no whole number, so bronze stays open."""
    attributes = {"sound": sound, "deployed": 60, "reviewed": 60}
    judged = ByAttribute({name: Fraction(value) for name, value in attributes.items()})
    draft = load(example_tables() | {"whole_numbers": True})
    (move,) = try_out(EXAMPLE, draft, [case("a", all_at(60) | {"1.1": judged})]).moves
    assert (move.before, move.change) == ("bronze", change)


def test_part_that_must_apply_in_the_draft_is_open() -> None:
    tables = example_tables()
    del tables["criteria"][1]["parts"][1]["may_not_apply"]
    judged = all_at(90) | {"2.2": NotApplicable("no team")}
    assert changes(try_out(EXAMPLE, load(tables), [case("a", judged)])) == {
        "a": ("gold", "gold", "gold", "same")
    }
    judged = all_at(85) | {"2.2": NotApplicable("no team")}
    assert changes(try_out(EXAMPLE, load(tables), [case("a", judged)])) == {
        "a": ("gold", "bronze", "gold", "open")
    }


@pytest.mark.parametrize("again", [False, True])
def test_case_that_dropped_all_that_a_level_asks_is_left_untried(again: bool) -> None:
    """The draft's bronze asks for 2.2 alone; tried over its own cases, it is so before as well."""
    tables = example_tables()
    tables["levels"][0] = {
        "id": "bronze", "name": "Bronze", "parts": ["2.2"], "minimum_percent": 50,
    }  # fmt: skip
    draft = load(tables)
    dropped = case("dropped", all_at(85) | {"2.2": NotApplicable("no team")})
    trial = try_out(draft if again else EXAMPLE, draft, [case("a", all_at(85)), dropped])
    assert changes(trial) == {"a": ("gold", "gold", "gold", "same")}
    assert trial.untried == (dropped,)
    assert (trial.rows[0].cases, [one.cases for one in trial.near]) == (1, [1, 1])


def test_near_are_those_within_three_points_of_a_threshold_on_either_side() -> None:
    cases = [case(str(value), all_at(value)) for value in (46, 47, 50, 53, 54, 77, 79)]
    bronze, gold = try_out(EXAMPLE, EXAMPLE, cases).near
    assert bronze == NearThreshold("bronze", Fraction(50), 3, 7, None)
    assert (bronze.share, gold.near) == (Fraction(3, 7), 2)
    wide = try_out(EXAMPLE, EXAMPLE, cases, near=Fraction(4)).near[0]
    assert wide.near == 5


def test_threshold_in_points_is_compared_in_percent_of_what_is_possible() -> None:
    """500 of 1,000 points; 53 % is near, 54 % is not."""
    efqm = edition("efqm-2020")
    cases = [
        case(str(value), {part: Percent(Fraction(value)) for part in efqm.parts})
        for value in (53, 54)
    ]
    near = {one.level: (one.threshold, one.near) for one in try_out(efqm, efqm, cases).near}
    assert near["recognised-5"] == (Fraction(50), 1)


def test_assumed_error_gives_deviations_of_total_and_levels() -> None:
    trial = try_out(EXAMPLE, EXAMPLE, [], error=AssessorError(Fraction(10)))
    assert trial.deviation == pytest.approx(30**0.5)
    assert [one.deviation for one in trial.near] == pytest.approx([2 * 13**0.5, 30**0.5])
    assert try_out(EXAMPLE, EXAMPLE, []).deviation is None


def test_judgement_that_the_edition_before_does_not_take_is_refused() -> None:
    with pytest.raises(Unfit):
        try_out(EXAMPLE, EXAMPLE, [case("a", percents(p9_9=40))])


values = st.integers(0, 20).map(lambda n: 5 * n)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(values, min_size=4, max_size=4), max_size=6),
    st.integers(0, 100),
    st.sampled_from(["AT", "BE"]),
)
def test_rows_of_each_dimension_add_up_and_levels_are_those_of_scoring(
    drawn: list[list[int]], threshold: int, country: str
) -> None:
    cases = [
        case(str(n), percents(p1_1=a, p1_2=b, p2_1=c, p2_2=d), country if n % 2 else "CH")
        for n, (a, b, c, d) in enumerate(drawn)
    ]
    draft = with_threshold(EXAMPLE, "bronze", Decimal(threshold))
    trial = try_out(EXAMPLE, draft, cases)
    for dimension in ("all", "level", "country", "size", "field"):
        rows = [row for row in trial.rows if row.dimension == dimension]
        assert sum(row.cases for row in rows) == len(cases)
        for row in rows:
            assert row.gains + row.loses + row.same + row.open == row.cases
    for move in trial.moves:
        level = highest_met(level_results(score(draft, move.case.judgements)))
        assert (move.after, move.at_best) == ((level.id if level else ""),) * 2
        assert move.change != "open"
