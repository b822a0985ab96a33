"""Plain text and tables as text: readable, without control characters, without formulas."""

import csv
import unicodedata
from io import StringIO

from labelling.organisations.inspection.findings import Reason, Refused

_LINES = {"\n", "\r", "\t", "\f"}
_WIDEST_CELL = 1_000_000
_FORMULA = ("=", "@")
_SIGNS = ("+", "-")
_CALLS = frozenset("|!")  # "-2+3+cmd|' /C calc'!A0" begins like a number


def inspect(content: bytes, ending: str) -> None:
    """Raise Refused unless this is text; in a table no cell may begin a formula."""
    text = _decoded(content)
    if any(unicodedata.category(letter) == "Cc" and letter not in _LINES for letter in set(text)):
        raise Refused(Reason.OTHER_TYPE)
    if ending == "csv":
        _inspect_cells(text)


def _decoded(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for code in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise Refused(Reason.OTHER_TYPE)


def _inspect_cells(text: str) -> None:
    csv.field_size_limit(_WIDEST_CELL)
    try:
        for delimiter in (",", ";", "\t"):
            for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
                if any(_begins_formula(cell.strip()) for cell in row):
                    raise Refused(Reason.FORMULAS)
    except csv.Error:
        raise Refused(Reason.UNREADABLE) from None


def _begins_formula(cell: str) -> bool:
    if cell.startswith(_FORMULA):
        return True
    return cell.startswith(_SIGNS) and (cell[1:2].isalpha() or not _CALLS.isdisjoint(cell))
