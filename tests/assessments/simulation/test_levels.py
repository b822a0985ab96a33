"""The rules over many organisations are those that score one."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.editions import Edition, edition
from assessments.judgement import Percent
from assessments.levels import level_results
from assessments.scoring import score
from assessments.simulation.levels import levels_met, near_a_threshold, percentages
from tests.assessments.strategies import made_up_editions

EDITIONS = ["cluster-excellence-2026", "efqm-2003", "efqm-2020"]
around = st.integers(-30, 30)


@pytest.mark.parametrize("edition_id", EDITIONS)
@given(
    middle=st.sampled_from([20, 30, 40, 55, 65, 80, 90]),
    data=st.data(),
)
@settings(max_examples=40, deadline=None)
def test_levels_met_are_those_of_the_score(
    edition_id: str, middle: int, data: st.DataObject
) -> None:
    known = edition(edition_id)
    width = data.draw(st.sampled_from([0, 5, 20]))
    steps = st.integers(-width, width)
    given_scores = [min(max(middle + data.draw(steps), 0), 100) for _ in known.parts]
    judgements = {
        part: Percent(Fraction(value))
        for part, value in zip(known.parts, given_scores, strict=True)
    }
    scored = score(known, judgements)
    results = level_results(scored)
    rows = np.array([given_scores], dtype=np.float64)
    assert levels_met(known, rows).tolist() == [sum(result.met for result in results)]
    for result in results:
        gained = percentages(known, rows, known.scope(result.level))
        assert gained.tolist() == pytest.approx([float(result.percent.lower)])


@given(made_up_editions(), st.data())
@settings(max_examples=40, deadline=None)
def test_levels_of_any_edition(known: Edition, data: st.DataObject) -> None:
    values = [data.draw(st.integers(0, 20)) * 5 for _ in known.parts]
    judgements = {p: Percent(Fraction(v)) for p, v in zip(known.parts, values, strict=True)}
    results = level_results(score(known, judgements))
    met = levels_met(known, np.array([values], dtype=np.float64))
    assert met.tolist() == [sum(result.met for result in results)]


@pytest.mark.parametrize(
    ("percent", "near"), [(26, 0), (27, 1), (33, 1), (34, 0), (52, 1), (84, 0)]
)
def test_near_a_threshold_is_within_the_editions_distance(percent: int, near: int) -> None:
    known = edition("cluster-excellence-2026")
    rows = np.full((1, len(known.parts)), float(percent))
    assert near_a_threshold(known, rows).tolist() == [bool(near)]
