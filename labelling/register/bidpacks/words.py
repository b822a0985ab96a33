"""Figures and results as their reader writes them."""

from datetime import date
from fractions import Fraction

from assessments.display import rounded
from labelling.core import i18n
from labelling.organisations.numbers import read_decimal


def percent(result: Fraction | str | None) -> str:
    """Return a share in percent with one decimal at most; nothing for None."""
    return "" if result is None else i18n.format_number(rounded(Fraction(result), 1).normalize())


def shown(unit: str, value: str) -> str:
    """Return a figure of the fact sheet, of this unit, as it was kept."""
    if unit == "text":
        return value
    if unit == "date":
        return i18n.format_day(date.fromisoformat(value))
    number = i18n.format_number(read_decimal(value))
    return {"percent": f"{number} %", "eur": f"{number} €"}.get(unit, number)
