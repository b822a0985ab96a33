"""A member's sheet as a table for a spreadsheet, and what comes back in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from benchmarking.figures import Sheet, collected
from benchmarking.indicators.model import IndicatorSet, Quantity
from benchmarking.validation.given import Given
from labelling.club.actions.entering import Figure
from labelling.club.models import ValueRevision
from labelling.core.errors import Invalid, Refusal
from labelling.core.i18n import gettext, lazy
from labelling.core.workbooks import Cell, workbook
from labelling.organisations.numbers import canonical, read_decimal

COLUMNS = (
    "id",
    "figure",
    "unit",
    "last",
    "value",
    "value_unit",
    "grade",
    "not_collected",
    "note",
    "sheet",
)
_WIDTHS = (24, 40, 14, 14, 14, 16, 8, 14, 40, 20)
_YES = frozenset({"x", "yes", "ja", "1", "true"})
_NO = frozenset({"", "no", "nein", "0", "false"})
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a spreadsheet that differs from what is kept, and the row it stands in."""

    line: int
    quantity: Quantity
    before: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class SheetFault:
    """A row that could not be taken, and why."""

    line: int
    says: str


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What came in a spreadsheet: what would change, and what could not be taken."""

    changes: tuple[Change, ...]
    faults: tuple[SheetFault, ...]
    unchanged: int


def sheet_file(
    set_: IndicatorSet,
    quantities: Sequence[Quantity],
    rows: Mapping[str, ValueRevision],
    last: Sheet | None,
    mark: str,
) -> bytes:
    """Return a member's sheet as a workbook; it can be filled in and taken over again.

    ``mark`` says in each row whose sheet of which round it is.
    """
    lines: list[list[Cell]] = []
    for one in quantities:
        row = rows.get(one.id)
        before = collected(set_, last, one.id) if last is not None else None
        lines.append(
            [
                one.id,
                one.name,
                set_.units[one.unit].symbol,
                None if before is None else _decimal(before),
                Decimal(row.number) if row is not None and row.number else None,
                row.unit if row is not None else "",
                row.grade if row is not None else "",
                "x" if row is not None and row.not_collected else "",
                row.note if row is not None else "",
                mark,
            ]
        )
    return workbook(mark, COLUMNS, lines, _WIDTHS)


def _decimal(number: object) -> Decimal:
    fraction = number
    scaled = round(float(fraction), _MOST_DECIMALS)  # type: ignore[arg-type]  # a Fraction
    return Decimal(str(scaled))


def read_sheet(
    quantities: Sequence[Quantity],
    rows: Mapping[str, ValueRevision],
    table: Sequence[Sequence[str]],
    mark: str,
) -> ReadSheet:
    """Read a table by its header; columns may stand in any order, further ones are ignored.

    Raises Invalid where the columns are not there, or rows carry another sheet's mark.
    """
    header = [cell.strip().casefold() for cell in table[0]] if table else []
    if "id" not in header or "value" not in header:
        raise Invalid(
            lazy("The first row names the columns; “id” and “value” must be among them."),
            field="file",
        )
    if any(header.count(name) > 1 for name in COLUMNS):
        raise Invalid(lazy("A column stands there twice."), field="file")
    known = {one.id: one for one in quantities}
    changes: list[Change] = []
    faults: list[SheetFault] = []
    seen: set[str] = set()
    unchanged = 0
    for number, cells in enumerate(table[1:], start=2):
        line = {name: _cell(cells, header, name) for name in COLUMNS}
        if not any(line.values()):
            continue
        if line["sheet"] not in {"", mark}:
            raise Invalid(
                lazy("This is the sheet of another round or of another member."), field="file"
            )
        try:
            figure = _figure(line, known, seen, rows)
        except Invalid as refusal:
            faults.append(SheetFault(number, refusal.sentence))
            continue
        row = rows.get(figure.quantity)
        if _is_kept(row, figure):
            unchanged += 1
        else:
            before = row.number if row is not None else ""
            changes.append(Change(number, known[figure.quantity], before, figure))
    return ReadSheet(tuple(changes), tuple(faults), unchanged)


def without_faults(read: ReadSheet, refused: Mapping[str, Refusal]) -> ReadSheet:
    """Return a sheet whose changes can be saved: those that are refused become faults of rows."""
    faults = [
        SheetFault(one.line, _named(one.quantity.name, refused[one.quantity.id].sentence))
        for one in read.changes
        if one.quantity.id in refused
    ]
    return replace(
        read,
        changes=tuple(one for one in read.changes if one.quantity.id not in refused),
        faults=tuple(sorted((*read.faults, *faults), key=lambda one: one.line)),
    )


def _named(name: str, sentence: str) -> str:
    """Return a sentence that says which figure it is about; some say so by themselves."""
    return sentence if name in sentence else f"{name}: {sentence}"


def _cell(cells: Sequence[str], header: Sequence[str], name: str) -> str:
    place = header.index(name) if name in header else len(cells)
    return cells[place].strip() if place < len(cells) else ""


def _figure(
    line: Mapping[str, str],
    known: Mapping[str, Quantity],
    seen: set[str],
    rows: Mapping[str, ValueRevision],
) -> Figure:
    name = line["id"]
    if name not in known:
        raise Invalid(lazy("“%(name)s” is no figure that you report."), name=name[:40])
    if name in seen:
        raise Invalid(lazy("“%(name)s” stands there twice."), name=name)
    seen.add(name)
    none = line["not_collected"].casefold()
    if none not in _YES | _NO:
        raise Invalid(lazy("“not_collected” is x or blank."))
    row = rows.get(name)
    return Figure(
        name,
        Given(
            number=_number(line["value"]),
            unit=line["value_unit"],
            grade=line["grade"].upper(),
            accuracy=row.accuracy if row is not None else "",
            note=" ".join(line["note"].split()),
        ),
        not_collected=none in _YES,
        revision=row.revision if row is not None else 0,
    )


def _number(text: str) -> str:
    """Return a cell's number as it is kept: spreadsheets write 1E3, people 1 000,5."""
    if not text:
        return ""
    try:
        plain = Decimal(text)
        if not plain.is_finite() or plain.adjusted() > 15:  # noqa: PLR2004 (digits that are kept)
            raise Invalid(lazy("“%(text)s” is not a number."), text=text[:30])
        return canonical(round(plain, _MOST_DECIMALS))
    except InvalidOperation:
        return canonical(read_decimal(text))


def _is_kept(row: ValueRevision | None, figure: Figure) -> bool:
    given = figure.given
    if row is None:
        return given == Given("") and not figure.not_collected
    return (row.number, row.unit, row.grade, row.note, row.not_collected) == (
        given.number,
        given.unit,
        given.grade,
        given.note,
        figure.not_collected,
    )


def shown_change(change: Change) -> str:
    """Return what a figure becomes, in words."""
    figure = change.figure
    if figure.not_collected:
        return gettext("not collected")
    return figure.given.number or gettext("blank")
