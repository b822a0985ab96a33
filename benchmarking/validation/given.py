"""Figures as they were written into a form, a spreadsheet or a request, read one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from benchmarking.figures import Entry, Grade, NotANumber, UnknownUnit, converted, number
from benchmarking.indicators.model import IndicatorSet, Unit
from benchmarking.validation.finding import Finding

_GRADES: tuple[Grade, ...] = get_args(Grade)
_WHOLE = 100  # per cent


@dataclass(frozen=True, slots=True)
class Given:
    """One figure as written: everything is text, '' where nothing was written."""

    number: str
    unit: str = ""
    grade: str = ""
    accuracy: str = ""
    note: str = ""


def read_given(
    set_: IndicatorSet, given: Mapping[str, Given]
) -> tuple[dict[str, Entry], tuple[Finding, ...]]:
    """Return the entries that can be read, and what refuses the others.

    A blank number is an entry without one: not collected, which is not zero.
    """
    entries: dict[str, Entry] = {}
    findings: list[Finding] = []
    for quantity_id, one in given.items():
        found = list(_findings(set_, quantity_id, one))
        findings += found
        if not found:
            entries[quantity_id] = _entry(one)
    return entries, tuple(findings)


def _findings(set_: IndicatorSet, quantity_id: str, given: Given) -> Iterator[Finding]:
    quantity = set_.quantities.get(quantity_id)
    if quantity is None:
        yield Finding("unknown", quantity_id, (quantity_id,))
        return
    unit = set_.units[quantity.unit]
    if not _is_unit(unit, given.unit):
        yield Finding("unit", quantity_id, (unit.id,))
    elif not _fits(unit, given):
        yield Finding("type", quantity_id, (unit.id,))
    if _grade(given.grade) is None:
        yield Finding("grade", quantity_id, tuple(grade for grade in _GRADES if grade))
    if not _is_band(given.accuracy):
        yield Finding("accuracy", quantity_id, ("0", str(_WHOLE)))


def _is_unit(unit: Unit, given: str) -> bool:
    try:
        converted(Fraction(1), unit, given.strip())
    except UnknownUnit:
        return False
    return True


def _fits(unit: Unit, given: Given) -> bool:
    """Say whether the text is blank or a number of the unit; whole ones have no fractions."""
    try:
        found = number(given.number)
    except NotANumber:
        return False
    if found is None:
        return True
    return not unit.whole or converted(found, unit, given.unit.strip()).denominator == 1


def _is_band(written: str) -> bool:
    try:
        band = number(written)
    except NotANumber:
        return False
    return band is None or 0 <= band <= _WHOLE


def _grade(written: str) -> Grade | None:
    return next((grade for grade in _GRADES if grade == written.strip()), None)


def _entry(given: Given) -> Entry:
    """Return the entry of what has been found readable."""
    return Entry(
        number=number(given.number),
        unit=given.unit.strip(),
        grade=_grade(given.grade) or "",
        accuracy=number(given.accuracy),
        note=given.note.strip(),
    )
