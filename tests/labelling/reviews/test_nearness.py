"""When a result is so near its threshold that somebody else looks as well."""

from fractions import Fraction

import pytest

from assessments.consensus import difference
from assessments.editions import edition
from assessments.judgement import Judgement, Percent
from labelling.reviews.models import SeatKind
from labelling.reviews.nearness import second_look, threshold_of

OURS = edition("cluster-excellence-2026")
BRONZE, _SILVER, GOLD = OURS.levels


def all_at(percent: int) -> dict[str, Judgement]:
    return {part_id: Percent(Fraction(percent)) for part_id in OURS.parts}


@pytest.mark.parametrize(
    ("percent", "near"), [(26, False), (27, True), (30, True), (33, True), (34, False)]
)
def test_bronze_is_near_within_three_points_on_both_sides(percent: int, near: bool) -> None:
    look = second_look(OURS, BRONZE, all_at(percent), [])
    assert (look is not None) is near


def test_bronze_asks_for_a_second_reader_of_the_whole_case() -> None:
    look = second_look(OURS, BRONZE, all_at(31), [])
    assert look is not None
    assert (look.kind, look.parts, look.percent, look.threshold, look.within) == (
        SeatKind.SECOND_READER,
        OURS.scope(BRONZE),
        Fraction(31),
        Fraction(30),
        3,
    )


def test_gold_asks_for_a_third_assessor_of_the_two_widest_differences() -> None:
    spreads = {"7.2": (40, 80), "1.3": (60, 90), "2.1": (70, 90)}
    differences = [
        difference(part_id, [Fraction(low), Fraction(high)])
        for part_id, (low, high) in spreads.items()
    ]
    look = second_look(OURS, GOLD, all_at(82), differences)
    assert look is not None
    assert (look.kind, look.parts) == (SeatKind.THIRD_ASSESSOR, ("1.3", "7.2"))


def test_nothing_is_near_while_a_part_is_open() -> None:
    judgements = all_at(31)
    del judgements["1.1"]
    assert second_look(OURS, BRONZE, judgements, []) is None


def test_while_a_part_is_open_nobody_asks_for_the_differences() -> None:
    judgements = all_at(82)
    del judgements["1.1"]
    differences = iter([difference("1.2", [Fraction(40), Fraction(80)])])
    assert second_look(OURS, GOLD, judgements, differences) is None
    assert next(differences).part == "1.2"


@pytest.mark.parametrize(
    ("edition_id", "level_id", "percent"),
    [
        ("efqm-2020", "recognised-4", 40),
        ("efqm-2013", "committed-2", 20),
        ("cluster-excellence-2026", "silver", 55),
    ],
)
def test_a_threshold_in_points_is_told_in_percent(
    edition_id: str, level_id: str, percent: int
) -> None:
    found = edition(edition_id)
    level = next(one for one in found.levels if one.id == level_id)
    assert threshold_of(found, level) == percent
