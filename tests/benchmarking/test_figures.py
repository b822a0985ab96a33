"""Figures as given, and what indicators come to."""

from fractions import Fraction

import pytest

from benchmarking.figures import (
    Entry,
    Missing,
    NotANumber,
    Sheet,
    UnknownUnit,
    Value,
    converted,
    history,
    number,
    value,
    worst,
)
from benchmarking.indicators.loader import load
from benchmarking.rounds import Round
from tests.benchmarking.examples import H1, H2, example_set, example_tables, sheet

SET = example_set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("  ", None),
        ("0", Fraction(0)),
        (" 12.50 ", Fraction(25, 2)),
        ("-3", Fraction(-3)),
    ],
)
def test_number_is_read_exactly_and_blank_is_none(text: str, expected: Fraction | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "1 000",
        "1e9",
        "1e999999999",
        "+1",
        ".5",
        "5.",
        "NaN",
        "inf",
        "=1+1",
        "٣",
        "1/2",
        "9" * 16,
        "1\x00",
    ],
)
def test_text_that_spells_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        number(text)


def test_figures_are_converted_exactly_and_scales_never() -> None:
    assert converted(Fraction(3, 2), SET.units["eur"], "thousand-eur") == 1500
    assert converted(Fraction(7), SET.units["eur"], "eur") == 7
    assert converted(Fraction(7), SET.units["score"], "") == 7
    for unit, given in (("eur", "percent"), ("score", "score-7"), ("count", "thousand-eur")):
        with pytest.raises(UnknownUnit):
            converted(Fraction(1), SET.units[unit], given)


def of(code: str, *sheets: Sheet) -> Value | Missing:
    return value(SET, SET.indicators[code], {one.round: one for one in sheets}, sheets[-1].round)


def test_indicator_without_formula_is_what_was_entered() -> None:
    assert of("A01", sheet(H1, A01=0)) == Value(Fraction(0), "")
    assert of("A01", sheet(H1, A01=None)) == "not_collected"
    assert of("A01", sheet(H1)) == "not_collected"


def test_entry_in_another_unit_is_converted() -> None:
    given = Sheet(H1, {"B03": Entry(Fraction(5, 2), "thousand-eur", "B")})
    assert of("B03", given) == Value(Fraction(2500), "B")


def test_ratio_keeps_its_parts_and_the_worst_grade() -> None:
    entries = {"active": Entry(Fraction(3), grade="C"), "A01": Entry(Fraction(8), grade="A")}
    found = of("A07", Sheet(H1, entries))
    assert found == Value(Fraction(75, 2), "C", Fraction(3), Fraction(8))


def test_ratio_of_the_last_round_needs_it() -> None:
    now = sheet(H2, left=2, A01=50)
    assert of("A06", now) == "no_previous_round"
    assert of("A06", sheet(H1), now) == "not_collected"
    expected = Value(Fraction(5), "", Fraction(2), Fraction(40))
    assert of("A06", sheet(H1, A01=40), now) == expected


def test_ratio_without_enough_cases_has_no_value() -> None:
    assert of("A07", sheet(H1, active=0, A01=0)) == "zero_denominator"
    assert of("B09", sheet(H1, points=36, answers=9)) == "small_denominator"
    assert of("B09", sheet(H1, points=42, answers=10)) == Value(
        Fraction(21, 5), "", Fraction(42), Fraction(10)
    )


def test_estimates_are_not_accepted() -> None:
    accepted = {grade: Value(Fraction(1), grade).accepted for grade in ("A", "B", "C", "D", "")}
    assert accepted == {"A": True, "B": True, "C": True, "D": False, "": True}
    assert [worst(["A", "D"]), worst(["", "B"]), worst([])] == ["D", "B", ""]


def test_history_holds_earlier_accepted_values_since_the_last_break() -> None:
    tables = example_tables()
    tables["changes"] = [
        {"indicator": "A01", "since": "2025-H1", "text": "Groups count once.", "effect": "break"},
        {"indicator": "A01", "since": "2026-H2", "text": "Later.", "effect": "break"},
    ]
    set_ = load(tables)
    sheets = {
        one.round: one
        for one in (
            sheet(Round(2024, 2), A01=9),
            sheet(Round(2025, 1), A01=10),
            Sheet(Round(2025, 2), {"A01": Entry(Fraction(11), grade="D")}),
            sheet(H1, A01=12),
            sheet(H2, A01=13),
        )
    }
    indicator = set_.indicators["A01"]
    assert history(set_, indicator, sheets, H1) == {Round(2025, 1): 10}
    assert history(set_, indicator, sheets, H2) == {}
