import datetime
import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assessments.editions.loader import FaultyEdition, load, load_file, load_toml
from assessments.editions.model import Committee
from assessments.errors import BadInput
from tests.assessments.examples import example_tables

Change = Callable[[dict[str, Any]], object]

COMMITTEE = {
    "quorum_percent": 50,
    "quorum_at_least": 3,
    "secret": False,
    "tie": "falls",
    "without_majority": "sent_back",
    "writing_days": 7,
}
STEPS = {
    "assessors": 1,
    "from_abroad": 0,
    "comparison": False,
    "visit": "video",
    "attributes": False,
    "improvements_shown": 0,
    "english_summary": False,
    "text_limit": 800,
    "evidence_limit": 3,
    "decided_by": "member",
    "effort_text": "A day",
    "duration_text": "A month",
}
A_DECIMAL = 'must be a number written as a text, such as "15" or "0.5"'


def level(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["levels"][0]
    return found


def part(tables: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tables["criteria"][0]["parts"][1]
    return found


def nested(depth: int) -> list[Any]:
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda t: t.pop("name"), "name: is missing"),
        (lambda t: t.update(format=2), "format: must be a whole number from 1 to 1"),
        (lambda t: t.update(colour="red"), "colour: is not a key that an edition has here"),
        (
            lambda t: part(t).update({"weigth": 3}),
            'criteria.1.parts."1.2".weigth: is not a key that an edition has here',
        ),
        (
            lambda t: t["rubrics"]["work"]["bands"][1].update(colour="red"),
            "rubrics.work.bands[1].colour: is not a key that an edition has here",
        ),
        (
            lambda t: part(t).update(weight=2.0),
            'criteria[0].parts[1].weight: must be a whole number, or a text such as "0.5"',
        ),
        (
            lambda t: t.update(note=datetime.date(2026, 1, 1)),
            "note: must be a text, a whole number, true, false, a list or a table",
        ),
        (lambda t: t.update(maximum=2**60), "maximum: is too large a number"),
        (
            lambda t: part(t).update(weight=True),
            'criteria.1.parts."1.2".weight: must be a whole number from 1 to 1000000',
        ),
        (
            lambda t: part(t).update(weight=0),
            'criteria.1.parts."1.2".weight: must be a whole number from 1 to 1000000',
        ),
        (lambda t: t.update(status="old"), "status: must be one of published, draft"),
        (lambda t: t.update(whole_numbers=1), "whole_numbers: must be true or false"),
        (
            lambda t: t.update(committee={**COMMITTEE, "quorum_percent": 100}),
            "committee.quorum_percent: must be a whole number from 0 to 99",
        ),
        (
            lambda t: t.update(committee={**COMMITTEE, "tie": "dice"}),
            "committee.tie: must be one of falls, chair",
        ),
        (
            lambda t: t.update(committee={**COMMITTEE, "dinner": True}),
            "committee.dinner: is not a key that an edition has here",
        ),
        (
            lambda t: t["levels"][0].update(steps={**STEPS, "decided_by": "nobody"}),
            "levels.bronze.steps.decided_by: must be one of member, committee",
        ),
        (lambda t: t.update(name=" "), "name: must be a text that is not empty"),
        (lambda t: t.update(name="a\u202eb"), "name: holds the character U+202E"),
        (lambda t: t.update(name="a\x07b"), "name: holds the character U+0007"),
        (lambda t: t.update(name="a\ud800b"), "name: holds the character U+D800"),
        (
            lambda t: t["rubrics"].update({"a\x07": {}}),
            'rubrics."a\\x07": holds the character U+0007',
        ),
        (
            lambda t: t.update(id="a b"),
            "id: must be an id of up to 64 letters, digits, dots and hyphens",
        ),
        (lambda t: part(t).update(asks="Why?"), 'criteria.1.parts."1.2".asks: must be a list'),
        (
            lambda t: part(t).update(asks=["Why?", 5]),
            'criteria.1.parts."1.2".asks[1]: must be a text that is not empty',
        ),
        (lambda t: t.update(rubrics=[]), "rubrics: must be a table"),
        (lambda t: t.update(criteria=["1"]), "criteria[0]: must be a table"),
        (lambda t: t.update(translations="de"), "translations: must be a table"),
        (
            lambda t: level(t)["part_minimum"].update({"1.1": -1}),
            f'levels.bronze.part_minimum."1.1": {A_DECIMAL}',
        ),
        (
            lambda t: level(t)["fee"].update(amount="1,650"),
            f"levels.bronze.fee.amount: {A_DECIMAL}",
        ),
        (
            lambda t: level(t)["fee"].update(amount="١٦٥٠"),  # digits, but not ours
            f"levels.bronze.fee.amount: {A_DECIMAL}",
        ),
        (lambda t: level(t)["fee"].pop("amount"), "levels.bronze.fee.amount: is missing"),
        (lambda t: t.update(name=nested(20)), "name[0]: is nested too deeply"),
    ],
)
def test_edition_that_is_not_of_the_schema_is_refused(change: Change, refusal: str) -> None:
    tables = example_tables()
    change(tables)
    with pytest.raises(BadInput) as caught:
        load(tables)
    assert str(caught.value) == refusal


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"id = 'x'\nname = '\xff'", "line 2: is not UTF-8"),
        (b"a = 1\na = 2", "is not TOML: Cannot overwrite a value (at end of document)"),
        (b"a = " + b"[" * 50_000, "is nested too deeply"),
        (b"#" * 4_000_001, "an edition has at most 4000000 bytes"),
    ],
)
def test_content_that_is_not_toml_is_refused(content: bytes, refusal: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_toml(content)
    assert str(caught.value) == refusal


def test_file_is_named_in_its_refusal(tmp_path: Path) -> None:
    file = tmp_path / "edition.toml"
    file.write_text("format = 1", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_file(file)
    assert str(caught.value) == f"{file}, language: is missing"


def test_edition_that_does_not_hold_together_is_refused_with_every_fault() -> None:
    tables = example_tables()
    tables["maximum"] = 99
    part(tables)["kind"] = "play"
    with pytest.raises(FaultyEdition) as caught:
        load(tables)
    assert str(caught.value) == (
        "maximum: is 99, but the criteria have 100 points (and 1 more faults)"
    )
    assert [fault.field for fault in caught.value.faults] == [
        "maximum",
        'criteria.1.parts."1.2".kind',
    ]


def test_identity_is_that_of_the_canonical_json() -> None:
    """As RFC 8785 has it: sorted keys, no white space, whatever the order in the file."""
    edition = load(example_tables())
    reordered = load(dict(reversed(example_tables().items())))
    assert edition.canonical.startswith(b'{"criteria":[{"id":"1","introduction":"What comes')
    assert edition.identity == hashlib.sha256(edition.canonical).hexdigest()
    assert reordered.identity == edition.identity
    assert reordered == edition


def test_identity_changes_with_any_text() -> None:
    tables = example_tables()
    part(tables)["title"] = "Two."
    assert load(tables).identity != load(example_tables()).identity


def test_committee_has_usual_rules_unless_the_edition_says_otherwise() -> None:
    tables = example_tables()
    usual = load(tables).committee
    tables["committee"] = COMMITTEE
    tables["levels"][0]["steps"] = STEPS
    found = load(tables)
    assert usual == Committee(50, 3, secret=False, tie="falls", without_majority="not_awarded",
                              writing_days=7)  # fmt: skip
    assert found.committee == replace(usual, without_majority="sent_back")
    assert found.levels[0].steps is not None
    assert (found.levels[0].steps.decided_by, found.levels[0].steps.blinded_papers) == (
        "member",
        False,
    )
