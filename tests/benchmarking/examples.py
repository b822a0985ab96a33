"""A small set of indicators, as tables that tests change, and sheets of one member."""

from copy import deepcopy
from fractions import Fraction
from typing import Any

from benchmarking.figures import Entry, Sheet
from benchmarking.indicators.loader import load
from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round

Tables = dict[str, Any]

H1, H2 = Round(2026, 1), Round(2026, 2)

_COUNT = {"id": "count", "name": "whole number", "symbol": "count", "decimals": 0, "whole": True}
_PERCENT = {"id": "percent", "name": "per cent", "symbol": "%", "decimals": 1, "whole": False}
_EUR = {
    "id": "eur",
    "name": "euro",
    "symbol": "EUR",
    "decimals": 0,
    "whole": False,
    "accepts": [{"id": "thousand-eur", "name": "thousand euro", "factor": "1000"}],
}
_SCORE = {"id": "score", "name": "score", "symbol": "1-5", "decimals": 2, "whole": False}


def _quantity(id_: str, kind: str, unit: str = "count") -> Tables:
    return {"id": id_, "name": id_, "unit": unit, "kind": kind, "lower": "0", "guidance": "Count."}


def _indicator(code: str, kind: str, unit: str, **more: object) -> Tables:
    return {
        "code": code,
        "tier": "core",
        "group": code[0],
        "name": f"Name of {code}",
        "unit": unit,
        "kind": kind,
        "direction": "up",
        "lower": "0",
        "definition": f"What {code} is",
        "guidance": "Count.",
        **more,
    }


_TABLES: Tables = {
    "id": "example",
    "name": "Example",
    "language": "en",
    "status": "draft",
    "first_round": "2025-H1",
    "groups": [{"id": "A", "name": "Members"}, {"id": "B", "name": "Money"}],
    "units": [_COUNT, _PERCENT, _EUR, _SCORE],
    "quantities": [
        _quantity("joined", "flow"),
        _quantity("left", "flow"),
        _quantity("active", "distinct"),
        _quantity("companies", "stock"),
        _quantity("institutes", "stock"),
        _quantity("year", "year", "eur"),
        _quantity("points", "flow"),
        _quantity("answers", "flow"),
    ],
    "indicators": [
        _indicator("A01", "stock", "count", direction="neutral"),
        _indicator(
            "A06",
            "ratio",
            "percent",
            direction="down",
            formula={"numerator": ["left"], "denominator": "A01@previous", "factor": 100},
        ),
        _indicator(
            "A07",
            "share",
            "percent",
            upper="100",
            formula={"numerator": ["active"], "denominator": "A01", "factor": 100},
        ),
        _indicator("B03", "flow", "eur"),
        _indicator(
            "B09",
            "scale",
            "score",
            lower="1",
            upper="5",
            tier="choice",
            formula={"numerator": ["points"], "denominator": "answers", "least": 10},
        ),
    ],
    "identities": [
        {
            "id": "members",
            "kind": "stock",
            "total": "A01",
            "parts": ["A01@previous", "joined", "-left"],
            "text": "Members move.",
        },
        {
            "id": "kinds",
            "kind": "parts",
            "total": "A01",
            "parts": ["companies", "institutes"],
            "text": "Kinds of members.",
        },
        {
            "id": "halves",
            "kind": "halves",
            "total": "year",
            "parts": ["B03@previous", "B03"],
            "text": "Two halves.",
        },
        {
            "id": "some",
            "kind": "within",
            "total": "A01",
            "parts": ["active"],
            "text": "Active ones are members.",
        },
    ],
}


def example_tables() -> Tables:
    """Return tables of their own for each test."""
    return deepcopy(_TABLES)


def example_set() -> IndicatorSet:
    return load(example_tables())


def sheet(round_: Round, **numbers: int | str | None) -> Sheet:
    """Return a sheet with these figures, None for one that was not collected."""
    return Sheet(
        round_,
        {
            name: Entry(None if number is None else Fraction(number))
            for name, number in numbers.items()
        },
    )
