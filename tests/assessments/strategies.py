"""Editions and judgements of every kind, for property tests."""

import json
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assessments.editions import editions
from assessments.editions.loader import load
from assessments.editions.model import Edition
from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent
from tests.assessments.examples import example_tables

values = st.integers(0, 20).map(lambda n: Fraction(5 * n)) | st.fractions(0, 100)


def values_of(edition: Edition) -> st.SearchStrategy[Fraction]:
    """Return the numbers that an edition takes."""
    return st.integers(0, 100).map(Fraction) if edition.whole_numbers else values


@st.composite
def made_up_editions(draw: st.DrawFn) -> Edition:
    """Return a small edition with drawn weights, points and nested levels."""
    tables = example_tables()
    tables["criteria"] = [
        _criterion(draw, number) for number in range(1, draw(st.integers(1, 3)) + 1)
    ]
    tables["maximum"] = sum(criterion["points"] for criterion in tables["criteria"])
    tables["facts"], tables["eligibility"] = [], []
    all_parts = [part["id"] for criterion in tables["criteria"] for part in criterion["parts"]]
    some = [part for part in all_parts if not part.endswith(".3")]
    tables["levels"] = [
        _level(draw, "bronze", some, 0),
        _level(draw, "silver", some, 50),
        {
            "id": "gold",
            "name": "Gold",
            "minimum_total": draw(st.integers(0, tables["maximum"])),
            "part_minimum": {"1.1": 100},
        },
    ]
    return load(tables)


def _criterion(draw: st.DrawFn, number: int) -> dict[str, Any]:
    parts = []
    for position in range(1, draw(st.integers(1, 3)) + 1):
        part = {
            "id": f"{number}.{position}",
            "title": "Part",
            "weight": draw(st.integers(1, 40)),
            "kind": "work",
        }
        if position > 1:
            part["may_not_apply"] = "Sometimes."
        parts.append(part)
    points = draw(st.integers(1, 300))
    return {"id": str(number), "name": "Criterion", "points": points, "parts": parts}


def _level(draw: st.DrawFn, name: str, scope: list[str], least: int) -> dict[str, Any]:
    minima = st.integers(least, least + 50)
    return {
        "id": name,
        "name": name,
        "parts": scope,
        "minimum_percent": draw(minima),
        "part_minimum": {"1.1": draw(minima)},
        "criterion_minimum": {"1": draw(minima)},
    }


any_edition = st.sampled_from(editions()) | made_up_editions()


@st.composite
def judged(draw: st.DrawFn, complete: bool = False) -> tuple[Edition, dict[str, Judgement]]:
    """Return an edition with judgements that it takes, of all its parts or of some."""
    edition = draw(any_edition)
    judgements: dict[str, Judgement] = {}
    for criterion in edition.criteria:
        kept = draw(st.sampled_from([part.id for part in criterion.parts]))
        for part in criterion.parts:
            droppable = bool(part.may_not_apply) and part.id != kept
            judgement = draw(_judgements(edition, part.kind, droppable, complete))
            if judgement is not None:
                judgements[part.id] = judgement
    return edition, judgements


def _judgements(
    edition: Edition, kind: str, droppable: bool, complete: bool
) -> st.SearchStrategy[Judgement | None]:
    ids = [attribute.id for attribute in edition.rubrics[kind].attributes]
    numbers = values_of(edition)
    kinds: list[st.SearchStrategy[Judgement | None]] = [numbers.map(Percent)]
    if ids:
        kinds.append(st.fixed_dictionaries(dict.fromkeys(ids, numbers)).map(ByAttribute))
    if droppable:
        kinds.append(st.just(NotApplicable("no such task")))
    if not complete:
        kinds.append(st.none())
    if ids and not complete:
        some = st.dictionaries(st.sampled_from(ids), numbers, min_size=1, max_size=len(ids) - 1)
        kinds.append(some.map(ByAttribute))
    return st.one_of(kinds)


def tables_of(edition: Edition) -> dict[str, Any]:
    """Return the tables that an edition was loaded from."""
    tables: dict[str, Any] = json.loads(edition.canonical)
    return tables
