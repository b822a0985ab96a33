"""A small edition to compute by hand, as tables, so that a test can change what it is about."""

import copy
from fractions import Fraction
from typing import Any

from assessments.editions.loader import load
from assessments.editions.model import Edition
from assessments.judgement import Judgement, Percent

# Criterion 1: 60 points, 1.1 has 20 and 1.2 has 40. Criterion 2: 40 points, 2.1 has 30, 2.2 has 10.
_TABLES: dict[str, Any] = {
    "format": 1,
    "id": "example-2026",
    "scheme": "example",
    "name": "Example, edition 2026",
    "status": "draft",
    "language": "en",
    "maximum": 100,
    "step": 5,
    "note": "Made for tests.",
    "rubrics": {
        "work": {
            "name": "Work",
            "caps": ["sound"],
            "bands": [
                {"value": 0, "name": "Nothing", "text": "We have nothing.", "assessor": "Nothing."},
                {"value": 60, "name": "Done", "text": "We do it.", "assessor": "Done."},
            ],
            "attributes": [
                {"id": "sound", "name": "Sound", "question": "Is it sound?"},
                {"id": "deployed", "name": "Deployed", "question": "Is it done?"},
                {"id": "reviewed", "name": "Reviewed", "question": "Is it looked at?"},
            ],
        },
    },
    "criteria": [
        {
            "id": "1",
            "name": "First",
            "points": 60,
            "introduction": "What comes first.",
            "parts": [
                {"id": "1.1", "title": "One", "weight": 1, "kind": "work", "looks_at": "One."},
                {
                    "id": "1.2",
                    "title": "Two",
                    "weight": 2,
                    "kind": "work",
                    "asks": ["Why?", "How?"],
                },
            ],
        },
        {
            "id": "2",
            "name": "Second",
            "points": 40,
            "parts": [
                {"id": "2.1", "title": "Three", "weight": 3, "kind": "work"},
                {
                    "id": "2.2",
                    "title": "Four",
                    "weight": 1,
                    "kind": "work",
                    "may_not_apply": "Where there is no team.",
                },
            ],
        },
    ],
    "levels": [
        {
            "id": "bronze",
            "name": "Bronze",
            "parts": ["1.1", "2.1"],
            "minimum_percent": 50,
            "part_minimum": {"1.1": 40},
            "criterion_minimum": {"2": "30.5"},
            "fee": {"amount": "1650", "currency": "EUR", "text": "without VAT"},
        },
        {"id": "gold", "name": "Gold", "minimum_total": 80, "part_minimum": {"1.1": 60}},
    ],
    "facts": [
        {
            "id": "members",
            "group": "Members",
            "name": "Committed members",
            "unit": "count",
            "definition": "Who has signed or pays.",
            "parts": ["1.1"],
        },
    ],
    "eligibility": [
        {
            "id": "enough-members",
            "text": "At least 15 members.",
            "kind": "minimum",
            "fact": "members",
            "minimum": "15",
            "minimum_by_level": {"gold": "20"},
            "derogation": {"minimum": "10", "text": "With a reason."},
        },
    ],
}


def example_tables() -> dict[str, Any]:
    """Return the example's tables, to be changed freely."""
    return copy.deepcopy(_TABLES)


def example_edition() -> Edition:
    """Return the example as an edition."""
    return load(example_tables())


def percents(**values: int | str) -> dict[str, Judgement]:
    """Return judgements by part: ``percents(p1_1=45)`` scores part 1.1 with 45."""
    return {
        name.removeprefix("p").replace("_", "."): Percent(Fraction(value))
        for name, value in values.items()
    }
