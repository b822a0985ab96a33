"""What the demonstration's organisations tell: each its own, and none the edition's example."""

from assessments.editions import edition
from labelling.desk.demo_data.answers import text
from labelling.desk.demo_data.organisations import OFFICES

PARTS = tuple(edition("cluster-excellence-2026").parts.values())


def test_no_two_answers_are_alike_and_none_repeats_the_example() -> None:
    told = [text(office, part, 60, 800) for office in OFFICES for part in PARTS]
    assert len(set(told)) == len(told) == len(OFFICES) * len(PARTS)
    assert [said for said in told if any(part.good[:40] in said for part in PARTS)] == []


def test_a_higher_band_tells_more_within_the_limit() -> None:
    little, some, full = (text(OFFICES[0], PARTS[0], band, 800) for band in (20, 40, 60))
    assert len(little) < len(some) < len(full) <= 800
    assert len(text(OFFICES[0], PARTS[0], 60, 120)) <= 120
