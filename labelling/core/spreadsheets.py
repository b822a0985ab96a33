"""Tables that leave as files for spreadsheets: what a person wrote never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

Cell = str | int | Decimal | date | None

_FORMULA = re.compile(r"""(\A|[;\n\r\t])(?=[ \n;"]*[=+\-@\t\r])""")


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, marked as such, so that spreadsheets read its letters.

    Where a spreadsheet would take text for a formula there stands an apostrophe: at its beginning,
    and within it behind a line's end or a semicolon, since one that is set to separate by
    semicolons sees new cells there. Numbers stay numbers, days are written as in ISO 8601.
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
    return _FORMULA.sub(r"\1'", text.replace("\0", ""))
