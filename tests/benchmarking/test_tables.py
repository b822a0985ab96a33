"""Every way in which a CSV file can be no table, and the ways in which it still is one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking import tables
from benchmarking.faults import BadTable, Fault, Faults
from benchmarking.tables import BadCell, Row, name, read_content, read_rows, whole_number

COLUMNS = ("a", "b")


def rows_of(content: bytes | str) -> list[Row]:
    data = content.encode() if isinstance(content, str) else content
    faults = Faults()
    found = list(read_rows(data, COLUMNS, faults))
    faults.settle()
    return found


def faults_of(content: bytes | str) -> list[str]:
    with pytest.raises(BadTable) as raised:
        rows_of(content)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,2\n",
        b"a,b\n1,2",
        b"\xef\xbb\xbfa,b\r\n1,2\r\n",
        b"a,b\r1,2\r",
        b" a ,\tb\n 1 , \xc2\xa02 \n",
        b'"a","b"\n"1","2"\n',
        b'a, "b"\n1, "2"\n',
    ],
)
def test_one_row_is_read_however_it_is_written(content: bytes) -> None:
    assert rows_of(content) == [Row(2, ("1", "2"))]


def test_header_is_in_any_order_and_further_columns_are_ignored() -> None:
    assert rows_of("x,b,x,a,\n=9,2,\0,1,\n") == [Row(2, ("1", "2"))]


def test_rows_without_text_are_passed_over_and_counted_as_lines() -> None:
    assert rows_of("\n\na,b\n\n1,2\n , \n,\n3,4\n\n") == [Row(5, ("1", "2")), Row(8, ("3", "4"))]


def test_row_over_several_lines_is_named_by_its_first() -> None:
    content = 'a,b\n"x\ny","say ""so"""\n3,4\n5,6,7\n'
    assert faults_of(content) == ["line 5: has 3 fields where the header has 2"]
    assert rows_of(content[:-6]) == [Row(2, ("x\ny", 'say "so"')), Row(4, ("3", "4"))]


def test_breaks_inside_of_quotation_marks_are_kept() -> None:
    assert rows_of('a,b\r\n"x\r\ny","\rz\nz"\r\n') == [Row(2, ("x\r\ny", "z\nz"))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ["is empty; a header and rows are expected"]),
        (b"\xef\xbb\xbf\n , \n", ["is empty; a header and rows are expected"]),
        (b"a,b\n", ["line 1: has a header but no rows"]),
        (b"a,b\n1,\xe9\n", ["line 2: is not UTF-8"]),
        ("a,b\n1,2\n".encode("utf-16"), ["line 1: is not UTF-8"]),
        (b"a,c\n1,2\n", ["line 1, b: the column is missing"]),
        (b"A,B\n1,2\n", ["line 1, a: the column is missing", "line 1, b: the column is missing"]),
        (b"a,b,a\n1,2,3\n", ["line 1, a: the column stands in the header more than once"]),
        (b"a;b\n1;2\n", ["line 1: has its fields apart by semicolons, not by commas"]),
        (b"\na\tb\n1\t2\n", ["line 2: has its fields apart by tabs, not by commas"]),
        (
            b"a,b\n1\n1,2,3\n1,250,4\n",
            [
                "line 2: has 1 field where the header has 2",
                "line 3: has 3 fields where the header has 2",
                "line 4: has 3 fields where the header has 2",
            ],
        ),
        (b'a,b\n1,"2\n3,4\n', ["line 2: opens a quotation mark that is never closed"]),
        (
            b'a,b\n1,"2"x\n3\n',
            [
                "line 2: is not CSV: ',' expected after '\"'",
                "line 3: has 1 field where the header has 2",
            ],
        ),
        (b'"a,b\n', ["line 1: opens a quotation mark that is never closed"]),
        (b"\0\0\0", ["line 1, a: the column is missing", "line 1, b: the column is missing"]),
    ],
)
def test_what_is_no_table_is_refused_by_line(content: bytes, said: list[str]) -> None:
    assert faults_of(content) == said


