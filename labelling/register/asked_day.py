"""The day that a reader asks about, typed as three numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labelling.core.i18n import format_day, gettext

_LONGEST = 10
_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class AskedDay:
    """What was typed, the day that it means (None where nothing was), and what is wrong with it."""

    day: str = ""
    month: str = ""
    year: str = ""
    value: date | None = None
    error: str = ""


def asked_day(query: Mapping[str, str], today: date) -> AskedDay:
    """Return the day in the fields day, month and year, or in `on`; a future one is an error."""
    if "on" in query:
        query = _taken_apart(query["on"].strip())
    day, month, year = (query.get(name, "").strip()[:_LONGEST] for name in ("day", "month", "year"))
    if not (day or month or year):
        return AskedDay()
    value, error = _read((day, month, year), today)
    return AskedDay(day, month, year, value, error)


def _taken_apart(text: str) -> Mapping[str, str]:
    """Return what `on=2026-09-10` says, as if it had been typed into three fields."""
    parts = text.split("-")
    if len(parts) != len(_PARTS):
        return {"day": text}
    return dict(zip(_PARTS, parts, strict=True))


def _read(typed: tuple[str, str, str], today: date) -> tuple[date | None, str]:
    if not all(text.isascii() and text.isdecimal() for text in typed):
        return None, gettext("Write day, month and year in digits, for example 10 9 2026.")
    day, month, year = map(int, typed)
    try:
        value = date(year, month, day)
    except ValueError:
        return None, gettext("There is no such day. Write one like 10 9 2026.")
    if value > today:
        return None, gettext(
            "%(day)s has not come yet. Ask for a day up to today.", day=format_day(value)
        )
    return value, ""
