"""The import of regional employment: all that is wrong in a file is told at once."""

from pathlib import Path

import pytest

from benchmarking.areas import Area
from benchmarking.employmentfile import read_areas, read_areas_file
from benchmarking.faults import MOST_FAULTS, BadTable

HEADER = "region,sector,employees,region_total\n"


def faults_of(rows: str) -> list[str]:
    with pytest.raises(BadTable) as raised:
        read_areas((HEADER + rows).encode())
    return [str(fault) for fault in raised.value.faults]


def test_areas_are_read_in_the_order_of_the_file() -> None:
    content = 'note,region_total,region,employees,sector\n,90,"A, B",,T\n=1,90,"A, B",90.0,S\n'
    assert read_areas(content.encode()) == (
        Area("A, B", "T", None, 90),
        Area("A, B", "S", 90, 90),
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,S,1,5\nA,S,1,5\n", ["line 3, sector: 'A' and 'S' stand together on line 2 already"]),
        (
            "A,S,1,5\nA,T,1,6\nA,U,1,5\nA,V,,7\n",
            [
                "line 3, region_total: is 6, but on line 2 5 for the same region",
                "line 5, region_total: is 7, but on line 2 5 for the same region",
            ],
        ),
        ("A,S,6,5\n", ["line 2, employees: 6 are more than the 5 of the whole region"]),
        ("A,S,-1,5\n", ["line 2, employees: must not be negative, but is -1"]),
        ("A,S,1,-5\n", ["line 2, region_total: must not be negative, but is -5"]),
        ("A,S,1,\n", ["line 2, region_total: is empty; a whole number is expected"]),
        (
            "A,S,many,5\n",
            ["line 2, employees: must be a whole number in plain digits, such as 1250, not 'many'"],
        ),
        (",,1,5\n", ["line 2, region: is empty", "line 2, sector: is empty"]),
        ("=A,S,1,5\n", ["line 2, region: begins like a formula: '=A'"]),
    ],
)
def test_what_a_file_may_not_hold_is_refused_by_line_and_column(rows: str, said: list[str]) -> None:
    assert faults_of(rows) == said


def test_all_faults_of_a_file_are_told_at_once() -> None:
    """Faults of cells, rows and whole columns of figures; a bad cell hides no other fault."""
    rows = [
        "A,S,1,5",  # 2
        "A,S,x,6",  # 3: a word, a second time, another total
        ",T,9,5",  # 4: no region, more than all
        "B,T,1",  # 5: too short
        '"C"x,T,1,5',  # 6: text behind a quotation mark
        "A,T,1,1e9",  # 7: no plain digits
        "B,=1+1,-3,5",  # 8: a formula, less than nobody
    ]
    assert faults_of("\n".join(rows)) == [
        "line 3, employees: must be a whole number in plain digits, such as 1250, not 'x'",
        "line 3, sector: 'A' and 'S' stand together on line 2 already",
        "line 3, region_total: is 6, but on line 2 5 for the same region",
        "line 4, region: is empty",
        "line 4, employees: 9 are more than the 5 of the whole region",
        "line 5: has 3 fields where the header has 4",
        "line 6: is not CSV: ',' expected after '\"'",
        "line 7, region_total: must be a whole number in plain digits, such as 1250, not '1e9'",
        "line 8, sector: begins like a formula: '=1+1'",
        "line 8, employees: must not be negative, but is -3",
    ]


def test_a_file_of_nothing_but_faults_ends() -> None:
    with pytest.raises(BadTable) as raised:
        read_areas((HEADER + "A,S,x,5\n" * 50_000).encode())
    assert (len(raised.value.faults), raised.value.complete) == (MOST_FAULTS, False)


def test_refusal_of_a_file_has_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "A,S,1,5\n")
    assert read_areas_file(path) == (Area("A", "S", 1, 5),)
    path.write_text(HEADER + "A,S,1,5\nB,S,2,1\nC,S,2,1\n")
    with pytest.raises(BadTable) as raised:
        read_areas_file(path)
    assert str(raised.value) == (
        f"{path}, line 3, employees: 2 are more than the 1 of the whole region (and 1 more fault)"
    )
