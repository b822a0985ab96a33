from fractions import Fraction

from assessments.judgement import NotApplicable
from assessments.severity.division import Division, Movement, dividing_parts, movements
from tests.assessments.severity.test_judgements import said

OTHER = NotApplicable("none")


def test_parts_come_by_how_often_they_must_be_discussed_then_by_spread() -> None:
    everything = [
        *said("x", "a", 20, 40, 50, OTHER, 10, 10),
        *said("x", "b", 45, 60, 50, 30, None, 30),
        *said("y", "a", 20, 40, 50, OTHER, 10, 10),
        *said("y", "b", 30, 50, 50, OTHER, None, None),
    ]
    assert dividing_parts(everything) == (
        Division("1", 2, 1, Fraction(35, 2)),
        Division("4", 2, 1, None),
        Division("6", 1, 0, Fraction(20)),
        Division("2", 2, 0, Fraction(15)),
        Division("3", 2, 0, Fraction(0)),
    )
    assert dividing_parts(everything)[0].share == Fraction(1, 2)


def test_the_spread_from_which_parts_are_discussed_is_set() -> None:
    everything = [*said("x", "a", 20), *said("x", "b", 40)]
    assert [one.discussed for one in dividing_parts(everything, Fraction(20))] == [1]
    assert [one.discussed for one in dividing_parts(everything, Fraction(21))] == [0]


def test_movement_from_individual_to_agreed_scores() -> None:
    """What was not agreed, and what was no percentage, moves nobody."""
    everything = [*said("x", "a", 20, 40, 60, OTHER), *said("x", "b", 30, 40, None, 50)]
    agreed = {("x", "1"): Fraction(30), ("x", "2"): Fraction(35), ("x", "4"): Fraction(45)}
    assert movements(everything, agreed, "assessor") == (
        Movement("a", 2, 1, 1, Fraction(5, 2), Fraction(15, 2)),
        Movement("b", 3, 0, 2, Fraction(-10, 3), Fraction(10, 3)),
    )
    assert [(one.id, one.mean) for one in movements(everything, agreed, "part")] == [
        ("1", Fraction(5)),
        ("2", Fraction(-5)),
        ("4", Fraction(-5)),
    ]
