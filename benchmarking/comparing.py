"""What the command `compare` prints: the figures of a file that disclosure control lets out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarking.disclosure.cells import UNACCEPTED_GRADE, WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.figures import FIGURES, Figures
from benchmarking.disclosure.gate import TooManySets, judge
from benchmarking.disclosure.policy import CLUB_2026, Policy
from benchmarking.nearest import nearest
from benchmarking.reading import BadInput, Row, quoted, read_rows

COLUMNS = ("round", "indicator", "group", "member", "value")
OPTIONAL = ("holding", "grade")
GRADES = ("", "A", "B", "C", UNACCEPTED_GRADE)

Report = dict[str, Any]


@dataclass(slots=True)
class _Entry:
    """What the file says of a member in a round and indicator, and the lines of its groups."""

    value: Fraction | None
    holding: str
    grade: str
    line: int
    groups: dict[str, int] = field(default_factory=dict)


_Entries = dict[Place, dict[str, _Entry]]


def compare_report(path: Path, policy: Policy = CLUB_2026) -> Report:
    """Return the figures of each round, indicator and group of a file. Raises BadInput.

    Each round by itself (rules 1 to 5). A hidden figure is None and has its reason. Numbers are
    the doubles nearest to the exact values.
    """
    try:
        entries = _entries(read_rows(path, COLUMNS, OPTIONAL))
        results = [
            result
            for place in sorted(entries)
            for result in _results(place, entries[place], policy)
        ]
    except BadInput as error:
        error.file = str(path)
        raise
    return {"policy": policy.id, "results": results}


def _entries(rows: Iterable[Row]) -> _Entries:
    entries: _Entries = {}
    for row in rows:
        place, member = Place(row.name("round"), row.name("indicator")), row.name("member")
        found = _entry(row)
        entry = entries.setdefault(place, {}).setdefault(member, found)
        _insist_on_one_answer(row, member, entry, found)
        group = row.fields["group"]
        if group == WHOLE:
            raise row.bad("group", f"{quoted(WHOLE)} is the name of all members together")
        if group in entry.groups:
            told = f"{quoted(member)} stands in this group already, on line {entry.groups[group]}"
            raise row.bad("member", told)
        entry.groups[group] = row.line
    return entries


def _entry(row: Row) -> _Entry:
    grade = row.fields["grade"]
    if grade not in GRADES:
        raise row.bad("grade", f"must be A, B, C, D or empty, not {quoted(grade)}")
    return _Entry(row.number("value"), row.fields["holding"], grade, row.line)


def _insist_on_one_answer(row: Row, member: str, first: _Entry, found: _Entry) -> None:
    """Raise BadInput where a member's rows do not say the same."""
    for column in ("value", "holding", "grade"):
        if getattr(first, column) != getattr(found, column):
            told = f"{quoted(member)} has another {column} here than on line {first.line}"
            raise row.bad(column, told)


def _results(place: Place, entries: dict[str, _Entry], policy: Policy) -> list[Report]:
    try:
        judged = judge(_cell(place, entries), policy)
    except TooManySets as error:
        line = min(
            entry.groups[error.group] for entry in entries.values() if error.group in entry.groups
        )
        problem = (
            f"{quoted(error.group)} is one more than the {error.most} different groups that "
            f"{quoted(place.indicator)} may have in {quoted(place.round)}"
        )
        raise BadInput(problem, line=line, column="group") from error
    by_group = judged.figures()
    return [_result(place, group, by_group[group]) for group in sorted(by_group)]


def _cell(place: Place, entries: dict[str, _Entry]) -> Cell:
    accepted = tuple(
        Contribution(member, entry.value, entry.holding)
        for member, entry in entries.items()
        if entry.value is not None and entry.grade != UNACCEPTED_GRADE
    )
    groups: dict[str, list[str]] = {}
    for member, entry in entries.items():
        for group in entry.groups:
            if group:
                groups.setdefault(group, []).append(member)
    return Cell(place, accepted, {name: frozenset(members) for name, members in groups.items()})


def _result(place: Place, group: str, found: Figures) -> Report:
    return {
        "round": place.round,
        "indicator": place.indicator,
        "group": group,
        "n": found.n,
        **{name: _double(found.shown.get(name)) for name in FIGURES},
        "suppressed": {name: reason.value for name, reason in found.suppressed.items()},
    }


def _double(value: Fraction | float | None) -> float | None:
    return nearest(value) if isinstance(value, Fraction) else value
