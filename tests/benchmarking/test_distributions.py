"""Many cells at once are exactly what they are one by one, and much what numpy says."""

from fractions import Fraction
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import rankdata

from benchmarking.disclosure.figures import Behind, Verdict, figures
from benchmarking.disclosure.policy import CLUB_2026, Policy
from benchmarking.distributions import LARGEST, MOST_MEMBERS, distributions
from benchmarking.nearest import nearest

EVERYTHING = Policy("all", few=2, quartiles_from=0, sd_from=0, tails_from=0, beyond=0, p=None,
                    sd_not_zero=False)  # fmt: skip

whole = st.one_of(st.integers(-9, 9), st.integers(-LARGEST, LARGEST))
tables = st.integers(1, 12).flatmap(
    lambda members: st.lists(
        st.lists(st.one_of(st.none(), whole), min_size=members, max_size=members),
        min_size=1,
        max_size=4,
    )
)


@settings(deadline=None)
@given(tables, st.sampled_from([1, 100, 7]))
def test_many_cells_are_what_each_is(rows: list[list[int | None]], scale: int) -> None:
    values = np.array([[one or 0 for one in row] for row in rows], dtype=np.int64)
    present = np.array([[one is not None for one in row] for row in rows])
    found = distributions(values, present, scale)
    for at, row in enumerate(rows):
        known = sorted(one for one in row if one is not None)
        assert found.counts[at] == len(known)
        shown = {name: float(one[at]) for name, one in found.figures.items()}
        if len(known) < 2:
            assert isnan(shown["sd"])
            assert all(isnan(one) != bool(known) for name, one in shown.items() if name != "sd")
        else:
            behind = Behind(known, scale, len(known), dominated=False)
            exact = figures(behind, Verdict.SHOWN, EVERYTHING).shown
            assert shown == {
                name: nearest(one) if isinstance(one, Fraction) else one
                for name, one in exact.items()
            }


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=30))
def test_figures_and_ranks_agree_with_numpy_and_scipy(row: list[int]) -> None:
    values = np.array([row], dtype=np.int64)
    found = distributions(values, np.ones_like(values, dtype=bool))
    count = len(row)
    assert found.figures["mean"][0] == pytest.approx(np.mean(row))
    assert found.figures["sd"][0] == pytest.approx(np.std(row, ddof=1))
    places = [np.clip(((count - 1) * 0.25 + shift) / (count - 1), 0, 1) for shift in (-1, 0, 1)]
    smoothed = np.average(np.quantile(row, places), weights=[1, 2, 1])
    assert found.figures["q1"][0] == pytest.approx(smoothed)
    assert found.ranks[0].tolist() == pytest.approx((rankdata(row) - 0.5) / count)


def test_missing_values_have_no_rank() -> None:
    found = distributions(np.array([[5, 7, 7, 0]]), np.array([[True, True, True, False]]))
    assert found.ranks[0, :3].tolist() == [1 / 6, 4 / 6, 4 / 6]
    assert isnan(found.ranks[0, 3])


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.array([[LARGEST + 1]]), "values go up to"),
        (np.array([[-LARGEST - 1]]), "values go up to"),
        (np.zeros((1, MOST_MEMBERS + 1), dtype=np.int64), "there may be 4096 members"),
    ],
)
def test_what_could_leave_sixty_four_bits_is_refused(values: NDArray[np.int64], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        distributions(values, np.ones_like(values, dtype=bool))


def test_largest_club_stays_exact() -> None:
    values = np.full((1, MOST_MEMBERS), LARGEST, dtype=np.int64)
    values[0, ::2] *= -1
    found = distributions(values, np.ones_like(values, dtype=bool))
    assert found.figures["mean"][0] == 0
    expected = figures(
        Behind(sorted(values[0].tolist()), 1, MOST_MEMBERS, dominated=False),
        Verdict.SHOWN,
        CLUB_2026,
    )
    assert found.figures["sd"][0] == expected.shown["sd"]
