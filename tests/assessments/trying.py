"""A second way to the cheapest ways: try every raise of every part, then sort."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from assessments.editions.loader import load
from assessments.editions.model import Edition
from assessments.judgement import ByAttribute, Judgement, NotApplicable, Percent
from tests.assessments.examples import example_tables
from tests.assessments.naive import numbers, outcome
from tests.assessments.strategies import tables_of

Raises = tuple[tuple[str, Fraction, int], ...]

ATTRIBUTES = ("sound", "deployed", "reviewed")


@st.composite
def small_editions(draw: st.DrawFn) -> Edition:
    """Return an edition of a coarse step and few parts, with rules of every kind."""
    tables = example_tables()
    tables["step"] = draw(st.sampled_from([20, 25, 50]))
    tables["rubrics"]["work"]["bands"] = []
    sizes = draw(st.sampled_from([[4], [2, 2], [1, 3], [3, 1], [1, 2, 1], [1, 1, 2]]))
    tables["criteria"] = [
        {
            "id": str(number),
            "name": "Criterion",
            "points": draw(st.sampled_from([40, 60, 100, 150])),
            "parts": [
                {
                    "id": f"{number}.{place}",
                    "title": "Part",
                    "weight": draw(st.sampled_from([1, 1, 2, 3])),
                    "kind": "work",
                    **({"may_not_apply": "Sometimes."} if place > 1 else {}),
                }
                for place in range(1, size + 1)
            ],
        }
        for number, size in enumerate(sizes, start=1)
    ]
    tables["maximum"] = sum(criterion["points"] for criterion in tables["criteria"])
    tables["facts"], tables["eligibility"] = [], []
    parts = [part["id"] for criterion in tables["criteria"] for part in criterion["parts"]]
    scope = [part for part in parts if part == "1.1" or draw(st.booleans())]
    tables["levels"] = [
        _level(draw, "bronze", scope),
        {
            "id": "gold",
            "name": "Gold",
            "minimum_total": draw(st.integers(0, tables["maximum"])),
            "part_minimum": {"1.1": 100, parts[-1]: draw(st.integers(0, 100))},
            "criterion_minimum": {"1": draw(st.integers(0, 100))},
        },
    ]
    gold, bronze = tables["levels"][1], tables["levels"][0]
    gold["part_minimum"] |= dict.fromkeys(bronze.get("part_minimum", {}), 100)
    return load(tables)


def _level(draw: st.DrawFn, name: str, scope: list[str]) -> dict[str, Any]:
    asked = sorted({part.partition(".")[0] for part in scope})
    minima = st.sampled_from([0, 10, 20, 30, 50, 70])
    level: dict[str, Any] = {
        "id": name,
        "name": name,
        "parts": scope,
        "minimum_percent": draw(st.integers(0, 100)),
    }
    if draw(st.booleans()):
        level["part_minimum"] = {draw(st.sampled_from(scope)): draw(minima)}
    if draw(st.booleans()):
        level["criterion_minimum"] = {one: draw(minima) for one in asked}
    return level


@st.composite
def cases(draw: st.DrawFn) -> tuple[Edition, dict[str, Judgement]]:
    """Return a small edition with judgements, on its steps and between them, or none."""
    edition = draw(small_editions())
    percent = st.integers(0, 100 // edition.step).map(lambda n: Fraction(n * edition.step))
    value = percent | percent | st.fractions(0, 100, max_denominator=7)
    by_attribute = st.fixed_dictionaries(dict.fromkeys(ATTRIBUTES, percent)).map(ByAttribute)
    kinds = value.map(Percent) | by_attribute | st.none()
    dropped: st.SearchStrategy[Judgement] = st.just(NotApplicable("no such task"))
    judged = {
        part.id: draw(kinds | dropped if part.may_not_apply else kinds)
        for part in edition.parts.values()
    }
    return edition, {part: judgement for part, judgement in judged.items() if judgement}


def ways_by_trying(
    edition: Edition, judgements: Mapping[str, Judgement], most: int
) -> list[tuple[Raises, Fraction]]:
    """Return the raises of the cheapest ways, at most so many, each with its points."""
    tables = tables_of(edition)
    begin = numbers(tables, judgements, 0)
    now = outcome(tables, begin)
    if all(now.met):
        return []
    goal = now.met.index(False)
    ladders = {
        part: [start, *(Fraction(n) for n in range(0, 101, edition.step) if n > start)]
        for part, start in begin.items()
        if start is not None
    }
    after = {
        rungs: outcome(tables, dict(begin) | dict(zip(ladders, rungs, strict=True)))
        for rungs in product(*ladders.values())
    }
    ranked = []
    for rungs, result in after.items():
        to = dict(zip(ladders, rungs, strict=True))
        raised = [part for part, ladder in ladders.items() if to[part] != ladder[0]]
        if result.met[goal] and not any(
            after[tuple(lowered(to, part, ladders[part]).values())].met[goal] for part in raised
        ):
            cost = sum((to[part] - ladders[part][0] for part in raised), start=Fraction(0))
            raises = tuple((part, ladders[part][0], int(to[part])) for part in raised)
            ranked.append((len(raised), cost, result.total - now.total, raised, raises))
    ways: dict[tuple[str, ...], tuple[Raises, Fraction]] = {}
    for _, _, points, raised, raises in sorted(ranked):
        ways.setdefault(tuple(raised), (raises, points))
    return list(ways.values())[:most]


def lowered(to: Mapping[str, Fraction], part: str, ladder: list[Fraction]) -> dict[str, Fraction]:
    """Return the percentages with one part a rung lower."""
    return {**to, part: ladder[ladder.index(to[part]) - 1]}
