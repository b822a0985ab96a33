from collections.abc import Callable
from typing import Any

import pytest

from assessments.editions.checker import faults
from assessments.editions.loader import parse
from tests.assessments.examples import example_edition, example_tables

Change = Callable[[dict[str, Any]], object]

ENOUGH = "eligibility.enough-members"


def bronze(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["levels"][0]
    return found


def gold(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["levels"][1]
    return found


def work(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["rubrics"]["work"]
    return found


def part(tables: dict[str, Any], criterion: int, position: int) -> dict[str, Any]:
    found: dict[str, Any] = tables["criteria"][criterion]["parts"][position]
    return found


def rule(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["eligibility"][0]
    return found


def test_edition_that_holds_together_has_no_faults() -> None:
    assert faults(example_edition()) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            lambda t: t.update(
                committee={
                    "quorum_percent": 50,
                    "quorum_at_least": 3,
                    "secret": True,
                    "tie": "chair",
                    "without_majority": "sent_back",
                    "writing_days": 7,
                }
            ),
            ["committee.tie: cannot be the chair's where the ballot is secret"],
        ),
        (lambda t: t.update(maximum=99), ["maximum: is 99, but the criteria have 100 points"]),
        (lambda t: t.update(step=3), ["step: must divide 100"]),
        (lambda t: t["facts"].append(t["facts"][0]), ["facts: has members more than once"]),
        (
            lambda t: part(t, 1, 1).update(id="2.1"),
            ["criteria.parts: has 2.1 more than once"],
        ),
        (
            lambda t: work(t).update(caps=["sound", "trends"]),
            ["rubrics.work.caps: names trends, which is not one of the attributes"],
        ),
        (
            lambda t: work(t)["attributes"].append(work(t)["attributes"][1]),
            ["rubrics.work.attributes: has deployed more than once"],
        ),
        (
            lambda t: work(t).update(caps=[], bands=[], attributes=[]),
            ["rubrics.work: must have bands, attributes or both"],
        ),
        (
            lambda t: work(t)["bands"].reverse(),
            [
                "rubrics.work.bands: must rise from band to band",
                "rubrics.work.bands: must begin with 0",
            ],
        ),
        (
            lambda t: work(t)["bands"][1].update(value=62),
            ["rubrics.work.bands: has 62, which is not on the step"],
        ),
        (
            lambda t: work(t)["attributes"][0].update(anchors={"60": "So.", "70": "Thus."}),
            ["rubrics.work.attributes.sound.anchors.70: is not the value of a band"],
        ),
        (
            lambda t: part(t, 0, 0).update(anchors={"20": "So."}),
            ['criteria.1.parts."1.1".anchors.20: is not the value of a band'],
        ),
        (
            lambda t: part(t, 0, 0).update(kind="play"),
            ['criteria.1.parts."1.1".kind: names play, which is not one of the rubrics'],
        ),
        (
            lambda t: t["criteria"].append({"id": "3", "name": "Third", "points": 1}),
            ["maximum: is 100, but the criteria have 101 points", "criteria.3.parts: is missing"],
        ),
        (
            lambda t: (t["criteria"][1]["parts"].pop(0), bronze(t).update(parts=["1.1", "2.2"])),
            ['criteria.2.parts."2.2".may_not_apply: would leave nothing of the criterion'],
        ),
        (
            lambda t: bronze(t)["parts"].extend(["1.1", "9.9"]),
            [
                "levels.bronze.parts: has 1.1 more than once",
                "levels.bronze.parts: names 9.9, which the edition does not have",
            ],
        ),
        (
            lambda t: bronze(t).update(parts=[], part_minimum={}, criterion_minimum={}),
            ["levels.bronze.parts: must name at least one part"],
        ),
        (
            lambda t: bronze(t).update(part_minimum={"1.2": 10, "1.1": 40}),
            [
                'levels.bronze.part_minimum."1.2": is not among what the level asks for',
                'levels.gold.part_minimum."1.2": is below that of bronze',
            ],
        ),
        (
            lambda t: bronze(t).update(criterion_minimum={"3": 10, "1": 101}),
            [
                "levels.bronze.criterion_minimum.3: is not among what the level asks for",
                "levels.bronze.criterion_minimum.1: cannot be reached: it is above 100 percent",
            ],
        ),
        (
            lambda t: bronze(t).update(minimum_total=5),
            ["levels.bronze: must have either minimum_percent or minimum_total"],
        ),
        (
            lambda t: gold(t).pop("minimum_total"),
            ["levels.gold: must have either minimum_percent or minimum_total"],
        ),
        (
            lambda t: gold(t).update(minimum_total=101),
            ["levels.gold.minimum_total: cannot be reached: the level's parts have 100 points"],
        ),
        (
            lambda t: bronze(t).update(minimum_percent=101),
            ["levels.bronze.minimum_percent: cannot be reached: it is above 100 percent"],
        ),
        (
            lambda t: gold(t).update(parts=["1.1", "1.2"], minimum_total=60),
            ["levels.gold.parts: lacks 2.1, which bronze asks for"],
        ),
        (
            lambda t: (gold(t).pop("minimum_total"), gold(t).update(minimum_percent="49.9")),
            ["levels.gold.minimum_percent: is below that of bronze"],
        ),
        (
            lambda t: gold(t).update(part_minimum={"1.1": 39}),
            ['levels.gold.part_minimum."1.1": is below that of bronze'],
        ),
        (
            lambda t: rule(t).update(fact="staff"),
            [f"{ENOUGH}.fact: names staff, which is not one of the facts"],
        ),
        (
            lambda t: rule(t).pop("minimum"),
            [f"{ENOUGH}: must have a fact and a minimum"],
        ),
        (
            lambda t: rule(t).update(kind="declared"),
            [f"{ENOUGH}: is declared and so has no minimum"],
        ),
        (
            lambda t: rule(t)["minimum_by_level"].update(tin="1"),
            [f"{ENOUGH}.minimum_by_level: names tin, which the edition does not have"],
        ),
        (
            lambda t: rule(t)["derogation"].update(minimum="15"),
            [f"{ENOUGH}.derogation.minimum: must be below the minimum itself"],
        ),
        (
            lambda t: t["facts"][0].update(parts=["9.9"]),
            ["facts.members.parts: names 9.9, which the edition does not have"],
        ),
    ],
)
def test_fault_is_told_with_its_place(change: Change, found: list[str]) -> None:
    tables = example_tables()
    change(tables)
    assert [str(fault) for fault in faults(parse(tables))] == found


def test_edition_without_criteria_is_faulty() -> None:
    tables = example_tables()
    tables |= {"criteria": [], "levels": [], "facts": [], "eligibility": []}
    assert [str(fault) for fault in faults(parse(tables))] == [
        "criteria: is missing",
        "maximum: is 100, but the criteria have 0 points",
    ]
