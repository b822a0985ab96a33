"""Quality checks before submission, rule by rule."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import get_args

import pytest

from assessments.answers import Answer
from assessments.claims import SENTENCES, SEVERITY, ClaimRule, Finding, Piece, check_claims
from assessments.editions import edition
from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent
from tests.assessments.examples import example_edition

CLUSTER = edition("cluster-excellence-2026")
TODAY = date(2026, 11, 22)
GOOD = CLUSTER.parts["3.2"].good
LIBRARY = {
    "now": Piece("Records", date(2025, 1, 1), date(2025, 12, 31)),
    "old": Piece("Old plan", date(2020, 1, 1), date(2021, 12, 31)),
    "ahead": Piece("Next plan", date(2027, 1, 1), date(2027, 12, 31)),
    "back": Piece("Upside down", date(2025, 12, 31), date(2025, 1, 1)),
    "bare": Piece("Undated", None, None),
    "open": Piece("Since then", date(2024, 1, 1), None),
}


def checked(
    part: str = "3.2",
    text: str = GOOD,
    judgement: Judgement | None = None,
    evidence: tuple[str, ...] = ("now",),
) -> list[str]:
    answer = Answer(text, judgement or Percent(Fraction(80)), evidence)
    found = check_claims(CLUSTER, {part: answer}, LIBRARY, {}, TODAY)
    assert {one.part for one in found} <= {part}
    return [one.rule for one in found]


def test_good_answer_with_evidence_has_nothing_to_look_at() -> None:
    assert checked() == []


def test_rules_have_a_severity_and_a_sentence_each() -> None:
    assert set(SEVERITY) == set(SENTENCES) == set(get_args(ClaimRule))


@pytest.mark.parametrize(
    ("evidence", "rules"),
    [
        ((), ["no_evidence"]),
        (("gone", "now"), ["unknown_evidence"]),
        (("old",), ["all_out_of_date"]),
        (("old", "now"), ["out_of_date"]),
        (("ahead", "now"), ["period_ahead"]),
        (("back", "now"), ["period_reversed"]),
        (("bare",), ["undated"]),
        (("open",), []),
    ],
)
def test_evidence_is_looked_at_by_the_period_that_it_supports(
    evidence: tuple[str, ...], rules: list[str]
) -> None:
    assert checked(evidence=evidence) == rules


@pytest.mark.parametrize(
    ("last", "rules"),
    [(date(2023, 11, 22), []), (date(2023, 11, 21), ["all_out_of_date"])],
)
def test_evidence_is_current_for_three_years_to_the_day(last: date, rules: list[str]) -> None:
    answer = Answer(GOOD, Percent(Fraction(80)), ("a",))
    library = {"a": Piece("Plan", None, last)}
    found = check_claims(CLUSTER, {"3.2": answer}, library, {}, TODAY)
    assert [one.rule for one in found] == rules
    assert check_claims(CLUSTER, {"3.2": answer}, library, {}, TODAY, current_years=4) == ()


def test_leap_day_is_no_trouble() -> None:
    answer = Answer(GOOD, Percent(Fraction(80)), ("now",))
    assert check_claims(CLUSTER, {"3.2": answer}, LIBRARY, {}, date(2028, 2, 29)) == ()


def test_nothing_is_claimed_at_0_percent_unscored_or_where_a_part_does_not_apply() -> None:
    for judgement in (Percent(Fraction(0)), NotApplicable("no team"),
                      ByAttribute({"sound": Fraction(80)})):  # fmt: skip
        assert checked("6.3", "", judgement, ()) == []
    assert check_claims(CLUSTER, {"3.2": Answer("Text alone.")}, {}, {}, TODAY) == ()


def test_attributes_claim_what_they_come_to() -> None:
    attributes = dict.fromkeys(("sound", "deployed", "reviewed"), Fraction(80))
    weak = CLUSTER.parts["3.2"].weak
    assert checked(text=weak, judgement=ByAttribute(attributes)) == [
        "band_above_words",
        "band_without_figures",
    ]


def test_claim_without_a_text_is_an_error() -> None:
    assert checked(text="  ") == ["no_text"]


def test_band_far_above_the_words_says_which_words_were_found() -> None:
    text = "Our members are very committed, and attendance lists exist."
    answer = Answer(text, Percent(Fraction(85)), ("now",))
    above, figures = check_claims(CLUSTER, {"3.2": answer}, LIBRARY, {}, TODAY)
    assert above == Finding(
        "band_above_words",
        "3.2",
        {"band": "Established", "count": "2", "found": "attendance, lists", "needed": "3"},
    )
    assert (above.severity, above.sentence) == (
        "warning",
        (
            "Of the words by which the rubric leads up to “Established” the text has 2 "
            "(attendance, lists); an answer at this band has at least 3."
        ),
    )
    assert figures.sentence == (
        "“Established” is claimed, and the text names neither a year nor a figure."
    )


def test_modest_band_needs_no_figure_and_no_more_than_a_word() -> None:
    assert checked(text="Attendance is listed.", judgement=Percent(Fraction(40))) == []
    assert checked(text="We try.", judgement=Percent(Fraction(20))) == []


def test_editions_without_bands_are_not_measured_by_words() -> None:
    answer = Answer("We try.", Percent(Fraction(80)), ("now",))
    assert check_claims(edition("efqm-2020"), {"1.1": answer}, LIBRARY, {}, TODAY) == ()
    assert check_claims(example_edition(), {"1.1": answer}, LIBRARY, {}, TODAY) == ()


def test_contradictions_name_the_figure_and_what_says_otherwise() -> None:
    sheet = {"members-total": {2025: Decimal(64), 2024: Decimal(61)}}
    answers = {
        "3.1": Answer("70 committed members, 40 active members."),
        "7.2": Answer("41 active members."),
    }
    found = check_claims(CLUSTER, answers, {}, sheet, TODAY)
    assert [(one.part, one.severity, one.sentence) for one in found] == [
        ("3.1", "warning",
         "The text says 70 for “Committed members”; the fact sheet has 64 (2025), 61 (2024)."),
        ("7.2", "warning", "The text says 41 for “Active members”; part 3.1 says 40."),
    ]  # fmt: skip


def test_findings_come_by_weight_and_then_by_part() -> None:
    claimed = Percent(Fraction(60))
    answers = {
        "7.2": Answer(GOOD, claimed, ()),
        "1.1": Answer(GOOD, claimed, ("bare",)),
        "3.2": Answer("", claimed, ("old",)),
    }
    found = check_claims(CLUSTER, answers, LIBRARY, {}, TODAY)
    assert [(one.severity, one.part) for one in found if one.rule != "band_above_words"] == [
        ("error", "3.2"),
        ("error", "7.2"),
        ("warning", "3.2"),
        ("hint", "1.1"),
    ]


def test_values_with_braces_are_only_text() -> None:
    library = {"x": Piece("{0.__class__}", None, None)}
    answer = Answer(GOOD, Percent(Fraction(80)), ("x",))
    (found,) = check_claims(CLUSTER, {"3.2": answer}, library, {}, TODAY)
    assert found.sentence == "“{0.__class__}” does not say which period it supports."


def test_sentences_ask_for_the_values_that_findings_have() -> None:
    fields = {
        rule: {name for _, name, _, _ in Formatter().parse(text) if name}
        for rule, text in SENTENCES.items()
    }
    assert fields["against_answer"] == {"written", "fact", "part", "other"}
