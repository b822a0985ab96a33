"""Many rows at once against the exact figures, row by row."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.statistics.arrays import mads, medians, percentile_ranks, robust_zs
from benchmarking.statistics.place import percentile_rank
from benchmarking.statistics.spread import mad, median, robust_z

cells = st.one_of(st.none(), st.integers(-6, 6))
tables = st.integers(0, 9).flatmap(
    lambda members: st.lists(st.lists(cells, min_size=members, max_size=members), max_size=5).map(
        lambda rows: (rows, members)
    )
)


@settings(deadline=None)
@given(tables)
def test_rows_at_once_are_the_exact_figures(given_: tuple[list[list[int | None]], int]) -> None:
    rows, members = given_
    values = np.array(
        [[np.nan if cell is None else float(cell) for cell in row] for row in rows]
    ).reshape(len(rows), members)
    up, down = percentile_ranks(values), percentile_ranks(values, less_is_better=True)
    middles, spreads, zs = medians(values), mads(values), robust_zs(values)
    for at, row in enumerate(rows):
        known = [Fraction(cell) for cell in row if cell is not None]
        assert np.isnan(middles[at]) == np.isnan(spreads[at]) == (not known)
        if known:
            assert middles[at] == float(median(known))
            assert spreads[at] == float(mad(known))
        for place, cell in enumerate(row):
            if cell is None:
                assert np.isnan([up[at, place], down[at, place], zs[at, place]]).all()
                continue
            one = Fraction(cell)
            assert up[at, place] == float(percentile_rank(one, known, "up"))
            assert down[at, place] == float(percentile_rank(one, known, "down"))
            z = robust_z(one, known)
            if z is None:
                assert np.isnan(zs[at, place])
            else:
                assert abs(zs[at, place] - float(z)) < 1e-12
