"""CSV files of a club's values, read strictly: rows with their lines, numbers as they are spelled.

UTF-8 (a byte-order mark is accepted), commas, a header in any order, further columns ignored,
fields trimmed. The first thing that cannot be accepted is refused in one sentence.
"""

import csv
import io
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

LARGEST_FILE = 64_000_000  # bytes; 2,000 members with 47 indicators in 12 groups have about half
MOST_DIGITS = 1_000
MOST_MAGNITUDE = 300  # values from 10^300 on would leave the doubles, in which results are written

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_SHOWN_CHARACTERS = 60


class BadInput(ValueError):
    """Say in one sentence what cannot be accepted, with its file, line and column where known."""

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        where = [_printable(self.file)] if self.file else []
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.column:
            where.append(self.column)
        return f"{', '.join(where)}: {self.problem}" if where else self.problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row's trimmed fields by column, and the line on which it begins."""

    line: int
    fields: Mapping[str, str]

    def bad(self, column: str, problem: str) -> BadInput:
        """Return the refusal of a field."""
        return BadInput(problem, line=self.line, column=column)

    def name(self, column: str) -> str:
        """Return a name. Raises BadInput where it is empty."""
        name = self.fields[column]
        if not name:
            raise self.bad(column, "is empty")
        return name

    def number(self, column: str) -> Fraction | None:
        """Return the number that a field spells, None for an empty one. Raises BadInput.

        Refused are words, NaN, infinities, thousands separators, numbers too large for a result,
        and those with more than ``MOST_DIGITS`` digits when written out.
        """
        text = self.fields[column]
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            raise self.bad(column, f"must be a number such as 12.5, not {quoted(text)}")
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise self._too_long(column) from error
        if not number:
            return Fraction(0)
        if number.adjusted() >= MOST_MAGNITUDE:
            raise self.bad(column, f"is too large; numbers stay below 1e{MOST_MAGNITUDE}")
        if len(text) + abs(number.adjusted()) > MOST_DIGITS:
            raise self._too_long(column)
        return Fraction(number)

    def _too_long(self, column: str) -> BadInput:
        return self.bad(column, f"is written with more than {MOST_DIGITS} digits")


def read_rows(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """Yield the rows of a CSV file. Raises BadInput.

    An optional column that the file does not have is empty in each row. Rows with
    nothing in them are passed over.
    """
    records = _records(_text(path))
    line, header = next(records, (1, []))
    if not header:
        raise BadInput("has no header", line=1)
    for column in (*columns, *optional):
        if header.count(column) > 1:
            raise BadInput("stands in the header more than once", line=line, column=column)
        if column in columns and column not in header:
            raise BadInput("is missing in the header", line=line, column=column)
    places = {column: header.index(column) for column in (*columns, *optional) if column in header}
    absent = {column: "" for column in optional if column not in header}
    for line, fields in records:
        if len(fields) != len(header):
            raise BadInput(f"has {len(fields)} fields, the header has {len(header)}", line=line)
        yield Row(line, {**absent, **{column: fields[at] for column, at in places.items()}})


def quoted(text: str) -> str:
    """Return foreign text fit for a message: short, in quotes, and without anything unprintable."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"'{_printable(shown)}'"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _text(path: Path) -> str:
    try:
        is_regular = stat.S_ISREG(path.stat().st_mode)
        content = _first_bytes(path) if is_regular else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(f"cannot be read: {reason[:1].lower()}{reason[1:]}") from error
    if not is_regular:
        raise BadInput("is not a regular file")
    if len(content) > LARGEST_FILE:
        raise BadInput(f"has more than {LARGEST_FILE} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInput("is not UTF-8", line=line) from error


def _first_bytes(path: Path) -> bytes:
    """Return what the file holds, cut behind the largest size."""
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the trimmed fields of each record with something in it, and the line it begins on."""
    if (at := text.find("\0")) >= 0:
        raise BadInput("has a NUL character", line=text.count("\n", 0, at) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput(f"is not CSV: {error}", line=line) from error
        cells = [field.strip() for field in fields]
        if any(cells):
            yield line, cells
