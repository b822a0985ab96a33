"""Measures and normalisations against numpy and scipy."""

import hashlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmarking.award.case import Criterion
from benchmarking.award.measures import gap_closed, measured, residuals
from benchmarking.award.robustness import DRAWS, NORMALISATIONS, firsts, min_max, rank, z

numbers = st.fractions(-50, 50, max_denominator=6)
columns = st.lists(numbers, min_size=1, max_size=12)


def test_share_of_the_gap_is_its_definition_both_ways() -> None:
    assert gap_closed(Fraction(40), Fraction(60), Fraction(90)) == Fraction(2, 5)
    assert gap_closed(Fraction(10), Fraction(4), Fraction(0)) == Fraction(3, 5)
    assert gap_closed(Fraction(40), Fraction(30), Fraction(90)) == Fraction(-1, 5)
    with pytest.raises(ValueError, match="no gap"):
        gap_closed(Fraction(90), Fraction(95), Fraction(90))


@settings(deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=2, max_size=15))
def test_residuals_are_those_of_the_least_squares_line(
    moves: list[tuple[Fraction, Fraction]],
) -> None:
    found = residuals(moves)
    starts, ends = np.array([[float(a), float(b)] for a, b in moves]).T
    if len({start for start, _ in moves}) > 1:
        line = stats.linregress(starts, ends)
        expected = ends - line.intercept - line.slope * starts
        assert [float(one) for one in found] == pytest.approx(list(expected), abs=1e-9)
    assert sum(found) == 0
    assert sum(one * start for one, (start, _) in zip(found, moves, strict=True)) == 0 or (
        len({start for start, _ in moves}) == 1
    )


def test_residuals_do_not_favour_the_lowest_start() -> None:
    # All regress by half of their distance from 50; the third did 5 better than that.
    moves = [(Fraction(s), Fraction(s + 50, 2)) for s in (10, 30, 70, 90)]
    moves.append((Fraction(50), Fraction(55)))
    found = residuals(moves)
    assert found == [Fraction(-1)] * 4 + [Fraction(4)]
    assert residuals([]) == []
    assert residuals([(Fraction(1), Fraction(2)), (Fraction(1), Fraction(4))]) == [-1, 1]


def test_less_is_better_turns_the_sign() -> None:
    moves = [(Fraction(1), Fraction(2)), (Fraction(1), Fraction(4))]
    down = Criterion("A06", Fraction(1), "down")
    assert measured("residual", down, moves) == [1, -1]
    assert measured("level", down, moves) == [-2, -4]
    with pytest.raises(ValueError, match="measures no criterion"):
        measured("jury", down, moves)


@settings(deadline=None)
@given(columns)
def test_normalisations_are_their_definitions(column: list[Fraction]) -> None:
    doubles = np.array([float(one) for one in column])
    ranks = (stats.rankdata(doubles) - 0.5) / len(column)
    assert [float(one) for one in rank(column)] == pytest.approx(list(ranks))
    if len(set(column)) > 1:
        assert [float(one) for one in z(column)] == pytest.approx(list(stats.zscore(doubles)))
        scaled = (doubles - doubles.min()) / (doubles.max() - doubles.min())
        assert [float(one) for one in min_max(column)] == pytest.approx(list(scaled))
    else:
        assert set(z(column)) == set(min_max(column)) == {0}


@settings(deadline=None)
@given(columns)
def test_normalisations_keep_the_order(column: list[Fraction]) -> None:
    for normalise in NORMALISATIONS.values():
        found = normalise(column)
        for one, value in zip(found, column, strict=True):
            for other, against in zip(found, column, strict=True):
                assert (one < other) == (value < against)


@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=1, max_size=3),
    st.binary(min_size=32, max_size=32),
)
def test_draws_are_those_of_the_published_recipe(rows: list[list[Fraction]], seed: bytes) -> None:
    weights = [Fraction(1, n + 1) for n in range(len(rows))]
    expected = []
    for draw in range(DRAWS):
        drawn = []
        for at, weight in enumerate(weights):
            text = seed + bytes([0, 0, draw // 256, draw % 256, 0, 0, 0, at])
            u = Fraction(int(hashlib.sha256(text).hexdigest()[:16], 16), 2**64)
            drawn.append(weight * (Fraction(3, 4) + u / 2))
        whole = sum(drawn)
        totals = [
            sum(w / whole * row[one] for w, row in zip(drawn, rows, strict=True))
            for one in range(4)
        ]
        expected.append([at for at, one in enumerate(totals) if one == max(totals)])
    assert list(firsts(rows, weights, seed)) == expected


def test_factors_are_spread_evenly_from_three_to_five_quarters() -> None:
    # First where its factor is above that of the other: half of the draws.
    columns_ = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    seed = bytes.fromhex("ab" * 32)
    first = sum(one == [0] for one in firsts(columns_, [Fraction(1), Fraction(1)], seed))
    assert 440 <= first <= 560
    # 3 : 5 is the furthest that two equal weights can part.
    never = [[Fraction(5), Fraction(0)], [Fraction(0), Fraction(3)]]
    assert all(one == [0] for one in firsts(never, [Fraction(1), Fraction(1)], seed))
