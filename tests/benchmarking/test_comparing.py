"""`labelling compare`, sentence by sentence, and against the rules written a second time."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import benchmarking
from benchmarking.comparing import compare_report
from benchmarking.reading import BadInput
from tests.benchmarking.naive_compare import Value, report

ROOT = Path(benchmarking.__file__).parents[1]
HEADER = "round,indicator,group,member,value"
FEW = ("n_below_5",) * 7


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "values.csv"


def results(file: Path, *lines: str, header: str = HEADER) -> list[dict[str, Any]]:
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    found: list[dict[str, Any]] = compare_report(file)["results"]
    return found


def one(file: Path, group: str, *lines: str, header: str = HEADER) -> dict[str, Any]:
    return next(r for r in results(file, *lines, header=header) if r["group"] == group)


def rows(values: Iterable[object], group: str = "", first: int = 0) -> list[str]:
    return [f"1,A,{group},m{at:02},{value}" for at, value in enumerate(values, first)]


def shown(result: dict[str, Any]) -> dict[str, Any]:
    names = ("n", "mean", "median", "q1", "q3", "sd", "p10", "p90")
    return {name: result[name] for name in names if result[name] is not None}


# --- rules 1, 2 and 5 -----------------------------------------------------------------------------


def test_few_values_tell_nothing(file: Path) -> None:
    names = ("mean", "median", "q1", "q3", "sd", "p10", "p90")
    assert results(file, *rows([1, 2, 3, 4])) == [
        {"round": "1", "indicator": "A", "group": "*", "n": None, **dict.fromkeys(names),
         "suppressed": dict.fromkeys(names, "n_below_5")}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (5, {"n", "mean", "median"}),
        (7, {"n", "mean", "median"}),
        (8, {"n", "mean", "median", "q1", "q3"}),
        (9, {"n", "mean", "median", "q1", "q3"}),
        (10, {"n", "mean", "median", "q1", "q3", "sd"}),
        (19, {"n", "mean", "median", "q1", "q3", "sd"}),
        (20, {"n", "mean", "median", "q1", "q3", "sd", "p10", "p90"}),
    ],
)
def test_each_figure_needs_its_number(file: Path, count: int, names: set[str]) -> None:
    assert set(shown(one(file, "*", *rows(range(1, count + 1))))) == names


def test_quantiles_are_smoothed(file: Path) -> None:
    """Nine values: h of the first quartile is 2, so ¼ · 2 + ½ · 4 + ¼ · 7 in place of 4."""
    found = one(file, "*", *rows([1, 2, 4, 7, 11, 16, 22, 29, 37]))
    assert shown(found) == {"n": 9, "mean": 129 / 9, "median": 11.25, "q1": 4.25, "q3": 22.25}


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([1, 1, 1, 1, 1, 6, 7, 8], True),  # nobody below
        ([1, 2, 2, 2, 2, 6, 7, 8], True),  # one below
        ([1, 2, 3, 4, 5, 6, 6, 6], True),  # nobody above
        ([1, 2, 2, 3, 4, 5, 7, 7], False),  # the plain first is 2, the third 5.5
        ([1, 1, 2, 3, 4, 5, 7, 7], False),
    ],
)
def test_quartiles_go_together_where_too_few_lie_outside(
    file: Path, values: list[int], hidden: bool
) -> None:
    found = one(file, "*", *rows(values))
    if values == [1, 2, 2, 3, 4, 5, 7, 7]:
        hidden = True  # one alone is strictly below 2
    assert (found["q1"] is None, found["q3"] is None) == (hidden, hidden)
    if hidden:
        assert {found["suppressed"][name] for name in ("q1", "q3")} == {"outside"}


def test_tails_have_the_same_condition(file: Path) -> None:
    found = one(file, "*", *rows([1, 3, 3, *range(4, 21)]))
    assert [found["suppressed"].get(name) for name in ("q1", "p10", "p90")] == [
        None,
        "outside",
        "outside",
    ]


def test_spread_of_equal_values_is_hidden(file: Path) -> None:
    found = one(file, "*", *rows([7] * 10))
    assert (found["mean"], found["sd"], found["suppressed"]["sd"]) == (7, None, "zero")


def test_spread_goes_with_a_hidden_mean(file: Path) -> None:
    """Nine values of 1 to 3 and one of 1,000: sd · √10 would tell it."""
    found = one(file, "*", *rows([1, 2, 3, 1, 2, 3, 1, 2, 3, 1000]))
    assert found["suppressed"] == {
        "mean": "p_percent", "q1": "outside", "q3": "outside", "sd": "p_percent",
        "p10": "n_below_20", "p90": "n_below_20",
    }  # fmt: skip
    assert found["median"] == 2.125


def test_all_zero_is_dominated_before_it_has_no_spread(file: Path) -> None:
    found = one(file, "*", *rows([0] * 20))
    assert found["suppressed"] == {
        "mean": "p_percent", "q1": "outside", "q3": "outside", "sd": "p_percent",
        "p10": "outside", "p90": "outside",
    }  # fmt: skip


# --- rule 3 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([100, 50, 4, 3, 3], False),  # what is left is 10 of 100: equality passes
        ([100, 50, 4, 3, "2.999999999999999999999"], True),
        ([100, 50, 4, 3, "3.000000000000000000001"], False),
        ([1, 0, 0, 0, 0], True),
        ([0, 0, 0, 0, 0], True),
        ([-100, 50, 4, 3, 3], False),
        ([-100, 50, 4, 3, -3], False),
        ([-100, 50, 4, 3, 2], True),
    ],
)
def test_dominated_sums_are_hidden(file: Path, values: list[object], hidden: bool) -> None:
    found = one(file, "*", *rows(values))
    assert found["suppressed"].get("mean") == ("p_percent" if hidden else None)
    assert found["median"] is not None


def test_negative_value_anywhere_in_the_indicator_counts_for_every_group(file: Path) -> None:
    """The group's own values are positive; amounts count because another member's is negative."""
    values = [10, 9, 8, 7, 6]
    lines = rows(values, "G") + rows([-1, 5, 5, 5, 5], first=5)
    assert one(file, "G", *lines)["mean"] == 8


def test_holding_counts_once_and_is_added_up(file: Path) -> None:
    header = HEADER + ",holding"
    apart = [f"1,A,,m{at},{value},{'H' if at < 2 else ''}" for at, value in
             enumerate([50, 50, 50, 4, 3, 3])]  # fmt: skip
    found = one(file, "*", *apart, header=header)
    assert (found["n"], found["mean"], found["median"]) == (5, 160 / 6, 26.875)
    fewer = one(file, "*", *apart[:-1], "1,A,,m5,3,H", header=header)
    assert (fewer["n"], fewer["suppressed"]["mean"]) == (None, "n_below_5")
    dominant = [line.replace("50", "60", 2) if "m1" in line else line for line in apart]
    assert one(file, "*", *dominant, header=header)["suppressed"]["mean"] == "p_percent"


# --- rule 4 ---------------------------------------------------------------------------------------


def test_group_and_whole_do_not_tell_the_sixth(file: Path) -> None:
    """The mean of six is 30, the mean of five of them 25.2: the sixth has 54."""
    lines = [*rows([30, 28, 22, 25, 21], "G"), "1,A,,m05,54"]
    found = {r["group"]: r for r in results(file, *lines)}
    assert found["*"]["mean"] == 30
    assert (found["G"]["n"], found["G"]["mean"], found["G"]["median"]) == (5, None, None)
    assert found["G"]["suppressed"] == {
        "mean": "differencing", "median": "differencing", "q1": "n_below_8", "q3": "n_below_8",
        "sd": "n_below_10", "p10": "n_below_20", "p90": "n_below_20",
    }  # fmt: skip


def test_two_groups_that_share_one_member_are_not_both_shown(file: Path) -> None:
    """The sums of both less the whole are that member, though each difference has ten."""
    lines = rows(range(10, 21), "G") + rows([20], "H", 10) + rows(range(21, 31), "H", 11)
    found = {r["group"]: r for r in results(file, *lines)}
    assert [found[name]["n"] for name in "*GH"] == [21, 11, 11]
    assert [found[name]["mean"] for name in "*GH"] == [20, 15, None]
    assert set(found["H"]["suppressed"].values()) == {"differencing", "n_below_20"}


def test_larger_groups_come_first_then_names_by_code_point(file: Path) -> None:
    """G of 11 and H of 12 share one member; so do, elsewhere, Z and a of the same size."""
    lines = rows(range(10, 21), "G") + rows([20], "H", 10) + rows(range(21, 32), "H", 11)
    found = {r["group"]: r["mean"] is None for r in results(file, *lines)}
    assert found == {"*": False, "G": True, "H": False}
    lines = rows(range(10, 21), "a") + rows([20], "Z", 10) + rows(range(21, 31), "Z", 11)
    found = {r["group"]: r["mean"] is None for r in results(file, *lines)}
    assert found == {"*": False, "Z": False, "a": True}


def test_equal_sets_share_the_verdict(file: Path) -> None:
    lines = [*rows([30, 28, 22, 25, 21], "G"), *rows([30, 28, 22, 25, 21], "H"), "1,A,,m05,54"]
    lines += [*rows([30, 28, 22, 25, 21, 54], "All")]
    found = {r["group"]: r["mean"] for r in results(file, *lines)}
    assert found == {"*": 30, "All": 30, "G": None, "H": None}


def test_set_without_a_sum_still_keeps_others_at_a_distance(file: Path) -> None:
    """S is dominated, so it gives no sum; T is S less one member and is refused all the same."""
    values = [1000, *range(1, 11)]
    lines = [*rows(values, "S"), *rows(values[:-1], "T"), *rows(range(40, 60), first=20)]
    found = {r["group"]: r for r in results(file, *lines)}
    assert found["S"]["suppressed"]["mean"] == "p_percent"
    assert found["S"]["median"] is not None
    assert (found["T"]["median"], found["T"]["suppressed"]["median"]) == (None, "differencing")


def test_sets_that_are_too_small_bar_nobody(file: Path) -> None:
    lines = [*rows(range(1, 5), "small"), *rows(range(1, 13))]
    found = {r["group"]: r for r in results(file, *lines)}
    assert found["*"]["mean"] == 6.5
    assert found["small"]["n"] is None
    assert tuple(found["small"]["suppressed"].values()) == FEW


# --- the file -------------------------------------------------------------------------------------


def test_grade_d_is_out_of_everything(file: Path) -> None:
    """It counts neither for N nor for a figure, nor does its sign for rule 3."""
    header = HEADER + ",grade"
    lines = [f"1,A,G,m{at},{at + 1},{grade}" for at, grade in enumerate(["A", "B", "C", "", "A"])]
    lines.append("1,A,G,m5,-999,D")
    found = results(file, *lines, header=header)
    assert [(r["group"], r["n"], r["mean"]) for r in found] == [("*", 5, 3), ("G", 5, 3)]
    lines[0] = "1,A,G,m0,1,D"
    assert [r["n"] for r in results(file, *lines, header=header)] == [None, None]


def test_every_round_and_indicator_has_its_whole_and_its_groups_even_if_empty(file: Path) -> None:
    lines = ["2,B,,m1,", "1,B,G,m1,4", "1,A,!,m1,", "1,A,é,m1,", "1,A,Z,m1,"]
    found = results(file, *lines)
    assert [(r["round"], r["indicator"], r["group"], r["n"]) for r in found] == [
        ("1", "A", "!", None),
        ("1", "A", "*", None),
        ("1", "A", "Z", None),
        ("1", "A", "é", None),
        ("1", "B", "*", None),
        ("1", "B", "G", None),
        ("2", "B", "*", None),
    ]
    assert {tuple(r["suppressed"].values()) for r in found} == {FEW}


def test_file_without_rows_has_no_results(file: Path) -> None:
    assert results(file) == []


def test_columns_in_any_order_with_others_and_spaces(file: Path) -> None:
    file.write_bytes(
        b"\xef\xbb\xbfvalue , note,member,group,indicator,round\r\n"
        + b"".join(b' %d ,"a,\r\nb", m%d ,,A, 1\r\n' % (at, at) for at in range(5))
        + b"\r\n , ,,,,\r\n"
    )
    assert compare_report(file)["results"][0]["mean"] == 2


def test_same_number_spelled_twice_is_one_value(file: Path) -> None:
    lines = [*rows([1, 2, 3, 4, 5], "G"), *rows(["1.0", "+2", "3e0", "4.", "05"], "H")]
    assert [r["mean"] for r in results(file, *lines)] == [3, 3, 3]


def test_values_are_read_exactly(file: Path) -> None:
    """As doubles the ten tenths would not make a mean of a tenth with no spread."""
    found = one(file, "*", *rows(["0.1"] * 10))
    assert (found["mean"], found["suppressed"]["sd"]) == (0.1, "zero")
    huge = rows(["1e299", "-1e299", *[1, 2, 3, 4, 5, 6, 7, 9]])
    assert one(file, "*", *huge)["median"] == 4.5
    tiny = rows(["1e-400", "1e-400", "1e-400", "1e-400", "1e-400"])
    assert one(file, "*", *tiny)["mean"] == 0


def thirteen(count: int, size: int = 5) -> list[str]:
    return [line for g in range(count) for line in rows(range(1, size + 1), f"g{g:02}", g * size)]


def test_twelve_different_groups_are_judged_and_more_are_refused(file: Path) -> None:
    lines = thirteen(12) + [line.replace("g00", "again") for line in thirteen(1)]
    lines += [*rows([1, 2], "tiny"), *rows([3], "tinier", 2)]
    assert sum(r["mean"] == 3 for r in results(file, *lines)) == 14
    with pytest.raises(BadInput, match="'g12' is one more than the 12 different groups"):
        results(file, *thirteen(13))


BAD = {
    "the same row twice": (["1,A,G,m,1", "1,A,G,m,1"], "line 3, member: 'm' stands in this group"),
    "the same row without a group twice": (["1,A,,m,1", "1,A,,m,1"], "line 3, member: "),
    "another value": (["1,A,G,m,1", "1,A,H,m,2"], "line 3, value: 'm' has another value"),
    "a blank beside a value": (["1,A,G,m,1", "1,A,H,m,"], "line 3, value: 'm' has another value"),
    "a group called *": (["1,A,*,m,1"], "line 2, group: '*' is the name of all"),
    "NaN": (["1,A,G,m,NaN"], "line 2, value: must be a number such as 12.5, not 'NaN'"),
    "infinity": (["1,A,G,m,-inf"], "line 2, value: must be a number"),
    "a word": (["1,A,G,m,many"], "line 2, value: must be a number"),
    "thousands": (['1,A,G,m,"1,000"'], "line 2, value: must be a number"),
    "an underscore": (["1,A,G,m,1_000"], "line 2, value: must be a number"),
    "other digits": (["1,A,G,m,١"], "line 2, value: must be a number"),
    "a formula": (["1,A,G,m,=1+1"], "line 2, value: must be a number"),
    "a huge exponent": (["1,A,G,m,1e999999999"], "line 2, value: is too large"),
    "a huger exponent": (["1,A,G,m,1e" + "9" * 99], "line 2, value: is written with more than"),
    "a tiny exponent": (["1,A,G,m,1e-999999999"], "line 2, value: is written with more than"),
    "many digits": (["1,A,G,m,0." + "1" * 2000], "line 2, value: is written with more than"),
    "no round": ([",A,G,m,1"], "line 2, round: is empty"),
    "no indicator": (["1, ,G,m,1"], "line 2, indicator: is empty"),
    "no member": (["1,A,G,,1"], "line 2, member: is empty"),
    "too few fields": (["1,A,G,m"], "line 2: has 4 fields, the header has 5"),
    "too many fields": (["1,A,G,m,1,2"], "line 2: has 6 fields"),
    "an open quote": (['1,A,"G,m,1'], "line 2: is not CSV"),
    "a long field": (["1,A,G," + "m" * 200_000 + ",1"], "line 2: is not CSV: field larger"),
    "NUL": (["1,A,G,m\0,1"], "line 2: has a NUL character"),
}


@pytest.mark.parametrize(("lines", "told"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_named(file: Path, lines: list[str], told: str) -> None:
    with pytest.raises(BadInput) as refused:
        results(file, *lines)
    assert str(refused.value).startswith(f"{file}, {told}")


@pytest.mark.parametrize(
    ("header", "lines", "told"),
    [
        ("round,indicator,group,member", [], "line 1, value: is missing in the header"),
        (HEADER + ",value", [], "line 1, value: stands in the header more than once"),
        (HEADER + ",grade,grade", [], "line 1, grade: stands in the header more than once"),
        (HEADER.upper(), [], "line 1, round: is missing"),
        ("", [], "line 1: has no header"),
        (HEADER + ",grade", ["1,A,,m,1,E"], "line 2, grade: must be A, B, C, D or empty"),
        (HEADER + ",grade", ["1,A,,m,1,a"], "line 2, grade: must be A, B, C, D or empty"),
        (HEADER + ",grade", ["1,A,,m,1,A", "1,A,G,m,1,"], "line 3, grade: 'm' has another"),
        (HEADER + ",holding", ["1,A,,m,1,H", "1,A,G,m,1,"], "line 3, holding: 'm' has another"),
    ],
)
def test_bad_header_or_further_column_is_named(
    file: Path, header: str, lines: list[str], told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        results(file, *lines, header=header)
    assert str(refused.value).startswith(f"{file}, {told}")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe1\x00", b"round\xff,x\n"])
def test_what_is_no_table_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(BadInput):
        compare_report(file)


pieces = st.one_of(
    st.sampled_from(["1", "A", "m", "G", "*", "\n", "\r", ",", ",", ",", '"', "\0", "\ufeff"]),
    st.sampled_from(["1e", "e9", "-", ".", "NaN", "=", "D", "\u2028", "é", "1,A,G,m,1\n"]),
    st.text(max_size=3),
)
headers = st.sampled_from([HEADER + "\n", HEADER + ",grade\n", HEADER + ",holding\r\n", ""])


@settings(deadline=None, max_examples=200)
@given(text=st.lists(pieces, max_size=40).map("".join), header=headers)
def test_any_text_is_a_report_or_refused_in_one_line(
    text: str, header: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("texts") / "values.csv"
    file.write_bytes((header + text).encode("utf-8", "surrogatepass"))
    try:
        told = json.dumps(compare_report(file), allow_nan=False)
    except BadInput as refused:
        told = str(refused)
    assert told.startswith(('{"policy": "club-2026", "results": [', f"{file}"))
    assert told.isprintable()


def test_file_that_is_none_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.csv", Path("/dev/null"), tmp_path / "a\0b"):
        with pytest.raises(BadInput):
            compare_report(path)


# --- the command ----------------------------------------------------------------------------------

ALONE = """
import json, sys
from pathlib import Path
for blocked in ("flask", "sqlalchemy", "labelling.core", "labelling.app", "scipy"):
    sys.modules[blocked] = None
