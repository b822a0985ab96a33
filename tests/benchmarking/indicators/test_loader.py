"""Sets from outside: their identity, and every fault of each in one refusal."""

import hashlib
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import rfc8785

from benchmarking.indicators.faults import FaultySet
from benchmarking.indicators.loader import load, load_file, load_toml
from benchmarking.indicators.model import Change, Measured, Spelling, Term
from benchmarking.indicators.page import markdown
from benchmarking.rounds import Round
from tests.benchmarking.examples import Tables, example_set, example_tables


def faults_of(data: object) -> list[str]:
    with pytest.raises(FaultySet) as refused:
        load(data)
    return [str(fault) for fault in refused.value.faults]


def test_identity_is_the_hash_of_the_canonical_form() -> None:
    tables = example_tables()
    assert load(tables).identity == hashlib.sha256(rfc8785.dumps(tables)).hexdigest()
    reordered = dict(reversed(tables.items()))
    assert load(reordered).identity == load(tables).identity
    tables["name"] = "Another"
    assert load(tables).identity != load(example_tables()).identity


def test_terms_and_spellings_are_read_as_written() -> None:
    read = example_set()
    assert read.identities[0].parts == (
        Term("A01", previous=True),
        Term("joined"),
        Term("left", sign=-1),
    )
    assert read.units["eur"].accepts == (Spelling("thousand-eur", "thousand euro", Fraction(1000)),)
    assert [quantity.id for quantity in read.asked(["A06", "A07", "B03"])] == [
        "left", "A01", "active", "B03",
    ]  # fmt: skip


def test_change_is_read_with_its_effect_and_stands_on_the_page() -> None:
    tables = example_tables()
    tables["changes"] = [
        {
            "indicator": "A07",
            "since": "2026-H1",
            "text": "Online participation counts.",
            "effect": "break",
            "measured": {"round": "2026-H1", "members": 12, "before": "40.5", "after": "47"},
        }
    ]
    read = load(tables)
    measured = Measured(Round(2026, 1), 12, Fraction(81, 2), Fraction(47))
    text = "Online participation counts."
    assert read.changes == (Change("A07", Round(2026, 1), text, "break", measured),)
    assert read.comparable_since("A07", Round(2025, 2)) is None
    assert read.comparable_since("A07", Round(2026, 2)) == Round(2026, 1)
    assert "The median went from 81/2 to 47 (12 members, 2026-H1)." in markdown(read)


def test_every_fault_is_collected() -> None:
    tables = example_tables()
    del tables["name"]
    tables["surprise"] = 1
    tables["units"][0]["whole"] = "yes"
    tables["indicators"][1]["direction"] = "sideways"
    tables["indicators"][3]["unit"] = "dollar"
    tables["identities"][1]["parts"] = ["companies", "nobody"]
    assert faults_of(tables) == [
        "units.count.whole: must be true or false",
        "indicators.A06.direction: must be one of up, down, neutral",
        "name: is missing",
        "surprise: is not a key that a set has here",
        "indicators.B03.unit: is not one of the units",
        "identities.kinds.parts: names nobody, which the set does not have",
        "identities.halves: adds figures of different units",
    ]


def _set(*keys: str | int, to: object) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        at = tables
        for key in keys[:-1]:
            at = at[key]  # type: ignore[index]  # lists and tables alike
        at[keys[-1]] = to  # type: ignore[index]  # lists and tables alike

    return change


