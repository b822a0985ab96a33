from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.agreement.alpha import METRICS, alphas, drawn_alphas
from assessments.agreement.figures import Undefined
from assessments.agreement.pairable import pairable
from tests.assessments.agreement import naive
from tests.assessments.agreement.examples import krippendorff

few = st.integers(0, 5).map(Fraction)
many = st.fractions(0, 1000, max_denominator=100)
negative = st.integers(-9, -1).map(Fraction)


def test_alpha_of_krippendorffs_own_table() -> None:
    found = alphas(pairable(naive.table(krippendorff())))
    rounded = {metric: round(float(found[metric]), 3) for metric in METRICS}  # type: ignore[arg-type] # all are defined
    assert rounded == {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


@given(naive.tables(few) | naive.tables(many) | naive.tables(negative))
@settings(deadline=None)
def test_alpha_is_that_of_the_matrix_of_coincidences(units: list[dict[str, Fraction]]) -> None:
    """Nominal, ordinal and interval are the double nearest to the exact value."""
    found = alphas(pairable(naive.table(units)))
    for metric in ("nominal", "ordinal", "interval"):
        expected = naive.alpha(units, metric)
        figure = found[metric]
        assert (None if isinstance(figure, Undefined) else figure) == (
            None if expected is None else float(expected)
        )


@given(naive.tables(few) | naive.tables(many))
@settings(deadline=None)
def test_ratio_alpha_is_that_of_the_matrix_of_coincidences(
    units: list[dict[str, Fraction]],
) -> None:
    found = alphas(pairable(naive.table(units)))["ratio"]
    expected = naive.alpha(units, "ratio")
    if expected is None:
        assert isinstance(found, Undefined)
    else:
        assert found == pytest.approx(float(expected), rel=1e-11, abs=1e-11)


@given(naive.tables(few), st.integers(0, 3), st.integers(-5, 5))
@settings(deadline=None)
def test_scores_as_long_as_they_can_be_give_the_same_alpha(
    units: list[dict[str, Fraction]], scale: int, shift: int
) -> None:
    """Interval alpha does not change with unit and zero, however many digits these take."""
    moved = [
        {rater: score * Fraction(10) ** (400 * scale) + shift for rater, score in unit.items()}
        for unit in units
    ]
    found, again = (alphas(pairable(naive.table(each))) for each in (units, moved))
    assert [found[m] for m in METRICS[:3]] == [again[m] for m in METRICS[:3]]


def test_ratio_alpha_of_scores_that_doubles_cannot_tell_apart() -> None:
    large, small = Fraction(10**30), Fraction(1, 10**300)
    units = [
        {"A": large, "B": large + 1},
        {"A": large + 2, "B": large + 2},
        {"A": small, "B": 2 * small},
    ]
    expected = naive.alpha(units, "ratio")
    assert expected is not None
    found = alphas(pairable(naive.table(units)))["ratio"]
    assert found == pytest.approx(float(expected), rel=1e-13)


def test_perfect_agreement_is_exactly_1() -> None:
    units = [{"A": Fraction(n, 7), "B": Fraction(n, 7), "C": Fraction(n, 7)} for n in range(9)]
    assert alphas(pairable(naive.table(units))) == dict.fromkeys(METRICS, 1.0)


def test_units_with_one_score_drop_out_before_marginals_are_counted() -> None:
    """The lone −9 neither widens the range nor takes the ratio away."""
    units = [{"A": Fraction(1), "B": Fraction(2)}, {"A": Fraction(3), "B": Fraction(3)}]
    lone = [*units, {"A": Fraction(-9)}]
    assert alphas(pairable(naive.table(lone))) == alphas(pairable(naive.table(units)))


@pytest.mark.parametrize(
    ("units", "reasons"),
    [
        ([], ["fewer_than_two_pairable_scores"] * 4),
        ([{"A": Fraction(1)}, {"B": Fraction(2)}], ["fewer_than_two_pairable_scores"] * 4),
        ([{"A": Fraction(1), "B": Fraction(1)}], ["no_disagreement_possible"] * 4),
        (
            [{"A": Fraction(-1), "B": Fraction(-1)}],
            [*["no_disagreement_possible"] * 3, "negative_scores"],
        ),
    ],
)
def test_alpha_is_undefined_with_its_reason(
    units: list[dict[str, Fraction]], reasons: list[str]
) -> None:
    found = alphas(pairable(naive.table(units)))
    assert [found[metric] for metric in METRICS] == [Undefined(reason) for reason in reasons]  # type: ignore[arg-type] # reasons as written above


def test_zeros_agree_on_the_ratio_scale() -> None:
    """δ(0, 0) = 0: two zeros are no disagreement; zero against anything is a whole one."""
    units = [{"A": Fraction(0), "B": Fraction(0)}, {"A": Fraction(0), "B": Fraction(7)}]
    found = alphas(pairable(naive.table(units)))["ratio"]
    assert found == pytest.approx(float(naive.alpha(units, "ratio") or 0))


@given(naive.tables(few) | naive.tables(many), st.data())
@settings(deadline=None)
def test_alpha_of_a_draw_is_that_of_its_units_written_out(
    units: list[dict[str, Fraction]], data: st.DataObject
) -> None:
    often = data.draw(st.lists(st.integers(0, 3), min_size=len(units), max_size=len(units)))
    written_out = [unit for unit, times in zip(units, often, strict=True) for _ in range(times)]
    of_table = pairable(naive.table(units))
    times = np.array([often, often], dtype=np.float64)
    if not of_table.value.size:
        return
    found = drawn_alphas(of_table, times, frozenset(METRICS))
    for metric in METRICS:
        expected = naive.alpha(written_out, metric)
        number = float("nan") if expected is None else float(expected)
        assert found[metric] == pytest.approx([number] * 2, rel=1e-10, abs=1e-10, nan_ok=True)


def test_a_draw_of_one_value_alone_is_undefined_though_its_sums_round() -> None:
    """n Σx² − (Σx)² of equal points is not always 0 in doubles; whether values differ is."""
    units = [{"A": Fraction(n, 7), "B": Fraction(n, 7), "C": Fraction(n, 7)} for n in range(1, 30)]
    units.append({"A": Fraction(1), "B": Fraction(2), "C": Fraction(3)})
    alone = np.eye(len(units))[:-1] * np.arange(1, len(units))[:, np.newaxis]
    found = drawn_alphas(pairable(naive.table(units)), alone, frozenset(METRICS))
    assert {metric: np.isnan(found[metric]).all() for metric in METRICS} == dict.fromkeys(
        METRICS, True
    )