from benchmarking.comparing import compare_report
print(json.dumps([compare_report(Path(sys.argv[1])), "labelling" in sys.modules]))
"""


def test_command_runs_without_web_database_and_application(file: Path) -> None:
    results(file, *rows(range(20)))
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(file)], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [compare_report(file), False]
    assert done.stderr == ""


def test_command_prints_json_and_refuses_with_two(file: Path) -> None:
    results(file, *rows(range(20), "Köln"))
    command = [sys.executable, "-m", "labelling", "compare", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == compare_report(file)
    assert '"group": "Köln"' in done.stdout
    assert done.stdout.endswith("}\n")
    file.write_text(HEADER + "\n1,A,,m,=cmd\n")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = f"{file}, line 2, value: must be a number such as 12.5, not '=cmd'\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


# --- against the rules written a second time ------------------------------------------------------


@st.composite
def clubs(draw: st.DrawFn) -> list[Value]:
    """Return rows of one or two cells with overlapping groups of sizes about the thresholds."""
    rows: list[Value] = []
    signs = draw(st.sampled_from([0, 0, -3]))
    for indicator in draw(st.sampled_from(["A", "AB"])):
        count = draw(st.integers(3, 26))
        numbers = draw(
            st.lists(
                st.one_of(
                    st.none(),
                    st.integers(signs, 12),
                    st.integers(signs, 3),
                    st.sampled_from([Decimal("0.1"), Decimal("99.5"), 1000]),
                ),
                min_size=count,
                max_size=count,
            )
        )
        holdings = draw(st.lists(st.sampled_from(["", "", "", "", "H", "m00"]),
                                 min_size=count, max_size=count))  # fmt: skip
        grades = draw(st.lists(st.sampled_from(["", "A", "B", "C", "D", "A", "A", "B"]),
                               min_size=count, max_size=count))  # fmt: skip
        groups = draw(st.integers(0, 4))
        for at in range(count):
            cuts = [draw(st.integers(0, 2)) > 0 for _ in range(groups)]
            if draw(st.booleans()):
                cuts = [at // (3 + number) % 2 == 0 for number in range(groups)]
            names = [name for name, inside in zip("GHIJ", cuts, strict=False) if inside] or [""]
            number = numbers[at]
            value = None if number is None else Fraction(str(number))
            rows += [
                Value("1", indicator, name, f"m{at:02}", value, holdings[at], grades[at])
                for name in names
            ]
    return rows


def written(file: Path, found: Sequence[Value]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["round", "indicator", "group", "member", "value", "holding", "grade"])
        for row in found:
            value = "" if row.value is None else str(Decimal(row.value.numerator) /
                                                     row.value.denominator)  # fmt: skip
            writer.writerow([row.round, row.indicator, row.group, row.member, value,
                             row.holding, row.grade])  # fmt: skip
    return file


def as_double(value: Any) -> Any:
    """Return the nearest double of an exact number; roots through 60 decimal digits."""
    if isinstance(value, tuple):
        with localcontext() as context:
            context.prec = 60
            square: Fraction = value[1]
            return float((Decimal(square.numerator) / Decimal(square.denominator)).sqrt())
    return float(value) if isinstance(value, Fraction) else value


@settings(max_examples=150, deadline=None)
@given(found=clubs())
def test_report_is_that_of_the_rules_written_a_second_time(
    found: list[Value], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = written(tmp_path_factory.mktemp("clubs") / "values.csv", found)
    expected = [{key: as_double(value) for key, value in one.items()} for one in report(found)]
    assert compare_report(file) == {"policy": "club-2026", "results": expected}
