from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.editions.loader import load
from assessments.errors import Place
from assessments.judgement import (
    ByAttribute,
    Judgement,
    NotApplicable,
    NothingToScore,
    Percent,
    Unfit,
    not_applicable,
    refuse_unfit,
)
from tests.assessments.examples import example_edition, example_tables

EDITION = example_edition()


@pytest.mark.parametrize(
    ("part", "judgement", "place", "problem"),
    [
        ("9.9", Percent(Fraction(5)), ("9.9",), "is not a part of example-2026"),
        ("1.1", Percent(Fraction(-1, 9)), ("1.1",), "must be a number from 0 to 100"),
        ("1.1", Percent(Fraction(901, 9)), ("1.1",), "must be a number from 0 to 100"),
        ("1.1", ByAttribute({}), ("1.1", "attributes"), "must name at least one attribute"),
        (
            "1.1",
            ByAttribute({"trends": Fraction(1)}),
            ("1.1", "attributes", "trends"),
            "is not an attribute of this part; there are sound, deployed, reviewed",
        ),
        (
            "1.1",
            ByAttribute({"sound": Fraction(101)}),
            ("1.1", "attributes", "sound"),
            "must be a number from 0 to 100",
        ),
        (
            "1.1",
            NotApplicable("too hard"),
            ("1.1", "not_applicable"),
            "is not possible: this part applies to everyone in this edition",
        ),
        (
            "2.2",
            NotApplicable(" \n"),
            ("2.2", "not_applicable"),
            "must give the reason why the part does not apply",
        ),
    ],
)
def test_judgement_that_the_edition_does_not_take_is_refused(
    part: str, judgement: Judgement, place: Place, problem: str
) -> None:
    with pytest.raises(Unfit) as caught:
        refuse_unfit(EDITION, {part: judgement})
    assert (caught.value.place, caught.value.problem) == (place, problem)


def test_attribute_of_a_rubric_without_any_is_refused() -> None:
    tables = example_tables()
    tables["rubrics"]["work"] |= {"attributes": [], "caps": []}
    with pytest.raises(Unfit, match="is not an attribute of this part; it has none"):
        refuse_unfit(load(tables), {"1.1": ByAttribute({"sound": Fraction(1)})})


def test_criterion_of_which_nothing_applies_is_refused() -> None:
    tables = example_tables()
    for part in tables["criteria"][1]["parts"]:
        part["may_not_apply"] = "Sometimes."
    edition = load(tables)
    refuse_unfit(edition, {"2.1": NotApplicable("no")})
    with pytest.raises(NothingToScore) as caught:
        refuse_unfit(edition, {"2.1": NotApplicable("no"), "2.2": NotApplicable("neither")})
    assert caught.value.place == ("2.2", "not_applicable")
    assert caught.value.problem == "leaves nothing to score: no part of criterion '2' applies"


def test_edition_of_whole_numbers_takes_no_others() -> None:
    edition = replace(EDITION, whole_numbers=True)
    refuse_unfit(edition, {"1.1": Percent(Fraction(45))})
    for judgement in (Percent(Fraction(91, 2)), ByAttribute({"sound": Fraction(91, 2)})):
        with pytest.raises(Unfit, match="must be a whole number, as example-2026 takes no others"):
            refuse_unfit(edition, {"1.1": judgement})


def test_values_off_the_step_and_between_bands_are_taken() -> None:
    refuse_unfit(EDITION, {"1.1": Percent(Fraction(100, 3)), "2.2": NotApplicable("no team")})


def test_parts_that_do_not_apply_are_named() -> None:
    judgements: dict[str, Judgement] = {
        "1.1": Percent(Fraction(5)),
        "2.2": NotApplicable("no team"),
    }
    assert not_applicable(judgements) == {"2.2"}
