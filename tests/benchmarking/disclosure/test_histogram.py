"""Bins of none or several, with steps that tell nothing of the ends."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.disclosure.cells import WHOLE
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.gate import judge
from benchmarking.disclosure.histogram import Bin, histogram
from benchmarking.disclosure.policy import CLUB_2026
from tests.benchmarking.disclosure.making import FIRST, cell, club


def shown(values: list[Fraction]) -> Figures:
    return judge(cell(FIRST, club(values)), CLUB_2026).figures()[WHOLE]


def bins_of(values: list[Fraction]) -> tuple[Bin, ...] | None:
    return histogram(values, shown(values), CLUB_2026)


def test_histogram_of_forty() -> None:
    """Quartiles 10.75 and 30.25: steps of 5; the one member with 40 joins the bin before."""
    bins = bins_of([Fraction(at) for at in range(1, 41)])
    edges = [None, *map(Fraction, range(5, 40, 5)), None]
    counts = [4, 5, 5, 5, 5, 5, 5, 6]
    assert bins == tuple(map(Bin, edges[:-1], edges[1:], counts))


def test_bin_of_one_or_two_in_the_middle_takes_wider_steps() -> None:
    values = [Fraction(value) for value in (1, 2, 3, 4, 5, 6, 14, 15, 27, 28, 29, 30, 31, 32)]
    bins = bins_of(values)
    assert bins is not None
    assert [one.count for one in bins] == [8, 6]
    assert bins[0].high == 20


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.one_of(st.integers(0, 40), st.integers(0, 4000)).map(Fraction), min_size=10, max_size=60
    )
)
def test_bins_hold_nobody_or_several_and_everybody_is_in_one(values: list[Fraction]) -> None:
    bins = bins_of(values)
    if bins is None:
        return
    for one in bins:
        inside = [value for value in values
                  if (one.low is None or value >= one.low)
                  and (one.high is None or value < one.high)]  # fmt: skip
        assert one.count == len(inside)
        assert one.count == 0 or one.count >= 3
    assert sum(one.count for one in bins) == len(values)
    assert [one.high for one in bins[:-1]] == [one.low for one in bins[1:]]
    widths = {one.high - one.low for one in bins if one.high is not None and one.low is not None}
    assert len(widths) <= 1


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 40).map(Fraction), min_size=12, max_size=30), st.integers(1, 10**9))
def test_histogram_says_nothing_of_how_large_the_largest_is(
    values: list[Fraction], more: int
) -> None:
    """From twelve values on no quartile rests on it, and the last bin is open."""
    higher = sorted(values)
    higher[-1] += more
    assert bins_of(sorted(values)) == bins_of(higher)


@pytest.mark.parametrize(
    "values",
    [
        [Fraction(at) for at in range(9)],  # too few
        [Fraction(1)] * 20,  # no quartiles
        [Fraction(at) for at in (1, 1, 1, 1, 1, 1, 1, 8, 9, 10)],
    ],
)
def test_no_histogram_where_there_is_too_little_to_show(values: list[Fraction]) -> None:
    assert bins_of(values) is None


def test_no_histogram_of_a_refused_set() -> None:
    values = club(range(20))
    judged = judge(cell(FIRST, values, G=list(values)[:18]), CLUB_2026)
    own = [one.value for one in judged.cell.contributions_of("G")]
    assert histogram(own, judged.figures()["G"], CLUB_2026) is None
