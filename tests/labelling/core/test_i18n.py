"""Dates and times as readers see them: days and instants of the scheme's zone, in their words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from labelling.core.i18n import (
    format_clock,
    format_day,
    format_instant,
    format_weekday,
    in_order,
    speaking,
)

LATE = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # half past midnight in Brussels


@pytest.mark.parametrize(
    ("language", "day", "weekday", "instant"),
    [
        ("en", "1 December 2026", "Tuesday 1 December 2026", "1 December 2026, 00:30"),
        ("de", "1. Dezember 2026", "Dienstag, 1. Dezember 2026", "1. Dezember 2026, 00:30"),
    ],
)
def test_instant_falls_on_the_day_of_the_schemes_zone(
    language: str, day: str, weekday: str, instant: str
) -> None:
    with speaking(language, ZoneInfo("Europe/Brussels")):
        assert format_day(LATE) == format_day(date(2026, 12, 1)) == day
        assert format_weekday(date(2026, 12, 1)) == weekday
        assert (format_instant(LATE), format_clock(LATE)) == (instant, "00:30")


def test_what_has_no_date_shows_none() -> None:
    assert [show(None) for show in (format_day, format_weekday, format_instant, format_clock)] == [
        "", "", "", "",
    ]  # fmt: skip


def test_names_with_marks_stand_beside_those_without() -> None:
    names = ["Zypern", "Österreich", "Oman", "Ägypten", "Albanien", "Polen"]
    sorted_names = ["Ägypten", "Albanien", "Oman", "Österreich", "Polen", "Zypern"]
    assert sorted(names, key=in_order) == sorted_names
