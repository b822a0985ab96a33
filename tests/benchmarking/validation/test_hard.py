"""Hard checks: bounds, shares and identities, and what was not collected refuses nothing."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.figures import Sheet
from benchmarking.validation.finding import Finding
from benchmarking.validation.hard import hard_findings
from tests.benchmarking.examples import H1, H2, example_set, sheet

SET = example_set()


def findings(*sheets: Sheet) -> tuple[Finding, ...]:
    return hard_findings(SET, {one.round: one for one in sheets}, sheets[-1].round)


def test_empty_and_agreeing_sheets_are_not_refused() -> None:
    assert findings(sheet(H1)) == ()
    last = sheet(H1, A01=40, B03=100)
    now = sheet(
        H2, A01=43, joined=5, left=2, companies=33, institutes=10, active=43, B03=50, year=150,
        points=45, answers=10,
    )  # fmt: skip
    assert findings(last, now) == ()


def test_figure_out_of_bounds_is_refused() -> None:
    (found,) = findings(sheet(H1, joined=-1))
    assert found == Finding(
        "range", "joined", ("joined",), (("value", Fraction(-1)), ("lower", Fraction(0)))
    )
    (mean,) = findings(sheet(H1, points=51, answers=10))
    figures = (("value", Fraction(51, 10)), ("lower", Fraction(1)), ("upper", Fraction(5)))
    assert mean == Finding("range", "B09", ("B09",), figures)


def test_mean_rating_out_of_its_scale_is_refused_even_where_few_answers_hide_it() -> None:
    assert [one.id for one in findings(sheet(H1, points=11, answers=2))] == ["range:B09"]
    assert [one.id for one in findings(sheet(H1, points=1, answers=2))] == ["range:B09"]


@pytest.mark.parametrize("members", [0, 11])
def test_part_larger_than_its_whole_is_refused(members: int) -> None:
    found = findings(sheet(H1, active=12, A01=members))
    assert found[0] == Finding(
        "share",
        "A07",
        ("active", "A01"),
        (("numerator", Fraction(12)), ("denominator", Fraction(members))),
    )
    assert [one.id for one in found] == ["share:A07", "identity:some"]


def test_members_are_last_rounds_and_joined_less_left() -> None:
    last = sheet(H1, A01=40)
    (found,) = findings(last, sheet(H2, A01=44, joined=5, left=2))
    assert found == Finding(
        "identity",
        "members",
        ("A01", "A01@previous", "joined", "-left"),
        (
            ("total", Fraction(44)),
            ("A01@previous", Fraction(40)),
            ("joined", Fraction(5)),
            ("-left", Fraction(-2)),
        ),
    )
    assert findings(sheet(H2, A01=44, joined=5, left=2)) == ()
    assert findings(last, sheet(H2, A01=44, joined=5)) == ()


def test_known_parts_may_not_exceed_the_total_and_all_must_reach_it() -> None:
    assert [one.id for one in findings(sheet(H1, A01=9, companies=10))] == ["identity:kinds"]
    assert findings(sheet(H1, A01=9, companies=9)) == ()
    assert findings(sheet(H1, companies=9, institutes=3)) == ()
    short = findings(sheet(H1, A01=9, companies=7, institutes=1))
    assert [one.id for one in short] == ["identity:kinds"]
    assert short[0].figures == (
        ("total", Fraction(9)),
        ("companies", Fraction(7)),
        ("institutes", Fraction(1)),
    )


def test_halves_must_have_the_year_in_second_halves_only() -> None:
    wrong = sheet(H2, B03=50, year=149)
    assert [one.id for one in findings(sheet(H1, B03=100), wrong)] == ["identity:halves"]
    assert findings(sheet(H1.previous, B03=100), sheet(H1, B03=100, year=3)) == ()


counts = st.one_of(st.none(), st.integers(0, 6))


@settings(deadline=None)
@given(counts, counts, counts, counts)
def test_kinds_are_refused_exactly_where_no_missing_count_could_mend_them(
    total: int | None, companies: int | None, institutes: int | None, active: int | None
) -> None:
    found = findings(
        sheet(H1, A01=total, companies=companies, institutes=institutes, active=active)
    )

    def thinkable(given_: int | None) -> range:
        return range(13) if given_ is None else range(given_, given_ + 1)

    kinds = any(
        t == c + i
        for t in thinkable(total)
        for c in thinkable(companies)
        for i in thinkable(institutes)
    )
    some = any(a <= t for t in thinkable(total) for a in thinkable(active))
    assert ("identity:kinds" in {one.id for one in found}) == (not kinds)
    assert ("identity:some" in {one.id for one in found}) == (not some)
