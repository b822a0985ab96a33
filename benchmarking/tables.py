"""CSV files read strictly: rows of trimmed text with their lines, and what their cells hold.

UTF-8 (a byte-order mark is accepted), apart by commas, a header in any order, further columns
ignored. Nothing of a file is believed; whatever is wrong is a fault with its line and column.
"""

import csv
import io
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarking.faults import BadTable, Fault, Faults, quoted

LARGEST_FILE = 20_000_000  # bytes; 1,200 regions by 38 sectors have about 2,000,000
MOST_DIGITS = 100
LONGEST_NAME = 200

_WHOLE = re.compile(r"[+-]?[0-9]+(\.0*)?")
_FORMULA = ("=", "+", "-", "@")
_BREAKS = "\t\n\r"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}


class Row(NamedTuple):
    """The cells of a row, trimmed, in the order of the columns asked for."""

    line: int
    cells: tuple[str, ...]


class BadCell(ValueError):
    """Say what keeps a cell from being what its column holds."""


def read_content(path: Path) -> bytes:
    """Return what a file holds; raise BadTable unless it is a regular one of a sane size."""
    try:
        is_regular = stat.S_ISREG(path.stat().st_mode)
        content = _first_bytes(path) if is_regular else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problem = f"cannot be read: {reason[:1].lower()}{reason[1:]}"
        raise BadTable([Fault(problem)]) from error
    if not is_regular:
        raise BadTable([Fault("is not a regular file")])
    if len(content) > LARGEST_FILE:
        raise BadTable([Fault(f"has more than {LARGEST_FILE} bytes")])
    return content


def read_rows(content: bytes, columns: Sequence[str], faults: Faults) -> Iterator[Row]:
    """Yield each row that has as many cells as the header; note the others as faults.

    Rows whose fields are all empty are passed over. Raises BadTable at once for what cannot be a
    table at all, or lacks a column.
    """
    records = _records(_text(content), faults)
    header_line, header = next(records, (None, None))
    if header is None:
        faults.settle()
        raise BadTable([Fault("is empty; a header and rows are expected")])
    places = _places(header, columns, header_line, faults)
    line = None
    for line, cells in records:
        if len(cells) == len(header):
            yield Row(line, tuple([cells[place] for place in places]))
        else:
            fields = "1 field" if len(cells) == 1 else f"{len(cells)} fields"
            faults.add(f"has {fields} where the header has {len(header)}", line)
    if line is None and not faults:
        faults.add("has a header but no rows", header_line)


def name(cell: str) -> str:
    """Return a name; raise BadCell for none, a long one, a control character or a formula."""
    if not cell:
        raise BadCell("is empty")
    if len(cell) > LONGEST_NAME:
        raise BadCell(f"has more than {LONGEST_NAME} characters")
    if not cell.isprintable() and any(map(_is_control, cell)):
        raise BadCell(f"has a control character: {quoted(cell)}")
    if cell.startswith(_FORMULA):
        raise BadCell(f"begins like a formula: {quoted(cell)}")
    return cell


def whole_number(cell: str) -> int:
    """Return a whole number, 0 or more, as it is spelled; raise BadCell for anything else.

    `1250.0` is one. Exponents are not: spreadsheets write them where they have dropped digits.
    """
    if not cell:
        raise BadCell("is empty; a whole number is expected")
    if not _WHOLE.fullmatch(cell):
        raise BadCell(f"must be a whole number in plain digits, such as 1250, not {quoted(cell)}")
    digits = cell.partition(".")[0]
    if len(digits) > MOST_DIGITS:
        raise BadCell(f"has more than {MOST_DIGITS} digits")
    number = int(digits)
    if number < 0:
        raise BadCell(f"must not be negative, but is {number}")
    return number


def _first_bytes(path: Path) -> bytes:
    """Return what the file holds, cut behind the largest size."""
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _is_control(letter: str) -> bool:
    """Say whether a letter acts on what is around it, be it the direction in which it is read."""
    return (unicodedata.category(letter) == "Cc" and letter not in _BREAKS) or letter in _TURNING


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadTable([Fault("is not UTF-8", line)]) from error


def _records(text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the trimmed fields of each record that has any text, with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.add(_csv_problem(error), line)
            continue
        cells = [field.strip() for field in fields]
        if any(cells):
            yield line, cells


def _csv_problem(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "opens a quotation mark that is never closed"
    return f"is not CSV: {error}"


def _places(
    header: Sequence[str], columns: Sequence[str], line: int | None, faults: Faults
) -> list[int]:
    """Return where each column stands; raise BadTable if one is missing or stands twice."""
    if len(header) == 1 and len(columns) > 1:
        for mark, marks in _OTHER_SEPARATORS.items():
            if mark in header[0]:
                raise BadTable([Fault(f"has its fields apart by {marks}, not by commas", line)])
    for column in columns:
        found = header.count(column)
        if found != 1:
            problem = "stands in the header more than once" if found else "is missing"
            faults.add(f"the column {problem}", line, column)
    faults.settle()
    return [header.index(column) for column in columns]
