"""Marks in the last months of a term: the last one reached, and the terms that reach it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.renewal.marks import day_of, ends_at, mark_on
from labelling.decisions.renewal.models import Mark

END = date(2028, 5, 31)
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        (date(2027, 11, 29), None),
        (date(2027, 11, 30), Mark.SIX_MONTHS),
        (date(2028, 2, 28), Mark.SIX_MONTHS),
        (date(2028, 2, 29), Mark.THREE_MONTHS),
        (date(2028, 4, 29), Mark.THREE_MONTHS),
        (date(2028, 4, 30), Mark.ONE_MONTH),
        (END, Mark.ONE_MONTH),
        (END + DAY, Mark.EXPIRED),
    ],
)
def test_the_last_mark_reached_counts(day: date, mark: Mark | None) -> None:
    assert mark_on(END, day) is mark


@given(DAYS, st.integers(-900, 900))
def test_the_ends_of_a_mark_are_those_that_have_reached_it_last(day: date, shift: int) -> None:
    end = day + timedelta(days=shift)
    found = []
    for mark in Mark:
        earliest, latest = ends_at(mark, day)
        if (earliest is None or earliest <= end) and end <= latest:
            found.append(mark)
    last = mark_on(end, day)
    assert found == ([last] if last is not None else [])


@given(DAYS)
def test_marks_follow_each_other(end: date) -> None:
    days = [day_of(mark, end) for mark in Mark]
    assert days == sorted(set(days))
