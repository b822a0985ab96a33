"""Soft checks: when a member is asked, with which figures, and when it is left in peace."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from benchmarking.figures import Entry, Sheet
from benchmarking.rounds import Round
from benchmarking.validation.finding import Finding
from benchmarking.validation.soft import soft_findings
from tests.benchmarking.examples import H1, H2, example_set, sheet

SET = example_set()
NO_PEERS: Mapping[str, Sequence[Fraction]] = {}


def findings(
    *sheets: Sheet, peers: Mapping[str, Sequence[Fraction]] = NO_PEERS
) -> tuple[Finding, ...]:
    return soft_findings(SET, {one.round: one for one in sheets}, sheets[-1].round, peers)


def members(*numbers: int) -> list[Sheet]:
    """Return sheets of successive rounds up to 2026-H2 with these numbers of members."""
    found, at = [], H2
    for number in reversed(numbers):
        found.append(sheet(at, A01=number))
        at = at.previous
    return found[::-1]


def ids(*sheets: Sheet) -> list[str]:
    return [one.id for one in findings(*sheets)]


def test_value_far_from_peers_asks_and_their_figures_are_for_the_office_alone() -> None:
    peers = {"A01": [Fraction(n) for n in (10, 12, 14, 16, 18, 100)]}
    (found,) = findings(sheet(H1, A01=100), peers=peers)
    assert found == Finding("peers", "A01", ("A01", "peers"), (("value", Fraction(100)),))
    assert dict(found.others) == {
        "robust_z": Fraction(6745, 10000) * 85 / 3,
        "median": Fraction(15),
        "mad": Fraction(3),
    }
    assert not found.refuses


@pytest.mark.parametrize(("value", "asks"), [(151, False), (152, True), (49, False), (48, True)])
def test_peers_ask_only_beyond_three_and_a_half(value: int, asks: bool) -> None:
    # Median 100, MAD 10: 3.5 × 10 / 0.6745 = 51.9.
    peers = {"A01": [Fraction(n) for n in (80, 90, 100, 110, 120)]}
    assert bool(findings(sheet(H1, A01=value), peers=peers)) == asks


def test_peers_who_are_all_alike_ask_nothing() -> None:
    assert findings(sheet(H1, A01=9), peers={"A01": [Fraction(5)] * 6}) == ()


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (40, 80, []),
        (40, 81, ["change:A01"]),
        (40, 20, []),
        (40, 19, ["change:A01"]),
        (40, 0, ["zero:A01"]),
        (0, 40, []),
        (0, 0, []),
        (40, 400, ["factor:A01"]),
        (40, 40_000, ["factor:A01"]),
        (40, 4, ["factor:A01"]),
        (40_000, 40, ["factor:A01"]),
        (40, 320, ["factor:A01"]),
        (40, 319, ["change:A01"]),
        (40, 500, ["factor:A01"]),
        (40, 501, ["change:A01"]),
    ],
)
def test_change_asks_one_question(before: int, now: int, expected: list[str]) -> None:
    assert ids(*members(before, now)) == expected


def test_change_names_what_was_compared() -> None:
    (found,) = findings(*members(40, 100))
    figures = (("value", Fraction(100)), ("before", Fraction(40)), ("factor", Fraction(5, 2)))
    assert found == Finding("change", "A01", ("A01", "2026-H1"), figures)


def test_change_beyond_three_deviations_of_ones_own_history_asks() -> None:
    # Median 101, MAD 1.
    history = (100, 101, 102, 103, 100)
    assert ids(*members(*history, 103)) == []
    (found,) = findings(*members(*history, 104))
    figures = (("value", Fraction(104)), ("before", Fraction(100)), ("noise", Fraction(3)))
    assert found == Finding("change", "A01", ("A01", "2026-H1"), figures)


def test_short_or_even_history_has_no_noise() -> None:
    assert ids(*members(100, 101, 102, 110)) == []
    assert ids(*members(100, 100, 100, 100, 110)) == []


def test_flow_is_compared_with_the_same_half_and_else_with_the_last() -> None:
    year_ago = sheet(Round(2025, 1), B03=300)
    last, now = sheet(Round(2025, 2), B03=100), sheet(H1, B03=299)
    assert ids(year_ago, last, now) == []
    assert ids(last, now) == ["change:B03"]


def test_flow_equal_to_the_last_one_asks_but_nothing_after_nothing_does_not() -> None:
    last, now = sheet(H1, B03=70, joined=3, A01=9), sheet(H2, B03=70, joined=3, A01=9)
    figures = (("value", Fraction(70)), ("before", Fraction(70)))
    assert findings(last, now) == (Finding("same", "B03", ("B03", "2026-H1"), figures),)
    assert findings(sheet(H1, B03=0), sheet(H2, B03=0)) == ()


@pytest.mark.parametrize(("members_", "asks"), [(0, True), (4, True), (5, False)])
def test_denominator_under_five_asks(members_: int, asks: bool) -> None:
    found = findings(sheet(H1, active=0, A01=members_))
    expected = Finding("denominator", "A07", ("A01",), (("denominator", Fraction(members_)),))
    assert found == ((expected,) if asks else ())
    assert findings(sheet(H1, A01=members_)) == ()  # nothing is divided by it


def test_estimates_and_blanks_are_nothing_to_compare_with() -> None:
    guessed = Sheet(H1, {"A01": Entry(Fraction(4000), grade="D")})
    assert ids(guessed, sheet(H2, A01=40)) == []
    assert ids(sheet(H1, A01=None), sheet(H2, A01=40)) == []


def test_answered_question_stands_until_ones_own_figures_change() -> None:
    one = {"A01": [Fraction(n) for n in (10, 12, 14, 16, 18, 100)]}
    other = {"A01": [Fraction(n) for n in (10, 12, 14, 16, 19, 100)]}
    asked = findings(sheet(H1, A01=100), peers=one)
    assert asked == findings(sheet(H1, A01=100), peers=other)
    assert asked != findings(sheet(H1, A01=101), peers=other)
