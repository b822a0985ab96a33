from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.agreement.figures import Undefined
from assessments.agreement.icc import FORMS, drawn_iccs, grids, iccs
from tests.assessments.agreement import naive
from tests.assessments.agreement.examples import shrout_fleiss

ONE_WAY = {"1_1", "1_k"}

few = st.integers(-3, 3).map(Fraction)
many = st.fractions(-1000, 1000, max_denominator=100)
tables = naive.tables(few, most_raters=3) | naive.tables(many, most_raters=3)


def expected(units: list[dict[str, Fraction]], k: int, raters: set[str]) -> dict[str, Fraction]:
    """Return what is defined: one-way with k scores a unit, crossed over these raters."""
    one_way = naive.iccs(naive.one_way_rows(units, k))
    crossed = naive.iccs(naive.crossed_rows(units, raters))
    return {form: one_way[form] for form in ONE_WAY & set(one_way)} | {
        form: crossed[form] for form in set(crossed) - ONE_WAY
    }


def test_iccs_of_shrout_and_fleiss() -> None:
    found = iccs(grids(naive.table(shrout_fleiss())))
    assert {form: round(float(found[form]), 2) for form in FORMS} == {  # type: ignore[arg-type] # all are defined
        "1_1": 0.17,
        "2_1": 0.29,
        "3_1": 0.71,
        "1_k": 0.44,
        "2_k": 0.62,
        "3_k": 0.91,
    }


@given(tables)
@settings(deadline=None)
def test_iccs_are_those_of_the_mean_squares(units: list[dict[str, Fraction]]) -> None:
    """To the nearest double."""
    found = iccs(grids(naive.table(units)))
    raters = {rater for unit in units for rater in unit}
    defined = {form: figure for form, figure in found.items() if isinstance(figure, float)}
    exact = expected(units, naive.usual_count(units), raters)
    assert defined == {form: float(number) for form, number in exact.items()}


@given(tables, st.data())
@settings(deadline=None)
def test_iccs_of_a_draw_are_those_of_its_units_written_out(
    units: list[dict[str, Fraction]], data: st.DataObject
) -> None:
    """k and the raters stay those of the table."""
    often = data.draw(st.lists(st.integers(0, 3), min_size=len(units), max_size=len(units)))
    written_out = [unit for unit, times in zip(units, often, strict=True) for _ in range(times)]
    raters = {rater for unit in units for rater in unit}
    exact = expected(written_out, naive.usual_count(units), raters)
    of_table = grids(naive.table(units))
    kinds = [(ONE_WAY, of_table.one_way), (set(FORMS) - ONE_WAY, of_table.crossed)]
    forms = frozenset(form for kind, grid in kinds for form in kind if min(grid.value.shape) > 1)
    found = drawn_iccs(of_table, np.array([often], dtype=np.float64), forms)
    for form in forms:
        number = float(exact[form]) if form in exact else float("nan")
        assert found[form] == pytest.approx([number], rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("sizes", "k"), [([2, 2, 3, 3], 3), ([2, 2, 3], 2), ([1, 1, 1, 2, 2, 4], 2), ([1, 1], 1)]
)
def test_k_is_the_most_frequent_count_from_2_on_the_larger_on_ties(
    sizes: list[int], k: int
) -> None:
    units = [{"ABCD"[n]: Fraction(n * size) for n in range(size)} for size in sizes]
    assert grids(naive.table(units)).one_way.value.shape[1] == k


def test_unit_means_that_doubles_would_tell_apart_are_equal() -> None:
    """0.1 + 0.2 is 0.3 + 0 here: the units do not differ."""
    units = [
        {"A": Fraction("0.1"), "B": Fraction("0.2")},
        {"A": Fraction("0.3"), "B": Fraction("0")},
    ]
    assert iccs(grids(naive.table(units))) == dict.fromkeys(FORMS, Undefined("units_do_not_differ"))


def test_one_unit_has_no_correlation() -> None:
    found = iccs(grids(naive.table([{"A": Fraction(1), "B": Fraction(2)}])))
    assert found == {
        form: Undefined("fewer_than_two_units" if form in ONE_WAY else "not_crossed")
        for form in FORMS
    }


def test_one_rater_has_no_correlation() -> None:
    found = iccs(grids(naive.table([{"A": Fraction(1)}, {"A": Fraction(2)}])))
    assert found == {
        form: Undefined("fewer_than_two_units" if form in ONE_WAY else "fewer_than_two_raters")
        for form in FORMS
    }


def test_units_that_not_everyone_has_scored_are_not_crossed() -> None:
    one, two = Fraction(1), Fraction(2)
    units = [{"A": one, "B": one}, {"B": two, "C": one}, {"A": one, "B": two, "C": two}]
    found = iccs(grids(naive.table(units)))
    assert [found[form] for form in ("2_1", "2_k", "3_1", "3_k")] == [Undefined("not_crossed")] * 4
    assert isinstance(found["1_1"], float)


def test_a_denominator_of_zero_is_undefined() -> None:
    """BMS = 4, EMS = 9, JMS = 1 and n = 2, so BMS + (JMS − EMS) / n is 0."""
    units = [{"A": Fraction(0), "B": Fraction(2)}, {"A": Fraction(5), "B": Fraction(1)}]
    found = iccs(grids(naive.table(units)))
    assert {form for form in FORMS if isinstance(found[form], float)} == set(FORMS) - {"2_k"}
    assert found["2_k"] == Undefined("denominator_is_zero")


def test_a_correlation_beyond_the_doubles_is_undefined() -> None:
    far, near = Fraction(10**300), Fraction(1, 10**300)
    units = [{"A": far, "B": -far}, {"A": -far, "B": far + near}]
    found = iccs(grids(naive.table(units)))
    assert found["1_k"] == Undefined("too_large_for_a_double")
