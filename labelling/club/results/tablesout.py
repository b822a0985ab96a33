"""Results as tables: a member's own workbook, and an anonymised extract for anybody."""

from decimal import Decimal
from fractions import Fraction

from benchmarking.disclosure.figures import FIGURES
from benchmarking.disclosure.standing import Standing
from benchmarking.indicators.model import Direction
from labelling.club.results import wording
from labelling.club.results.clubwide import ClubView
from labelling.club.results.groups import name_of_group
from labelling.club.results.member import Beside, Results
from labelling.core.i18n import gettext
from labelling.core.spreadsheets import csv_file
from labelling.core.workbooks import Cell, workbook

_DECIMALS = 4


def own_workbook(results: Results) -> bytes:
    """Return a member's results of a round as a workbook: a row for each set compared with."""
    header = [
        gettext("Indicator"),
        gettext("Name"),
        gettext("Unit"),
        gettext("Your figure"),
        gettext("Grade"),
        gettext("Compared with"),
        gettext("Members"),
        *(str(wording.FIGURE_NAMES[name]) for name in FIGURES),
        gettext("Your place"),
        gettext("Gap to the good ones"),
        gettext("Change"),
    ]
    rows: list[list[Cell]] = []
    for line in results.lines:
        for beside in line.beside:
            standing = beside.standing
            rows.append(
                [
                    line.indicator.code,
                    line.indicator.name,
                    line.unit.name,
                    decimal(line.own.number),
                    line.own.grade,
                    name_of_group(results.club, standing.group),
                    standing.n,
                    *_figures(standing),
                    _place(beside, line.indicator.direction),
                    None if beside.gap is None else decimal(beside.gap),
                    None if line.trend is None else decimal(line.trend.change),
                ]
            )
    title = f"{results.club.name} {results.round.half_year}"
    return workbook(title, header, rows, widths=(10, 34, 18, 12, 8, 26, 10))


def public_extract(view: ClubView) -> bytes:
    """Return what is published of the whole club as CSV, without any member and without groups.

    Columns and reasons are the same in every language, for programs read them.
    """
    header = ["club", "round", "state", "policy", "indicator", "name", "unit", "n", *FIGURES]
    state = "final" if view.final else "draft"
    rows = [
        [
            view.club.name,
            view.round.half_year,
            state,
            view.club.policy,
            row.indicator.code,
            row.indicator.name,
            row.unit.name,
            row.whole.n,
            *(None if (one := row.whole.get(name)) is None else decimal(one) for name in FIGURES),
        ]
        for row in view.rows
    ]
    return csv_file(header, rows)


def _figures(standing: Standing) -> list[Cell]:
    """Return figures as numbers; in the place of a hidden one stands why."""
    return [
        decimal(one)
        if (one := standing.get(name)) is not None
        else str(wording.hidden(standing.suppressed[name]))
        for name in FIGURES
    ]


def decimal(value: Fraction) -> Decimal:
    """Return a number for a spreadsheet, rounded half up to four decimals."""
    scale = 10**_DECIMALS
    rounded = Decimal(int((abs(value) * scale * 2 + 1) // 2)) / scale
    return Decimal(-rounded if value < 0 else rounded)


def _place(beside: Beside, direction: Direction) -> str:
    """Return an own rank in a hundred, else the quarter as the page says it."""
    if beside.rank is not None:
        return wording.rank(beside.rank, direction)
    words = wording.PLAIN_QUARTERS if direction == "neutral" else wording.QUARTERS
    return "" if beside.quarter is None else str(words[beside.quarter])
