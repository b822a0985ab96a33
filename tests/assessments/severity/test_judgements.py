from fractions import Fraction

import pytest

from assessments.agreement.scores import Scores
from assessments.consensus import Opinion
from assessments.errors import BadInput
from assessments.judgement import NotApplicable
from assessments.severity.judgements import Said, by_case, by_part


def said(case: str, assessor: str, *opinions: Opinion | int) -> list[Said]:
    return [
        Said(case, str(n), assessor, Fraction(o) if isinstance(o, int) else o)
        for n, o in enumerate(opinions, 1)
    ]


def cells(scores: Scores) -> list[tuple[str, str, Fraction]]:
    places = zip(scores.unit, scores.rater, scores.value, strict=True)
    return [(scores.units[u], scores.raters[r], scores.values[v]) for u, r, v in places]


def test_a_case_counts_by_the_parts_that_all_have_given_a_percentage() -> None:
    """a and b share the parts 1 and 4; c is alone on the second case; the third shares nothing."""
    everything = [
        *said("x", "a", 10, 20, NotApplicable("none"), 40),
        *said("x", "b", 30, None, 50, 60),
        *said("y", "c", 70, 75),
        *said("z", "a", 10, None),
        *said("z", "b", None, 10),
    ]
    assert cells(by_case(everything)) == [
        ("x", "a", Fraction(25)),
        ("x", "b", Fraction(45)),
        ("y", "c", Fraction(145, 2)),
    ]


def test_parts_are_units_of_their_own() -> None:
    found = by_part([*said("x", "a", 10, None), *said("x", "b", 30, NotApplicable("none"))])
    assert cells(found) == [
        ('["x", "1"]', "a", Fraction(10)),
        ('["x", "1"]', "b", Fraction(30)),
    ]


def test_judging_a_part_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="twice"):
        by_part([*said("x", "a", 10), *said("x", "a", 20)])
