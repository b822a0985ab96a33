from fractions import Fraction
from pathlib import Path

import pytest

from assessments.agreement.reading import LARGEST_FILE, read_table
from assessments.agreement.scores import Scores
from assessments.errors import BadInput

HEADER = b"unit,rater,score\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "scores.csv"


def read(file: Path, content: bytes) -> Scores:
    file.write_bytes(content)
    return read_table(file)


def cells(scores: Scores) -> list[tuple[str, str, Fraction]]:
    places = zip(scores.unit, scores.rater, scores.value, strict=True)
    return [(scores.units[u], scores.raters[r], scores.values[v]) for u, r, v in places]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEADER + b"u,a,1\n", [("u", "a", Fraction(1))]),
        (b"\xef\xbb\xbfscore,rater,unit\r\n-1.50,a,u\r\n", [("u", "a", Fraction(-3, 2))]),
        (b" unit , rater,score ,unit no\n u , a ,1e1, x\n", [("u", "a", Fraction(10))]),
        (HEADER + b'"u, one","a ""x""",.5\n', [("u, one", 'a "x"', Fraction(1, 2))]),
        (HEADER + b'"u\none",a,+7.\n', [("u\none", "a", Fraction(7))]),
        (HEADER + b"\n\nu,a,0e999999999\n\n", [("u", "a", Fraction(0))]),
        (HEADER + b"u,a,\nv,a, \nv,b,1\n", [("v", "b", Fraction(1))]),
        (HEADER + b"=1+1,@a,1", [("=1+1", "@a", Fraction(1))]),
        (HEADER, []),
    ],
)
def test_scores_are_read_as_they_are_spelled(
    file: Path, content: bytes, expected: list[tuple[str, str, Fraction]]
) -> None:
    assert cells(read(file, content)) == expected


def test_rows_come_out_by_unit_and_rater(file: Path) -> None:
    scores = read(file, HEADER + b"v,b,1\nu,b,2\nv,a,1.0\nu,a,3\n")
    assert cells(scores) == [
        ("u", "a", Fraction(3)),
        ("u", "b", Fraction(2)),
        ("v", "a", Fraction(1)),
        ("v", "b", Fraction(1)),
    ]
    assert scores.values == (Fraction(1), Fraction(2), Fraction(3))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1, unit: is not a column; the header must name unit, rater and score"),
        (b"unit;rater;score\nu;a;1\n", "line 1, unit: is not a column"),
        (b"unit,rater\n", "line 1, score: is not a column"),
        (b"Unit,rater,score\n", "line 1, unit: is not a column"),
        (b"unit,rater,score, unit\n", "line 1, unit: is a column more than once"),
        (HEADER + b"u,a,1\nu,b\n", "line 3: has 2 fields where the header has 3"),
        (HEADER + b"u,a,1,\n", "line 2: has 4 fields where the header has 3"),
        (HEADER + b",a,1\n", "line 2, unit: is empty"),
        (HEADER + b"u, ,\n", "line 2, rater: is empty"),
        (HEADER + b"u,a,1\nv,a,2\nu , a,3\n", "line 4, rater: 'a' has a score for unit 'u' in"),
        (HEADER + b"u,a,\nu,a,3\n", "line 3, rater: 'a' has a score for unit 'u' in line 2"),
        (HEADER + b"u,a,3\nu,a,\n", "line 3, rater: 'a' has a score for unit 'u' in line 2"),
        (HEADER + b"u,a,good\n", "line 2, score: must be a number such as 45 or 62.5, not 'good'"),
        (HEADER + b"u,a,nan\n", "line 2, score: must be a number"),
        (HEADER + b"u,a,-Infinity\n", "line 2, score: must be a number"),
        (HEADER + b"u,a,true\n", "line 2, score: must be a number"),
        (HEADER + b'u,a,"1,5"\n', "line 2, score: must be a number"),
        (HEADER + b"u,a,1 000\n", "line 2, score: must be a number"),
        (HEADER + b"u,a,1_000\n", "line 2, score: must be a number"),
        (HEADER + b"u,a,=1+1\n", "line 2, score: must be a number"),
        (HEADER + b"u,a,0x10\n", "line 2, score: must be a number"),
        (HEADER + "u,a,٣\n".encode(), "line 2, score: must be a number"),
        (HEADER + b"u,a,1e999999999\n", "line 2, score: is written with more than 1000 digits"),
        (HEADER + b"u,a,1e-99999999999999999999\n", "line 2, score: is written with more than"),
        (HEADER + b"u,a," + b"9" * 1001 + b"\n", "line 2, score: is written with more than 1000"),
        (HEADER + b"u,a,1\nu,\0,1\n", "line 3: has a NUL character"),
        (HEADER + b"u,a,1\nu,\xff,1\n", "line 3: is not UTF-8"),
        (HEADER + b'u,a,1\n\nv,"a,1\n', "line 4: is not CSV: unexpected end of data"),
        (HEADER + b'"u\n1",a,1\n"u"1,a,1\n', "line 4: is not CSV"),
        (HEADER + b'"u\n1",a,1\nu,a,x\n', "line 4, score: must be a number"),
        (HEADER + b"u" * 200_000 + b",a,1\n", "line 2: is not CSV: field larger than"),
        ("unit,rater,score\nu,a,1\n".encode("utf-16"), "is not UTF-8"),
        (b" " * (LARGEST_FILE + 1), f"has more than {LARGEST_FILE} bytes"),
    ],
)
def test_bad_input_is_named_with_its_line_and_column(file: Path, content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(file, content)
    assert str(refused.value).startswith(f"{file}, {said}" if said[:4] == "line" else str(file))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
