"""What of a year's figures is published: counted figures in, protected ones out. Pure.

Refused applications are never public, so nothing here may tell that there was one, or how few.
Everybody can count the labels that were granted, by country and year, in the register: these counts
are taken as known, and are shown. Rows are what everybody knows anyway: all levels, and the
countries to which a label was granted; all others are one row. Days, differences and derogations
are of applications that led to a label, so that their numbers tell nothing of the others.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any

import rfc8785

from benchmarking.counts import Cell
from benchmarking.protection import FEW, shown
from benchmarking.quantiles import MEDIAN_FROM, quartiles
from labelling.register.statistics.words import (
    APPEAL_OUTCOMES,
    COMPLAINT_OUTCOMES,
    CONCERNS,
    GROUPS,
    LABEL_EVENTS,
    OTHER,
    OUTCOMES,
    STEPS,
)

POLICY = "statistics-2026"
_HALF = Fraction(1, 2)
Counts = Mapping[str, Mapping[str, int]]
Shown = Mapping[str, int | None]


def content_of(counted: Mapping[str, Any], levels: Sequence[str]) -> dict[str, Any]:
    """Return what is published of a year; None stands for a count that is not shown."""
    by_level = {level: counted["levels"].get(level, {}) for level in _in_order(counted, levels)}
    by_country = _known_countries(counted["countries"])
    applications = shown(list(_cells(by_level, by_country)))
    appeals = shown(list(_single("appeals", _summed(counted["appeals"]), APPEAL_OUTCOMES)))
    complaints = shown(
        list(_crossed("complaints", counted["complaints"], CONCERNS, COMPLAINT_OUTCOMES))
    )
    return {
        "policy": POLICY,
        "year": counted["year"],
        "applications": {
            "total": applications["total"],
            "outcomes": {outcome: applications[f"outcome.{outcome}"] for outcome in OUTCOMES},
            "by_level": [_row("level", level, applications) for level in by_level],
            "by_country": [_row("country", country, applications) for country in by_country],
        },
        "derogations": [
            {"rule": rule, "count": count if count >= FEW else None}
            for rule, count in sorted(counted["derogations"].items())
        ],
        "agreement": _agreement(counted["agreement"]),
        "days": [_days(step, counted["days"][step]) for step in STEPS],
        "labels": {kind: counted["labels"].get(kind, 0) for kind in LABEL_EVENTS},
        "appeals": {
            "total": appeals["appeals"],
            "outcomes": {one: appeals[f"appeals.{one}"] for one in APPEAL_OUTCOMES},
        },
        "complaints": {
            "total": complaints["complaints"],
            "outcomes": {one: complaints[f"complaints.sum.{one}"] for one in COMPLAINT_OUTCOMES},
            "by_concern": [
                {
                    "concern": concern,
                    "total": complaints[f"complaints.{concern}"],
                    "outcomes": {
                        one: complaints[f"complaints.{concern}.{one}"] for one in COMPLAINT_OUTCOMES
                    },
                }
                for concern in CONCERNS
            ],
        },
    }


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a release: of its canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()


def _in_order(counted: Mapping[str, Any], levels: Sequence[str]) -> list[str]:
    """Return the levels of the editions; one that no edition has any more comes last."""
    return [*levels, *sorted(set(counted["levels"]) - set(levels))]


def _known_countries(counts: Counts) -> dict[str, dict[str, int]]:
    """Return a row for each country to which a label was granted, and one for all others."""
    known: dict[str, dict[str, int]] = {}
    others: Counter[str] = Counter()
    for country, outcomes in sorted(counts.items()):
        if any(outcomes.get(outcome) for outcome in GROUPS["granted"]):
            known[country] = dict(outcomes)
        else:
            others.update(outcomes)
    return {**known, OTHER: dict(others)}


def _group(outcomes: Mapping[str, int], group: str) -> int:
    return sum(outcomes.get(outcome, 0) for outcome in GROUPS[group])


def _cells(by_level: Counts, by_country: Counts) -> Iterator[Cell]:
    """Yield both tables as one network: levels, the outcomes that they share, countries."""
    for level, outcomes in by_level.items():
        total = sum(outcomes.values())
        yield Cell(f"level.{level}", total, "all", f"level {level}")
        for group in GROUPS:
            yield _known_or_not(
                f"level.{level}.{group}",
                _group(outcomes, group),
                (f"level {level}", f"group {group}"),
                group,
            )
    whole = _summed(by_level)
    for group, members in GROUPS.items():
        yield _known_or_not(
            f"group.{group}", _group(whole, group), (f"group {group}", f"split {group}"), group
        )
        for outcome in members:
            yield Cell(
                f"outcome.{outcome}",
                whole.get(outcome, 0),
                f"split {group}",
                f"whole {group}",
                sensitive=outcome != "awarded",
            )
    for country, outcomes in by_country.items():
        for group in GROUPS:
            yield _known_or_not(
                f"country.{country}.{group}",
                _group(outcomes, group),
                (f"whole {group}", f"country {country}"),
                group,
            )
        yield Cell(f"country.{country}", sum(outcomes.values()), f"country {country}", "end")
    yield Cell("total", sum(whole.values()), "end", "all")


def _known_or_not(name: str, value: int, ends: tuple[str, str], group: str) -> Cell:
    known = group == "granted"
    return Cell(name, value, *ends, sensitive=not known, known=known)


def _single(name: str, counts: Mapping[str, int], keys: Sequence[str]) -> Iterator[Cell]:
    """Yield one row of counts with its total."""
    for key in keys:
        yield Cell(f"{name}.{key}", counts.get(key, 0), "all", "end", sensitive=True)
    yield Cell(name, sum(counts.get(key, 0) for key in keys), "end", "all")


def _crossed(
    name: str, counts: Counts, rows: Sequence[str], columns: Sequence[str]
) -> Iterator[Cell]:
    """Yield a table of counts with the totals of rows and columns."""
    whole = _summed(counts)
    for row in rows:
        own = counts.get(row, {})
        yield Cell(f"{name}.{row}", sum(own.values()), "all", f"row {row}", sensitive=True)
        for column in columns:
            yield Cell(
                f"{name}.{row}.{column}",
                own.get(column, 0),
                f"row {row}",
                f"column {column}",
                sensitive=True,
            )
    for column in columns:
        yield Cell(
            f"{name}.sum.{column}", whole.get(column, 0), f"column {column}", "end", sensitive=True
        )
    yield Cell(name, sum(whole.values()), "end", "all")


def _summed(counts: Counts) -> Counter[str]:
    whole: Counter[str] = Counter()
    for outcomes in counts.values():
        whole.update(outcomes)
    return whole


def _row(kind: str, key: str, cells: Shown) -> dict[str, Any]:
    return {
        kind: key,
        "total": cells[f"{kind}.{key}"],
        **{group: cells[f"{kind}.{key}.{group}"] for group in GROUPS},
    }


def _agreement(counted: Mapping[str, Any]) -> dict[str, int | None]:
    """Return the share of parts that the mean settled, and the mean difference, rounded."""
    if counted["applications"] < MEDIAN_FROM or not counted["parts"]:
        return {"within_percent": None, "mean_difference": None}
    parts = counted["parts"]
    return {
        "within_percent": _rounded(Fraction(100 * counted["within"], parts)),
        "mean_difference": _rounded(Fraction(counted["difference"]) / parts),
    }


def _days(step: str, days: Sequence[int]) -> dict[str, Any]:
    found = quartiles([Fraction(day) for day in days])
    return {
        "step": step,
        "median": _rounded(found.median),
        "q1": _rounded(found.q1),
        "q3": _rounded(found.q3),
    }


def _rounded(value: Fraction | None) -> Any:
    """Return a value rounded half up to a whole number."""
    return None if value is None else floor(value + _HALF)