def _drop(*keys: str | int) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        at = tables
        for key in keys[:-1]:
            at = at[key]  # type: ignore[index]  # lists and tables alike
        del at[keys[-1]]  # type: ignore[arg-type]  # lists and tables alike

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            _set("indicators", 0, "kind", to="share"),
            "indicators.A01.formula: is missing: a share is computed",
        ),
        (
            _set("indicators", 2, "kind", to="flow"),
            "indicators.A07.formula: must not be there: a flow is entered",
        ),
        (
            _set("indicators", 2, "upper", to="90"),
            "indicators.A07: is a share: it lies from 0 to 100 and has the factor 100",
        ),
        (
            _set("indicators", 2, "formula", "factor", to=1),
            "indicators.A07: is a share: it lies from 0 to 100 and has the factor 100",
        ),
        (
            _set("indicators", 2, "formula", "factor", to=7),
            "indicators.A07.formula.factor: must be 1 or 100",
        ),
        (
            _set("indicators", 2, "formula", "numerator", to=["A06"]),
            "indicators.A07.formula.numerator: names A06, which is computed and not entered",
        ),
        (
            _set("indicators", 2, "formula", "numerator", to=["+active"]),
            (
                "indicators.A07.formula.numerator[0]: must be a quantity: -x to take it off,"
                " x@previous for last round's"
            ),
        ),
        (
            _set("indicators", 2, "formula", "denominator", to="-A01"),
            (
                "indicators.A07.formula.denominator: must be a quantity,"
                " with @previous for the round before"
            ),
        ),
        (_set("indicators", 2, "group", to="Z"), "indicators.A07.group: is not one of the groups"),
        (_set("indicators", 2, "group", to="B"), "indicators.A07.code: must begin with its group"),
        (
            _set("indicators", 2, "guidance", to="x" * 161),
            "indicators.A07.guidance: has 161 characters; 160 fit",
        ),
        (
            _set("indicators", 2, "guidance", to="  "),
            "indicators.A07.guidance: must be a text that is not empty",
        ),
        (
            _set("indicators", 2, "upper", to="0"),
            "indicators.A07.upper: must be above the lower bound",
        ),
        (
            _set("indicators", 2, "upper", to="1e9"),
            'indicators.A07.upper: must be a number: whole, or a text such as "0.5" or "1/8"',
        ),
        (_set("indicators", 2, "code", to="A01"), "indicators.A01: stands there twice"),
        (
            _drop("indicators", 4, "upper"),
            "indicators.B09: is a scale: it needs its lowest and its highest answer as bounds",
        ),
        (
            _set("units", 3, "accepts", to=[{"id": "seven", "name": "1-7", "factor": "5/7"}]),
            "indicators.B09.unit: is a scale's: no other may be converted into it",
        ),
        (
            _set("units", 2, "accepts", 0, "factor", to="0"),
            "units.eur.accepts.thousand-eur.factor: must be above 0",
        ),
        (_set("quantities", 6, "id", to="A01"), "quantities.A01: stands there twice"),
        (_set("units", 2, "id", to="count"), "units.count: stands there twice"),
        (
            _set("quantities", 3, "unit", to="eur"),
            "identities.kinds: adds figures of different units",
        ),
        (
            _drop("quantities", 3, "lower"),
            "identities.kinds.parts: must not be negative: each needs a lower bound of 0",
        ),
        (
            _set("identities", 1, "parts", to=["companies", "-institutes"]),
            "identities.kinds.parts: must all be added, and of this round",
        ),
        (
            _set("identities", 0, "parts", to=["joined", "-left"]),
            "identities.members.parts: must have A01@previous",
        ),
        (
            _set("identities", 0, "total", to="A01@previous"),
            "identities.members.total: must be of this round",
        ),
        (
            _set("identities", 2, "parts", to=["B03", "B03"]),
            "identities.halves.parts: must be one flow of this round and of the one before",
        ),
        (
            _set("identities", 2, "total", to="B03"),
            "identities.halves.total: must be a figure of the year",
        ),
        (
            _set("quantities", 6, "id", to="unused"),
            "quantities.unused: is asked for, but nothing is made of it",
        ),
        (
            _set(
                "changes",
                to=[{"indicator": "A99", "since": "2026-H1", "text": "x", "effect": "break"}],
            ),
            "changes.A99.indicator: is not one of the indicators",
        ),
        (
            _set(
                "changes",
                to=[{"indicator": "A07", "since": "2026-H3", "text": "x", "effect": "break"}],
            ),
            "changes.A07.since: must be a round such as 2026-H1",
        ),
        (
            _set(
                "changes",
                to=[
                    {
                        "indicator": "A07",
                        "since": "2026-H1",
                        "text": "x",
                        "effect": "break",
                        "measured": {"round": "2026-H1", "members": 4, "before": 1, "after": 2},
                    }
                ],
            ),
            "changes.A07.measured.members: must be a whole number from 5 to 1000000",
        ),
        (
            _set(
                "changes",
                to=[
                    {
                        "indicator": "A07",
                        "since": "2026-H1",
                        "text": "x",
                        "effect": "wording",
                        "measured": {"round": "2026-H1", "members": 5, "before": 1, "after": 2},
                    }
                ],
            ),
            "changes.A07.measured: must not be there: words alone change no median",
        ),
        (_set("units", to="none"), "units: must be a list of tables"),
        (_set("units", 0, to="none"), "units[0]: must be a table"),
        (_set("id", to="../x"), "id: must be an id of up to 64 letters, digits, dots and hyphens"),
        (_set("name", to=True), "name: must be a text that is not empty"),
        (_set("indicators", 0, "formula", to=[]), "indicators.A01.formula: must be a table"),
        (
            _set("identities", 0, "parts", to=[]),
            "identities.members.parts: must be a list of texts that is not empty",
        ),
        (
            _set("units", 0, "decimals", to=True),
            "units.count.decimals: must be a whole number from 0 to 6",
        ),
        (_set("name", to="a\u202eb"), "name: holds the character U+202E"),
        (_set("name", to=0.5), 'name: must be a whole number, or a text such as "0.5"'),
        (
            _set("name", to=date(2026, 1, 1)),
            "name: must be a text, a whole number, true, false, a list or a table",
        ),
        (_set("name", to=2**53), "name: is too large a number"),
        (_set("a\x00b", to=1), "has a key with the character U+0000"),
    ],
)
def test_fault_is_named_by_its_place(change: Callable[[Tables], None], fault: str) -> None:
    tables = example_tables()
    change(tables)
    assert fault in faults_of(tables)


def test_set_without_anything_names_all_that_is_missing() -> None:
    assert faults_of({}) == [
        "id: is missing",
        "name: is missing",
        "language: is missing",
        "status: is missing",
        "first_round: is missing",
        "indicators: is missing",
    ]
    assert faults_of([])[0] == "must be a table"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'id = "\xff"', "line 1 is not UTF-8"),
        (b"id = ", "is not TOML: Invalid value (at end of document)"),
        (b"id = " + b"9" * 5000, "is not TOML: Exceeds the limit (4300 digits)"),
        (b"id = " + b"[" * 5000, "is nested too deeply"),
        (b"#" * 1_000_001, "a set has at most 1000000 bytes"),
        (b"a = [[[[[[[[[[1]]]]]]]]]]", "a[0]: is nested too deeply"),
    ],
)
def test_file_that_is_no_set_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(FaultySet) as refused:
        load_toml(content)
    assert str(refused.value).startswith(problem)


def test_refusal_names_the_file_and_counts_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("id = 'x'\n")
    with pytest.raises(FaultySet) as refused:
        load_file(path)
    assert str(refused.value) == f"{path}, name: is missing (and 4 more faults)"
    with pytest.raises(FaultySet, match="cannot be read"):
        load_file(tmp_path / "absent.toml")
