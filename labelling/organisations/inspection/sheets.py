"""Spreadsheets of figures (XLSX): the cells of the first sheet as text, and nothing else.

The file is looked at as any office document is; formulas are refused, not computed.
"""

import json
from collections.abc import Callable
from xml.parsers import expat

from labelling.organisations.inspection import office
from labelling.organisations.inspection.archives import Archive, Budget
from labelling.organisations.inspection.findings import Reason, Refused

MOST_ROWS = 1000
MOST_COLUMNS = 40
LONGEST_CELL = 32_767  # what a cell holds in the programs that write such files
_MOST_TEXTS = 50_000
_MOST_TEXT = 5_000_000  # characters of all cells; a text that many cells share counts in each
_LETTERS = 26

Started = Callable[[str, dict[str, str]], None]
Heard = Callable[[str], None]


def inspect(content: bytes, _ending: str) -> bytes:
    """Return the first sheet's rows as JSON; raise Refused for anything that is no plain sheet."""
    office.inspect(content, "xlsx")
    archive = Archive(content, Budget())
    texts = _texts(archive)
    rows = _Sheet(texts)
    _read(archive, _first_sheet(archive), rows.started, rows.ended, rows.heard)
    return json.dumps(rows.table(), ensure_ascii=False).encode()


def _first_sheet(archive: Archive) -> str:
    """Return the part of the workbook's first sheet, by its relations."""
    found: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "sheet":
            found.extend(value for key, value in attributes.items() if _local(key) == "id")

    def relation(name: str, attributes: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _read(archive, "xl/workbook.xml", sheet)
    _read(archive, "xl/_rels/workbook.xml.rels", relation)
    if not found or found[0] not in targets:
        raise Refused(Reason.UNREADABLE)
    target = targets[found[0]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _texts(archive: Archive) -> list[str]:
    """Return the texts that cells share."""
    if "xl/sharedStrings.xml" not in archive.names:
        return []
    found: list[str] = []
    state = {"inside": False}

    def started(name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            if len(found) >= _MOST_TEXTS:
                raise Refused(Reason.BOMB)
            found.append("")
        state["inside"] = _local(name) == "t"

    def ended(_name: str) -> None:
        state["inside"] = False

    def heard(text: str) -> None:
        if state["inside"] and found and len(found[-1]) < LONGEST_CELL:
            found[-1] += text

    _read(archive, "xl/sharedStrings.xml", started, ended, heard)
    return found


class _Sheet:
    """The cells of a sheet as they come."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._cells: dict[tuple[int, int], str] = {}
        self._at = (0, 0)
        self._kind = ""
        self._text = ""
        self._listens = False
        self._row = -1
        self._size = 0

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of a row, a cell or its value."""
        match _local(name):
            case "row":
                self._row += 1
                self._at = (self._row, -1)
            case "c":
                self._at = _place(attributes.get("r", ""), (self._row, self._at[1] + 1))
                self._kind, self._text = attributes.get("t", ""), ""
            case "f":
                raise Refused(Reason.FORMULAS)
            case "v" | "t":
                self._listens = True

    def ended(self, name: str) -> None:
        """Take in the end of a value or a cell."""
        match _local(name):
            case "v" | "t":
                self._listens = False
            case "c":
                self._keep()

    def heard(self, text: str) -> None:
        """Take in a piece of a cell's text."""
        if self._listens and len(self._text) < LONGEST_CELL:
            self._text += text

    def _keep(self) -> None:
        row, column = self._at
        if row >= MOST_ROWS or column >= MOST_COLUMNS:
            raise Refused(Reason.BOMB)
        text = self._text
        if self._kind == "s":
            if not text.isdecimal() or int(text[:9]) >= len(self._texts):
                raise Refused(Reason.UNREADABLE)
            text = self._texts[int(text[:9])]
        self._size += len(text)
        if self._size > _MOST_TEXT:
            raise Refused(Reason.BOMB)
        if text:
            self._cells[row, column] = text[:LONGEST_CELL]

    def table(self) -> list[list[str]]:
        """Return the rows, each as long as its last cell."""
        rows = max((row for row, _ in self._cells), default=-1) + 1
        found: list[list[str]] = [[] for _ in range(rows)]
        for (row, column), text in sorted(self._cells.items()):
            found[row] += [""] * (column - len(found[row])) + [text]
        return found


def _place(name: str, expected: tuple[int, int]) -> tuple[int, int]:
    """Return row and column of a cell's name such as B12, counted from 0."""
    if not name:
        return expected
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if not letters.isalpha() or not letters.isascii() or not digits or len(name) > 10:  # noqa: PLR2004
        raise Refused(Reason.UNREADABLE)
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _read(
    archive: Archive,
    part: str,
    started: Started,
    ended: Heard | None = None,
    heard: Heard | None = None,
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = started
    if ended is not None:
        parser.EndElementHandler = ended
    if heard is not None:
        parser.CharacterDataHandler = heard
    try:
        for chunk in archive.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refused(Reason.UNREADABLE) from None


def _refuse_doctype(*_declared: object) -> None:
    raise Refused(Reason.ENTITIES)
