"""When a holder confirms: every day of every term, and each stage's day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.surveillance.anniversaries import (
    Stage,
    Window,
    months_earlier,
    next_window,
    window_on,
    windows,
)
from labelling.decisions.surveillance.duty import days_late, last_day

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 1500))
def test_each_confirmation_is_an_anniversary_outside_the_last_six_months(
    first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    found = [window.due_on for window in windows(first, last)]
    whole = [
        day
        for day in (first + timedelta(days=n) for n in range(1, length + 1))
        if (day.month, day.day) == _anniversary(first, day.year) and day <= months_earlier(last, 6)
    ]
    assert found == whole


def _anniversary(first: date, year: int) -> tuple[int, int]:
    if (first.month, first.day) == (2, 29):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return (2, 29) if leap else (2, 28)
    return first.month, first.day


@given(DAYS, st.integers(300, 1500), st.integers(-40, 1600))
def test_one_confirmation_is_open_at_a_time_and_the_next_one_opens_later(
    first: date, length: int, offset: int
) -> None:
    last, day = first + timedelta(days=length), first + timedelta(days=offset)
    window, following = window_on(first, last, day), next_window(first, last, day)
    assert window is None or window.opens_on <= day
    assert following is None or following.opens_on > day
    if window is not None and following is not None:
        assert window.due_on < following.due_on


@given(DAYS, st.integers(-60, 120))
def test_stages_follow_each_other_and_only_the_last_one_reached_counts(
    due: date, offset: int
) -> None:
    stage = Window(due).stage(due + timedelta(days=offset))
    expected = (
        None
        if offset < -30 or offset > 60
        else Stage.LATE
        if offset > 0
        else Stage.SOON
        if offset >= -7
        else Stage.OPEN
    )
    assert stage is expected


def test_term_of_two_years_is_confirmed_once_and_one_of_three_twice() -> None:
    assert [w.due_on for w in windows(date(2026, 5, 28), date(2028, 5, 31))] == [date(2027, 5, 28)]
    assert [w.due_on for w in windows(date(2028, 6, 1), date(2031, 5, 31))] == [
        date(2029, 6, 1),
        date(2030, 6, 1),
    ]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 5, 31), 6, date(2027, 11, 30)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 1, 15), 6, date(2027, 7, 15)),
    ],
)
def test_months_earlier_ends_with_the_month(day: date, months: int, expected: date) -> None:
    assert months_earlier(day, months) == expected


@given(DAYS, st.integers(-400, 400))
def test_report_is_late_from_the_thirty_first_day_on(happened: date, after: int) -> None:
    assert days_late(happened, happened + timedelta(days=after)) == max(0, after - 30)
    assert days_late(happened, last_day(happened)) == 0
