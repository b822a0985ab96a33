"""Counting in months. Pure."""

from calendar import monthrange
from datetime import date

_YEAR = 12


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier where the number is negative.

    A month's last day stays one: a term that ends with a month is renewed to the end of a month.
    """
    last = end_of_month(day, months)
    if day == end_of_month(day, 0):
        return last
    return last.replace(day=min(day.day, last.day))


def end_of_month(day: date, months: int) -> date:
    """Return the last day of the month that comes so many months after the day's own."""
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    return date(year, month + 1, monthrange(year, month + 1)[1])
