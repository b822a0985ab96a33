"""Answers carried over: what comes along, what stays behind and why, and what is never lost."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.answers import Answer, Origin
from assessments.carrying import (
    AnswerChanged,
    Carried,
    LeftBehind,
    Unfed,
    carry_over,
    preview,
)
from assessments.crosswalk import Crosswalk, by_number, crosswalk, crosswalks
from assessments.editions.loader import load
from assessments.judgement import ByAttribute, NotApplicable, Percent, Unfit
from tests.assessments.examples import example_edition, example_tables

TO_2020 = crosswalk("efqm-2013", "efqm-2020")
TO_2013 = crosswalk("efqm-2010", "efqm-2013")
IDENTITY = TO_2020.source.identity


def origin(part: str) -> Origin:
    return Origin("efqm-2013", IDENTITY, part)


def carried(found: Crosswalk, old: dict[str, Answer], new: dict[str, Answer]) -> dict[str, Carried]:
    return {one.part: one for one in preview(found, old, new).carried}


def test_same_part_comes_along_with_text_evidence_and_provenance() -> None:
    old = {"5b": Answer("We design.", None, ("plan.pdf",))}
    shown = preview(TO_2020, old, {})
    assert shown.carried == (
        Carried(
            "4.1",
            "same",
            Answer("We design.", None, ("plan.pdf",), (origin("5b"),)),
            "none",
            None,
            "",
        ),
    )
    assert (
        Unfed("2.3", "no_source", "No part of 2013 asks for creativity by itself.") in shown.unfed
    )
    assert len(shown.carried) + len(shown.unfed) == len(TO_2020.target.parts)
    assert [one.part for one in shown.left_behind if one.reason != "no_answer"] == []


def test_part_that_is_split_comes_to_each_without_its_score() -> None:
    found = carried(TO_2020, {"1c": Answer("We talk.", Percent(Fraction(40)))}, {})
    assert list(found) == ["3.3", "3.4"]
    assert {(one.answer.text, one.answer.judgement, one.not_scored) for one in found.values()} == {
        ("We talk.", None, "split")
    }


def test_parts_that_are_merged_are_joined_in_order_with_evidence_named_once() -> None:
    old = {
        "3e": Answer("Last.", Percent(Fraction(20)), ("b", "c")),
        "3a": Answer("  First. ", None, ("a", "b")),
        "3b": Answer(""),
    }
    (found,) = carried(TO_2020, old, {}).values()
    assert found.answer == Answer(
        "First.\n\nLast.", None, ("a", "b", "c"), (origin("3a"), origin("3e"))
    )
    assert (found.part, found.not_scored) == ("3.2", "merged")


def test_score_comes_along_only_where_it_is_scored_in_the_same_way() -> None:
    """Attributes of enablers are those of 2013 in 2010 as well, those of results are not."""
    sound = ByAttribute({"sound": Fraction(40)})
    old = {"1a": Answer("a", Percent(Fraction(55))), "1b": Answer("b", sound),
           "6a": Answer("c", Percent(Fraction(55)))}  # fmt: skip
    found = carried(TO_2013, old, {})
    assert {part: (one.answer.judgement, one.not_scored) for part, one in found.items()} == {
        "1a": (Percent(Fraction(55)), ""),
        "1b": (sound, ""),
        "6a": (None, "scale"),
    }


def test_numbers_of_caf_stay_behind() -> None:
    old = {"1.1": Answer("a", Percent(Fraction(40)))}
    found = carried(crosswalk("caf-2020", "caf-2020-fine"), old, {})
    assert found["1.1"].not_scored == "scale"


def test_bands_that_only_one_edition_has_do_not_matter_beside_equal_attributes() -> None:
    old = {"1.4": Answer("a", Percent(Fraction(40)))}
    found = carried(crosswalk("efqm-2020", "efqm-2025"), old, {})
    assert found["1.4"].not_scored == ""


@pytest.mark.parametrize(
    ("bands", "not_scored"),
    [
        ([{"value": 0, "name": "Nothing"}, {"value": 60, "name": "Done"}], ""),
        ([{"value": 0, "name": "Nothing"}, {"value": 60, "name": "Nearly done"}], "scale"),
        ([{"value": 0, "name": "Nothing"}, {"value": 80, "name": "Done"}], "scale"),
        ([], ""),
    ],
)
def test_bands_of_both_mean_the_same_beside_equal_attributes(
    bands: list[dict[str, object]], not_scored: str
) -> None:
    tables = example_tables() | {"id": "example-2027"}
    words = {"text": "What we do.", "assessor": "What they do."}
    tables["rubrics"]["work"]["bands"] = [band | words for band in bands]
    walk = by_number(example_edition(), load(tables))
    old = {"1.1": Answer("a", Percent(Fraction(60)))}
    assert carried(walk, old, {})["1.1"].not_scored == not_scored


def test_part_that_did_not_apply_stays_behind_with_its_reason() -> None:
    shown = preview(TO_2020, {"5b": Answer("", NotApplicable("no services"))}, {})
    assert shown.carried == ()
    assert LeftBehind("5b", "not_applicable", "no services") in shown.left_behind
    assert Unfed("4.1", "no_answer", "") in shown.unfed


def test_answer_that_stands_is_shown_and_only_replaced_when_accepted() -> None:
    old = {"5b": Answer("Old."), "5c": Answer("Sold.")}
    new = {"4.1": Answer("Mine."), "1.1": Answer("Other.")}
    shown = preview(TO_2020, old, new)
    assert [(one.part, one.replaces) for one in shown.carried] == [
        ("4.1", Answer("Mine.")),
        ("4.2", None),
    ]
    sold = Answer("Sold.", origins=(origin("5c"),))
    assert carry_over(shown, new, ()) == new | {"4.2": sold}
    assert carry_over(shown, new, {"4.1"}) == new | {
        "4.1": Answer("Old.", origins=(origin("5b"),)),
        "4.2": sold,
    }


def test_empty_answer_does_not_stand_in_the_way() -> None:
    shown = preview(TO_2020, {"5b": Answer("Old.")}, {"4.1": Answer("  ")})
    assert carry_over(shown, {"4.1": Answer("  ")}, ())["4.1"].text == "Old."


def test_carrying_over_twice_changes_nothing_more() -> None:
    old = {"5b": Answer("Old."), "3a": Answer("First."), "3b": Answer("Second.")}
    once = carry_over(preview(TO_2020, old, {}), {}, ())
    again = preview(TO_2020, old, once)
    assert again.carried == ()
    assert {one.part for one in again.unfed if one.reason == "equal"} == {"3.2", "4.1"}


def test_answer_written_since_the_preview_is_never_lost() -> None:
    shown = preview(TO_2020, {"5b": Answer("Old.")}, {})
    with pytest.raises(AnswerChanged):
        carry_over(shown, {"4.1": Answer("Just now.")}, {"4.1"})


def test_provenance_reaches_back_over_several_editions() -> None:
    first = carry_over(preview(TO_2013, {"5b": Answer("Old.")}, {}), {}, ())
    second = carry_over(preview(TO_2020, first, {}), {}, ())
    assert [(one.edition, one.part) for one in second["4.1"].origins] == [
        ("efqm-2013", "5b"),
        ("efqm-2010", "5b"),
    ]


def test_what_an_edition_does_not_take_is_refused() -> None:
    for old, new in (
        ({"9.9": Answer("x")}, {}),
        ({}, {"9.9": Answer("x")}),
        ({"1a": Answer("x", Percent(Fraction(101)))}, {}),
    ):
        with pytest.raises(Unfit):
            preview(TO_2020, old, new)
    with pytest.raises(Unfit, match="has nothing that could be carried over"):
        carry_over(preview(TO_2020, {}, {}), {}, {"1.1"})


answers = st.builds(
    Answer,
    text=st.sampled_from(["", "a", "b"]),
    judgement=st.none() | st.just(Percent(Fraction(40))),
    evidence=st.sampled_from([(), ("x",), ("x", "y")]),
)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(crosswalks()))
def test_nothing_is_overwritten_unless_accepted_and_nothing_is_unaccounted_for(
    data: st.DataObject, found: Crosswalk
) -> None:
    old = data.draw(st.dictionaries(st.sampled_from(list(found.source.parts)), answers))
    new = data.draw(st.dictionaries(st.sampled_from(list(found.target.parts)), answers))
    shown = preview(found, old, new)
    parts = [one.part for one in shown.carried]
    accepted = set(data.draw(st.lists(st.sampled_from(parts)))) if parts else set()
    after = carry_over(shown, new, accepted)
    for part, answer in new.items():
        assert after[part] == answer or answer.is_empty or part in accepted
    assert sorted([*parts, *(one.part for one in shown.unfed)]) == sorted(found.target.parts)
    told = {one.part for one in shown.left_behind}
    used = {origin.part for one in shown.carried for origin in one.answer.origins}
    equal = {one.part for one in shown.unfed if one.reason == "equal"}
    fed = {part for feed in found.feeds if feed.part in equal for part in feed.sources}
    assert set(found.source.parts) <= told | used | fed
    assert all(after[part].origins for part in parts if after[part] != new.get(part))
