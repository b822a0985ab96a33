"""Strict reading of a table of scores; whatever cannot be accepted is one clear sentence."""

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from pathlib import Path

from assessments.agreement.scores import Given, Scores, scores_of
from assessments.errors import BadInput, quoted
from assessments.files import read_text
from assessments.numerals import NotANumber, Numeral

LARGEST_FILE = 20_000_000  # bytes; about a million rows
COLUMNS = ("unit", "rater", "score")

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def read_table(path: Path) -> Scores:
    """Return the scores of a CSV file with the columns unit, rater and score. Raises BadInput.

    An empty score is missing. Blank lines and further columns are passed over.
    """
    text = read_text(path, LARGEST_FILE)
    try:
        return scores_of(_given(text))
    except BadInput as error:
        error.file = str(path)
        raise


def _given(text: str) -> Iterator[Given]:
    records = _records(text)
    line, header = next(records, (1, []))
    at = _columns(header, line)
    seen: dict[tuple[str, str], int] = {}
    known: dict[str, Fraction | None] = {"": None}
    for line, record in records:
        if len(record) != len(header):
            problem = f"has {len(record)} fields where the header has {len(header)}"
            raise BadInput(problem, line=line)
        unit, rater, score = (record[at[column]].strip() for column in COLUMNS)
        for field, name in (("unit", unit), ("rater", rater)):
            if not name:
                raise BadInput("is empty", line=line, field=field)
        first = seen.setdefault((unit, rater), line)
        if first != line:
            problem = f"{quoted(rater)} has a score for unit {quoted(unit)} in line {first} already"
            raise BadInput(problem, line=line, field="rater")
        if score not in known:
            known[score] = _number(score, line)
        yield Given(unit, rater, known[score])


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank with the line on which it begins."""
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInput("has a NUL character, so it is not CSV", line=line)
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise BadInput(f"is not CSV: {error}", line=line) from error
        if record is None:
            return
        if record:
            yield line, record


def _columns(header: list[str], line: int) -> dict[str, int]:
    names = [name.strip() for name in header]
    for column in COLUMNS:
        if column not in names:
            problem = "is not a column; the header must name unit, rater and score, with commas"
            raise BadInput(problem, line=line, field=column)
        if names.count(column) > 1:
            raise BadInput("is a column more than once", line=line, field=column)
    return {column: names.index(column) for column in COLUMNS}


def _number(text: str, line: int) -> Fraction:
    if not _NUMBER.fullmatch(text):
        problem = f"must be a number such as 45 or 62.5, not {quoted(text)}"
        raise BadInput(problem, line=line, field="score")
    try:
        return Numeral(text).exact()
    except NotANumber as error:
        raise BadInput(str(error), line=line, field="score") from error
