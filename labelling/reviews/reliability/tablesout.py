"""Figures of reliability as files for spreadsheets; the columns are the same in every language."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from labelling.core.spreadsheets import csv_file
from labelling.core.workbooks import Cell, workbook
from labelling.reviews.reliability.measures import Line, PartLine

HEADER = (
    "kind", "name", "cases", "parts_compared", "parts_settled_by_mean", "alpha", "alpha_low",
    "alpha_high", "icc_1_1", "discussed", "spread", "moved", "raised", "lowered",
)  # fmt: skip
_PLACES = Decimal("0.0001")


def as_csv(calls: Iterable[Line], periods: Iterable[Line], parts: Iterable[PartLine]) -> bytes:
    """Return calls, periods and parts as CSV; an empty cell is not shown or not defined."""
    return csv_file(HEADER, _rows(calls, periods, parts))


def as_workbook(
    title: str, calls: Iterable[Line], periods: Iterable[Line], parts: Iterable[PartLine]
) -> bytes:
    """Return the same as a workbook."""
    return workbook(title, HEADER, _rows(calls, periods, parts), widths=(10, 34))


def _rows(
    calls: Iterable[Line], periods: Iterable[Line], parts: Iterable[PartLine]
) -> list[list[Cell]]:
    return [
        *(_line("call", one) for one in calls),
        *(_line("period", one) for one in periods),
        *(_part(one) for one in parts),
    ]


def _line(kind: str, one: Line) -> list[Cell]:
    found = one.figures
    if found is None:
        return [kind, one.name, one.cases, *([None] * 11)]
    low, high = found.interval if found.interval is not None else (None, None)
    return [
        kind, one.name, one.cases, found.compared, found.settled, _number(found.alpha),
        _number(low), _number(high), _number(found.icc), None, None, _number(found.moved),
        None, None,
    ]  # fmt: skip


def _part(one: PartLine) -> list[Cell]:
    division, movement = one.division, one.movement
    return [
        "part", division.part, division.cases, None, None, None, None, None, None,
        division.discussed, _number(division.spread),
        None if movement is None else _number(movement.distance),
        None if movement is None else movement.raised,
        None if movement is None else movement.lowered,
    ]  # fmt: skip


def _number(value: float | Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(str(float(value))).quantize(_PLACES)
