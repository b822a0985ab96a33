"""Figures as written: what can be read, and what refuses the rest."""

from fractions import Fraction

import pytest

from benchmarking.figures import Entry
from benchmarking.validation.finding import Finding
from benchmarking.validation.given import Given, read_given
from tests.benchmarking.examples import example_set

SET = example_set()


def test_figures_that_fit_become_entries() -> None:
    given = {
        "A01": Given(" 40 ", grade="A"),
        "B03": Given("2.5", unit="thousand-eur", grade="B", accuracy="5", note=" booked "),
        "left": Given(""),
        "joined": Given("0"),
    }
    entries, findings = read_given(SET, given)
    assert findings == ()
    assert entries == {
        "A01": Entry(Fraction(40), grade="A"),
        "B03": Entry(Fraction(5, 2), "thousand-eur", "B", Fraction(5), "booked"),
        "left": Entry(None),
        "joined": Entry(Fraction(0)),
    }


@pytest.mark.parametrize(
    ("quantity", "given", "finding"),
    [
        ("A99", Given("1"), Finding("unknown", "A99", ("A99",))),
        ("A07", Given("1"), Finding("unknown", "A07", ("A07",))),  # computed, never entered
        ("A01", Given("many"), Finding("type", "A01", ("count",))),
        ("A01", Given("1.5"), Finding("type", "A01", ("count",))),
        ("A01", Given("1", unit="eur"), Finding("unit", "A01", ("count",))),
        ("B03", Given("x", unit="dollar"), Finding("unit", "B03", ("eur",))),
        ("A01", Given("1", grade="E"), Finding("grade", "A01", ("A", "B", "C", "D"))),
        ("A01", Given("1", accuracy="101"), Finding("accuracy", "A01", ("0", "100"))),
        ("A01", Given("1", accuracy="-1"), Finding("accuracy", "A01", ("0", "100"))),
        ("A01", Given("1", accuracy="±5"), Finding("accuracy", "A01", ("0", "100"))),
    ],
)
def test_figure_that_does_not_fit_is_refused(quantity: str, given: Given, finding: Finding) -> None:
    assert read_given(SET, {quantity: given}) == ({}, (finding,))
    assert finding.refuses
    assert finding.id == f"{finding.check}:{quantity}"


def test_each_fault_of_a_figure_is_found() -> None:
    _, findings = read_given(SET, {"A01": Given("x", grade="x", accuracy="x")})
    assert [one.check for one in findings] == ["type", "grade", "accuracy"]
