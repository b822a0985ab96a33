"""What a figure of each kind may be, and which figures cannot be true together."""

from decimal import Decimal

import pytest

from assessments.editions.model import Fact, Unit
from labelling.core.errors import Invalid
from labelling.organisations.fact_sheet import newest_edition
from labelling.organisations.figures import PART_OF, contradictions, read_figure
from tests.labelling.organisations.making import FIGURES

EDITION = newest_edition()


def fact(unit: Unit, fact_id: str = "anything") -> Fact:
    return Fact(fact_id, "Group", "Name", unit, "Definition", (), required=True)


@pytest.mark.parametrize(
    ("unit", "text", "kept"),
    [
        ("count", "", ""),
        ("count", "  ", ""),
        ("count", "74", "74"),
        ("count", "74,0", "74"),
        ("percent", "88,5 %", "88.5"),
        ("percent", "100", "100"),
        ("eur", "612.000,50 €", "612000.5"),
        ("fte", "0,75", "0.75"),
        ("months", "36", "36"),
        ("date", "14.5.2025", "2025-05-14"),
        ("date", "2025-05-14", "2025-05-14"),
        ("text", " two  words ", "two words"),
    ],
)
def test_a_figure_is_kept_in_one_form(unit: Unit, text: str, kept: str) -> None:
    assert read_figure(fact(unit), text) == kept


@pytest.mark.parametrize(
    ("unit", "text", "sentence"),
    [
        ("count", "-1", "This cannot be less than 0."),
        ("count", "1.5", "This is a whole number, without decimals."),
        ("percent", "100.01", "This cannot be more than 100."),
        ("fte", "0.125", "This has 2 decimals at most."),
        ("date", "31.2.2025", "Write the day as day, month, year: 14 5 2025."),
        ("date", "soon", "Write the day as day, month, year: 14 5 2025."),
        ("text", "x" * 201, "This text has 201 characters; 200 fit."),
    ],
)
def test_what_a_figure_cannot_be_is_refused(unit: Unit, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_figure(fact(unit), text)
    assert refused.value.sentence == sentence


def test_a_definition_that_names_a_limit_keeps_it() -> None:
    with pytest.raises(Invalid) as refused:
        read_figure(fact("months", "secured-months"), "37")
    assert refused.value.sentence == "This cannot be more than 36."


def test_every_relation_is_between_facts_of_the_newest_edition() -> None:
    known = {known.id for known in EDITION.facts}
    assert [pair for pair in PART_OF if not set(pair) <= known] == []


def test_figures_that_hold_together_have_no_contradiction() -> None:
    assert list(contradictions(EDITION, FIGURES)) == []


def test_a_part_larger_than_its_whole_is_found() -> None:
    found = list(contradictions(EDITION, {**FIGURES, "members-sme": "62"}))
    assert [(one.part.id, one.whole.id, one.part_value, one.whole_value) for one in found] == [
        ("members-sme", "members-firms", Decimal(62), Decimal(61))
    ]


def test_a_blank_figure_contradicts_nothing() -> None:
    assert list(contradictions(EDITION, {**FIGURES, "members-firms": ""})) == []
