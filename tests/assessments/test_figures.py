from decimal import Decimal

import pytest

from assessments.answers import Answer
from assessments.editions import edition
from assessments.figures import contradictions, mentions

CLUSTER = edition("cluster-excellence-2026")


def found(text: str) -> list[tuple[str, str, int | None]]:
    return [(one.fact.id, one.written, one.year) for one in mentions(CLUSTER, "3.1", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We have 64 committed members.", [("members-total", "64", None)]),
        ("In 2025 64 committed members paid.", [("members-total", "64", 2025)]),
        ("Committed members: 1,064", [("members-total", "1,064", None)]),
        ("64 active members in 2024; 61 active members in 2023.",
         [("members-active", "64", 2024), ("members-active", "61", 2023)]),
        ("From 2023 to 2025 we had 64 committed members.", [("members-total", "64", None)]),
        ("We have worked 18 months of work.", [("months-of-work", "18", None)]),
        ("One committed member left.", []),
        ("64 members are committed.", []),
        ("The 64committed members.", []),
        ("", []),
    ],
)  # fmt: skip
def test_figure_is_taken_for_a_fact_beside_its_name_alone(
    text: str, expected: list[tuple[str, str, int | None]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("written", "readings"),
    [
        ("1.200", {"1.2", "1200"}),
        ("1,200", {"1.2", "1200"}),
        ("1 200", {"1200"}),
        ("1’200", {"1200"}),
        ("12,5", {"12.5", "125"}),
        ("1.200,50", {"1200.5", "1.2005"}),
        ("64", {"64"}),
    ],
)
def test_digits_are_read_in_every_way_that_they_can_mean(written: str, readings: set[str]) -> None:
    (one,) = mentions(CLUSTER, "3.1", f"We have {written} committed members.")
    assert one.readings == {Decimal(reading) for reading in readings}


def test_name_is_known_in_every_language_of_the_edition() -> None:
    german = CLUSTER.in_language("de")
    name = next(fact.name for fact in german.facts if fact.id == "members-total")
    assert found(f"Wir haben 64 {name}.") == [("members-total", "64", None)]


SHEET = {"members-total": {2025: Decimal(64), 2024: Decimal(61)}}


def contradicted(*texts: str) -> list[tuple[str, str, str]]:
    answers = {f"3.{place}": Answer(text) for place, text in enumerate(texts, start=1)}
    return [
        (one.mention.part, one.mention.written, one.other.written if one.other else "sheet")
        for one in contradictions(CLUSTER, answers, SHEET)
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["64 committed members."], []),
        (["61 committed members."], []),
        (["In 2025 there were 61 committed members."], [("3.1", "61", "sheet")]),
        (["70 committed members."], [("3.1", "70", "sheet")]),
        (["In 2019 there were 70 committed members."], []),
        (["40 active members.", "41 active members."], [("3.2", "41", "40")]),
        (["40 active members.", "In 2024 41 active members."], []),
        (["1.200 active members.", "1200 active members."], []),
        (["40 active members, 41 active members."], [("3.1", "41", "40")]),
    ],
)
def test_figure_that_agrees_with_nothing_is_a_contradiction(
    texts: list[str], expected: list[tuple[str, str, str]]
) -> None:
    assert contradicted(*texts) == expected


def test_hostile_text_is_read_at_once() -> None:
    for text in (
        "1 " * 20_000,
        "1," * 20_000,
        "64" + " " * 40_000 + "x",
        "9" * 40_000,
        "Committed " * 9_000,
    ):
        assert found(text) == []
