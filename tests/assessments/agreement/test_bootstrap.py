from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.agreement import bootstrap
from assessments.agreement.bootstrap import DRAWS, agreement, draws, figures
from assessments.agreement.figures import Undefined
from assessments.agreement.scores import Given, scores_of
from tests.assessments.agreement import naive
from tests.assessments.agreement.examples import krippendorff, shrout_fleiss

few = st.integers(0, 4).map(Fraction)


def test_intervals_are_quantiles_of_the_measures_of_the_units_drawn() -> None:
    """Every draw written out and measured by the textbook, for a table with gaps."""
    units = krippendorff()
    generator = np.random.Generator(np.random.PCG64(7))
    found: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        drawn = [units[place] for place in generator.integers(len(units), size=len(units))]
        exact = {f"krippendorff_alpha.{m}": naive.alpha(drawn, m) for m in naive.METRICS}
        exact |= {
            f"icc.{form}": number
            for form, number in naive.iccs(naive.one_way_rows(drawn, 4)).items()
            if form in {"1_1", "1_k"}
        }
        for name, number in exact.items():
            if number is not None:
                found.setdefault(name, []).append(float(number))
    got = agreement(naive.table(units), seed=7).intervals
    for name, numbers in found.items():
        assert got[name] == pytest.approx(np.quantile(numbers, [0.025, 0.975]), abs=1e-12)


def test_every_measure_with_a_value_has_an_interval() -> None:
    found = agreement(naive.table(shrout_fleiss()))
    assert list(found.intervals) == list(found.figures)
    assert all(low <= high for low, high in found.intervals.values())


def test_seeds_change_the_intervals_and_nothing_else() -> None:
    scores = naive.table(shrout_fleiss())
    one, again, other = agreement(scores, 1), agreement(scores, 1), agreement(scores, 2)
    assert one == again
    assert one.figures == other.figures
    assert one.intervals != other.intervals


@given(naive.tables(few), st.randoms())
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_changes_nothing(
    units: list[dict[str, Fraction]], random: Random
) -> None:
    rows = [
        Given(f"{n}", rater, score) for n, unit in enumerate(units) for rater, score in unit.items()
    ]
    shuffled = random.sample(rows, len(rows))
    assert agreement(scores_of(shuffled)) == agreement(scores_of(rows))


@pytest.mark.parametrize("units", [1, 7, 33])
def test_draws_do_not_depend_on_how_many_are_held_at_a_time(
    units: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do the figures, to the last bit."""
    table = naive.table(
        [
            {"A": Fraction(n * n % 11), "B": Fraction(n * 7 % 13), "C": Fraction(n % 5)}
            for n in range(units)
        ]
    )
    whole = np.concatenate(list(draws(table, 5)))
    before = agreement(table, 5)
    monkeypatch.setattr(bootstrap, "_NUMBERS_AT_A_TIME", 3 * units * 17)
    assert (np.concatenate(list(draws(table, 5))) == whole).all()
    assert agreement(table, 5) == before
    assert whole.shape == (DRAWS, units)
    assert (whole.sum(axis=1) == units).all()


def test_undefined_draws_are_dropped() -> None:
    """Half of the draws take one of the two units twice; the other half is the table itself."""
    units = [{"A": Fraction(1), "B": Fraction(1)}, {"A": Fraction(5), "B": Fraction(5)}]
    found = agreement(naive.table(units))
    assert set(found.intervals.values()) == {(1.0, 1.0)}
    assert set(found.figures.values()) == {1.0}


def test_nothing_drawn_where_nothing_is_defined() -> None:
    found = agreement(scores_of([]))
    assert (found.intervals, found.units, found.raters, found.pairable) == ({}, 0, 0, 0)
    assert all(isinstance(figure, Undefined) for figure in found.figures.values())


def test_a_measure_without_a_defined_draw_has_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """One draw, and it takes only units that differ in nothing."""
    lone = [{"A": Fraction(3), "B": Fraction(3)}] * 40
    table = naive.table([*lone, {"A": Fraction(1), "B": Fraction(2)}])
    monkeypatch.setattr(bootstrap, "DRAWS", 1)
    seed = next(seed for seed in range(99) if not next(draws(table, seed))[0][-1])
    found = agreement(table, seed)
    assert found.intervals == {}
    assert bootstrap.why_no_interval(found) == dict.fromkeys(
        figures(table), Undefined("no_draw_defined")
    )
