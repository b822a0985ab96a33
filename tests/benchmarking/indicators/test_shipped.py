"""The shipped set against the list that the club agreed on, and against its page."""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarking.indicators import UnknownSet, indicator_set, indicator_sets
from benchmarking.indicators.page import markdown

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs"
CLUB = indicator_set("club-2026")


def agreed() -> list[dict[str, str]]:
    with (HERE / "club_indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_set_is_the_list_that_was_agreed() -> None:
    shipped = [
        {
            "code": one.code,
            "tier": one.tier,
            "group": one.group,
            "name": one.name,
            "unit": CLUB.units[one.unit].symbol,
            "kind": one.kind,
            "direction": one.direction,
            "definition": one.definition,
        }
        for one in CLUB.indicators.values()
    ]
    expected = [{key: row[key] for key in shipped[0]} for row in agreed()]
    for row in expected:
        row["group"] = row["group"][0]
        row["kind"] = "scale" if row["code"] == "D05" else row["kind"]
    assert shipped == expected


def test_every_ratio_of_the_list_has_its_denominator() -> None:
    for row in agreed():
        formula = CLUB.indicators[row["code"]].formula
        assert (formula is not None) == bool(row["denominator"]), row["code"]
        if formula is not None and row["denominator"] in CLUB.indicators:
            assert str(formula.denominator) == row["denominator"]
        if row["denominator"] == "A01 of previous round":
            assert str(formula and formula.denominator) == "A01@previous"


def test_core_are_the_twelve_for_which_a_small_office_enters_fifteen_figures() -> None:
    assert [one.code for one in CLUB.core] == [
        "A01", "A06", "A07", "B01", "B04", "B07", "C02", "D02", "D05", "E03", "E04", "F05",
    ]  # fmt: skip
    assert len(CLUB.asked(one.code for one in CLUB.core)) == 15


def test_groups_have_all_47_indicators() -> None:
    assert Counter(one.group for one in CLUB.indicators.values()) == {
        "A": 8, "B": 8, "C": 7, "D": 7, "E": 9, "F": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "lower", "upper"),
    [("A05", -100, None), ("A07", 0, 100), ("B07", 0, 36), ("D02", 0, 8), ("D05", 1, 5)],
)
def test_bounds_are_those_of_the_definition(code: str, lower: int, upper: int | None) -> None:
    bounds = CLUB.indicators[code].bounds
    assert bounds.lower == Fraction(lower)
    assert bounds.upper == (None if upper is None else Fraction(upper))


def test_few_answers_and_few_decisions_are_not_shown() -> None:
    least = {one.code: one.formula.least for one in CLUB.indicators.values() if one.formula}
    assert {code: number for code, number in least.items() if number > 1} == {"D05": 10, "E08": 5}


def test_eight_business_areas_are_all_services() -> None:
    identity = next(one for one in CLUB.identities if one.id == "services-by-area")
    assert (str(identity.total), len(identity.parts)) == ("D01", 8)


def test_page_of_the_docs_is_the_one_that_the_set_makes() -> None:
    assert (DOCS / "indicators.md").read_text(encoding="utf-8") == markdown(CLUB)


def test_sets_are_loaded_once_and_unknown_ones_refused() -> None:
    assert indicator_sets() == (CLUB,)
    assert indicator_set("club-2026") is CLUB
    for unknown in ("", "club-1999", "../indicators/club-2026", "club-2026.toml"):
        with pytest.raises(UnknownSet):
            indicator_set(unknown)
