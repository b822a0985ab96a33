"""Tables that leave as files for spreadsheets: what a person wrote never becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, marked as such, so that spreadsheets read its letters.

    Text that a spreadsheet would take for a formula begins with an apostrophe; numbers stay
    numbers, days are written as in ISO 8601.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_text(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _text(text: str) -> str:
    plain = text.replace("\0", "")
    return f"'{plain}" if plain.lstrip(" \n").startswith(_FORMULA) else plain