def test_gigantic_field_is_refused_by_its_line() -> None:
    content = "a,b\n1,2\n" + "x" * 200_000 + ",2\n3\n"
    assert faults_of(content) == [
        "line 3: is not CSV: field larger than field limit (131072)",
        "line 4: has 1 field where the header has 2",
    ]


@given(st.binary(max_size=200) | st.text('a,b;"\n\r =\0', max_size=60).map(str.encode))
@settings(deadline=None)
def test_any_bytes_give_rows_or_faults(content: bytes) -> None:
    faults = Faults()
    try:
        found = list(read_rows(content, COLUMNS, faults))
    except BadTable:
        return
    assert found or faults
    assert all(len(row.cells) == len(COLUMNS) for row in found)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0", 0),
        ("1250", 1250),
        ("007", 7),
        ("+5", 5),
        ("-0", 0),
        ("1250.0", 1250),
        ("1250.", 1250),
        ("9" * 100, int("9" * 100)),
    ],
)
def test_whole_number_is_read_as_it_is_spelled(cell: str, number: int) -> None:
    assert whole_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "is empty; a whole number is expected"),
        ("-1", "must not be negative, but is -1"),
        ("-2.0", "must not be negative, but is -2"),
        ("9" * 101, "has more than 100 digits"),
        *(
            (cell, f"must be a whole number in plain digits, such as 1250, not '{cell}'")
            for cell in (
                "many", "12.5", "1,250", "1 250", "1_250", "1e3", "1e999999999", "1E-5", "NaN",
                "inf", "-Infinity", "0x1F", "=1+1", "٣", "½", "1/2", "--1", ".", "true", "1.0.0",
            )
        ),
        ("\0", "must be a whole number in plain digits, such as 1250, not '\\x00'"),
    ],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(cell: str, said: str) -> None:
    with pytest.raises(BadCell) as raised:
        whole_number(cell)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    "cell", ["Île de France, FR", "Castilla y León", "Αττική", "a\nb", "x" * 200, "O'Brien", "3"]
)
def test_name_is_taken_as_it_stands(cell: str) -> None:
    assert name(cell) == cell


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "is empty"),
        ("x" * 201, "has more than 200 characters"),
        ("a\0b", "has a control character: 'a\\x00b'"),
        ("\x1b[31m", "has a control character: '\\x1b[31m'"),
        ("a\u202eb", "has a control character: 'a\\u202eb'"),
        ("=cmd|' /C calc'!A0", "begins like a formula: '=cmd|' /C calc'!A0'"),
        ("+1", "begins like a formula: '+1'"),
        ("-1", "begins like a formula: '-1'"),
        ("@SUM(A1)", "begins like a formula: '@SUM(A1)'"),
    ],
)
def test_what_is_no_name_is_refused(cell: str, said: str) -> None:
    with pytest.raises(BadCell) as raised:
        name(cell)
    assert str(raised.value) == said


def _missing(_folder: Path) -> Path:
    return _folder / "nowhere.csv"


def _folder(folder: Path) -> Path:
    return folder


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _impossible(_folder: Path) -> Path:
    return Path("a\0b")


def _large(folder: Path) -> Path:
    path = folder / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(tables.LARGEST_FILE + 1)
    return path


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_missing, "cannot be read: no such file or directory"),
        (_folder, "is not a regular file"),
        (_pipe, "is not a regular file"),
        (_impossible, "cannot be read: embedded null byte"),
        (_large, "has more than 20000000 bytes"),
    ],
)
def test_what_is_no_file_of_a_sane_size_is_refused(
    make: Callable[[Path], Path], said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadTable) as raised:
        read_content(make(tmp_path))
    assert raised.value.faults == (Fault(said),)


def test_content_of_a_file_is_returned(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\0\xff")
    assert read_content(tmp_path / "a.csv") == b"\0\xff"
