"""`labelling stars FILE.csv` as strangers use it: the contract, and what no file may do to it."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

import benchmarking
from benchmarking.areas import Area
from benchmarking.stars import RULES, stars
from benchmarking.starsfile import HEADER, stars_csv, stars_report
from labelling.cli import cli
from tests.benchmarking.naive_stars import Row, outcomes
from tests.benchmarking.test_stars import files

_ALONE = """
import sys
for name in ("flask", "sqlalchemy", "labelling.core", "labelling.app", "numpy"):
    sys.modules[name] = None
from labelling.cli import main
sys.argv[0] = "labelling"
main()
"""
_ROOT = Path(benchmarking.__file__).parents[1]

INPUT = """region,sector,employees,region_total
"Ve""s""t, A",Auto,5000,20000
Øst,Auto,,30000
Sør,Auto,3000,50000
Sør,Boats,1,50000
Null,Auto,0,0
"""
OUTPUT = """region,sector,employees,lq,focus_share,size,specialisation,focus,stars
"Ve""s""t, A",Auto,5000,3.125,0.25,1,1,1,3
Øst,Auto,,,,0,0,0,0
Sør,Auto,3000,0.75,0.06,0,0,0,0
Sør,Boats,1,2.0,2e-05,0,0,0,0
Null,Auto,0,,,0,0,0,0
"""
OUTPUT_2006 = """region,sector,employees,lq,focus_share,size,specialisation,focus,stars
"Ve""s""t, A",Auto,5000,3.125,0.25,0,1,1,2
Øst,Auto,,,,0,0,0,0
Sør,Auto,3000,0.75,0.06,0,0,1,1
Sør,Boats,1,2.0,2e-05,0,1,0,1
Null,Auto,0,,,0,0,0,0
"""


def alone(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command with the web, the database and numpy made unimportable."""
    return subprocess.run(
        [sys.executable, "-c", _ALONE, "stars", *words],
        cwd=_ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "employment.csv"
    path.write_text(INPUT, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ((), OUTPUT),
        (("--rule", "eco-2007"), OUTPUT),
        (("--rule", "eco-2006"), OUTPUT_2006),
    ],
)
def test_command_prints_the_stars_and_nothing_else(
    file: Path, options: tuple[str, ...], output: str
) -> None:
    done = alone(str(file), *options)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, output, b"")


def test_output_is_the_same_for_the_same_table_otherwise_written(file: Path) -> None:
    """A mark at its beginning, lines of Windows, other columns, spaces, and a terminal of 1990."""
    rows = list(csv.reader(io.StringIO(INPUT)))
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(
        [f" {row[3]} ", "=odd", row[2], f"{row[1]} ", row[0]] for row in rows
    )
    file.write_bytes(out.getvalue().encode("utf-8-sig"))
    done = alone(str(file), PYTHONIOENCODING="latin-1", LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, OUTPUT, b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty; a header and rows are expected"),
        (b"region,sector,employees\nA,S,1\n", "line 1, region_total: the column is missing"),
        (b"region,sector,employees,region_total\n", "line 1: has a header but no rows"),
        (INPUT.encode("latin-1"), "line 3: is not UTF-8"),
        (INPUT.encode() + b"Null,Auto,0,0\n",
         "line 7, sector: 'Null' and 'Auto' stand together on line 6 already"),
        (INPUT.encode() + b"Null,Boats,0,1\nX,Auto,2,1\n",
         "line 7, region_total: is 1, but on line 6 0 for the same region (and 1 more fault)"),
        (INPUT.encode() + b"X,Auto,1e999999999,1\n",
         ("line 7, employees: must be a whole number in plain digits, such as 1250, "
          "not '1e999999999'")),
        (INPUT.encode() + b"X,Auto,1,%s\n" % (b"9" * 100_000),
         "line 7, region_total: has more than 100 digits"),
        (INPUT.encode() + b"X\0,Auto,1,1\n", "line 7, region: has a control character: 'X\\x00'"),
        (INPUT.encode() + b'"X,Auto,1,1\n', "line 7: opens a quotation mark that is never closed"),
    ],
)  # fmt: skip
def test_bad_file_is_one_sentence_and_code_2(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    done = alone(str(file))
    mark = ": " if not said.startswith("line") else ", "
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"{file}{mark}{said}\n"


def test_missing_file_is_one_sentence_and_code_2(tmp_path: Path) -> None:
    done = alone(str(tmp_path / "nowhere.csv"))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)


def test_unknown_rule_is_refused_and_the_known_ones_are_named(file: Path) -> None:
    done = alone(str(file), "--rule", "eco-2005")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"'eco-2007', 'eco-2006'" in done.stderr


def test_command_offers_every_rule() -> None:
    [rule] = [option for option in cli.commands["stars"].params if option.name == "rule"]
    assert list(getattr(rule.type, "choices", ())) == list(RULES)


def test_names_come_out_as_they_went_in() -> None:
    names = ['a"b', "a,b", "a\nb", "a\rb", "ab;c", "Île"]
    written = stars_csv(stars([Area(name, "S", 0, 0) for name in names]))
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert [row[0] for row in rows[1:]] == names
    assert {len(row) for row in rows} == {9}


def test_largest_and_smallest_numbers_still_are_doubles(file: Path) -> None:
    nines = "9" * 100
    file.write_text(
        f"region,sector,employees,region_total\nA,S,1,{nines}\nB,T,{nines},{nines}\nC,S,0,1\n"
    )
    assert stars_report(file, "eco-2007").decode() == (
        f"{HEADER}\nA,S,1,2.0,1e-100,0,0,0,0\nB,T,{nines},2.0,1.0,1,1,1,3\nC,S,0,0.0,0.0,0,0,0,0\n"
    )


@settings(max_examples=60, deadline=None)
@given(files())
def test_figures_are_the_doubles_nearest_to_the_exact_ones(rows: list[Row]) -> None:
    written = stars_csv(stars([Area(*row) for row in rows]))
    expected = [
        [
            region, sector, "" if count is None else str(count),
            *("" if figure is None else repr(float(figure)) for figure in (lq, share)),
            *(str(int(flag)) for flag in (*flags, sum(flags))),
        ]
        for (region, sector, count, _), (lq, share, *flags) in zip(
            rows, outcomes(rows, "eco-2007"), strict=True
        )
    ]  # fmt: skip
    assert list(csv.reader(io.StringIO(written)))[1:] == expected
