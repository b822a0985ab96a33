from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.agreement.kappa import Weights, weighted_kappa

score = st.integers(-2, 4).map(Fraction)
pairs = st.lists(st.tuples(score, score), max_size=12)

# Two raters sort 100 cases into three ordered classes (rows: the one, columns: the other).
TABLE = [[20, 5, 1], [4, 30, 6], [2, 7, 25]]
CELLS = [(i, j, n) for i, row in enumerate(TABLE) for j, n in enumerate(row)]


def by_table(weights: Weights) -> Fraction:
    """Return kappa as Cohen writes it: proportions by cell, the weights of disagreement 0 to 1."""
    rows, columns = [sum(row) for row in TABLE], [sum(c) for c in zip(*TABLE, strict=True)]
    power = {"unweighted": 0, "linear": 1, "quadratic": 2}[weights]
    observed = expected = Fraction(0)
    for i, j, n in CELLS:
        weight = Fraction(abs(i - j), 2) ** power if i != j else Fraction(0)
        observed += weight * Fraction(n, 100)
        expected += weight * Fraction(rows[i] * columns[j], 100 * 100)
    return 1 - observed / expected


@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_kappa_is_that_of_the_table_of_proportions(weights: Weights) -> None:
    written_out = [(Fraction(i), Fraction(j)) for i, j, n in CELLS for _ in range(n)]
    assert weighted_kappa(written_out, weights) == by_table(weights)


@given(pairs)
@settings(deadline=None)
def test_quadratic_kappa_is_that_of_means_and_variances(
    found: list[tuple[Fraction, Fraction]],
) -> None:
    """2 cov / (var + var + (difference of the means)²), as Lin's concordance has it."""
    kappa = weighted_kappa(found)
    if not found:
        assert kappa is None
        return
    n = len(found)
    x, y = [sum(side, start=Fraction(0)) / n for side in zip(*found, strict=True)]
    apart = (x - y) * (x - y) + sum(
        ((a - x) * (a - x) + (b - y) * (b - y) for a, b in found), start=Fraction(0)
    ) / n
    together = 2 * sum(((a - x) * (b - y) for a, b in found), start=Fraction(0)) / n
    assert kappa == (together / apart if apart else None)


def test_one_score_throughout_has_no_kappa() -> None:
    assert weighted_kappa([(Fraction(3), Fraction(3))] * 5) is None


def test_the_same_scores_have_kappa_1() -> None:
    assert weighted_kappa([(Fraction(n), Fraction(n)) for n in range(5)], "linear") == 1
