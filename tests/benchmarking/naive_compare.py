"""The rules of `labelling compare` once more, as slowly and literally as they can be written.

Sets of names, fractions, and for rule 4(b) every union of atoms with a rank for each.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Any

NAMES = ["mean", "median", "q1", "q3", "sd", "p10", "p90"]
LEAST = {"mean": 5, "median": 5, "q1": 8, "q3": 8, "sd": 10, "p10": 20, "p90": 20}


@dataclass(frozen=True)
class Value:
    """A row of a file that has a value."""

    round: str
    indicator: str
    group: str
    member: str
    value: Fraction | None
    holding: str = ""
    grade: str = ""


def report(rows: Iterable[Value]) -> list[dict[str, Any]]:
    """Return what `compare` has to print as its results, exact numbers where they are."""
    found = list(rows)
    results = []
    for key in sorted({(row.round, row.indicator) for row in found}):
        here = [row for row in found if (row.round, row.indicator) == key]
        results += [{"round": key[0], "indicator": key[1], **one} for one in _cell(here)]
    return results


def _cell(rows: Sequence[Value]) -> list[dict[str, Any]]:
    kept = [row for row in rows if row.value is not None and row.grade != "D"]
    known = {row.member: row for row in kept}
    groups = {"*": frozenset(known)}
    for name in {row.group for row in rows} - {""}:
        groups[name] = frozenset(row.member for row in kept if row.group == name)
    published = _published(groups, known)
    return [
        {"group": name, **_set(groups[name], groups[name] in published, known)}
        for name in sorted(groups)
    ]


def size(members: Collection[str], known: Mapping[str, Value]) -> int:
    """Return N."""
    return len({known[member].holding or member for member in members})


def dominated(members: Collection[str], known: Mapping[str, Value]) -> bool:
    """Return whether rule 3 hides a sum."""
    sums: dict[str, Fraction] = {}
    for member in members:
        unit = known[member].holding or member
        sums[unit] = sums.get(unit, Fraction(0)) + _number(known[member])
    found = list(sums.values())
    if any(_number(row) < 0 for row in known.values()):
        found = [abs(one) for one in found]
    found = [*sorted(found, reverse=True), Fraction(0)]
    return found[0] == 0 or sum(found) - found[0] - found[1] < found[0] / 10


def _number(row: Value) -> Fraction:
    assert row.value is not None
    return row.value


def _published(
    groups: Mapping[str, frozenset[str]], known: Mapping[str, Value]
) -> set[frozenset[str]]:
    first = {}
    for name in sorted(groups, reverse=True):
        first[groups[name]] = name
    first[groups["*"]] = "*"
    order = sorted(first, key=lambda one: (first[one] != "*", -size(one, known), first[one]))
    done: list[frozenset[str]] = []
    for one in order:
        if size(one, known) >= 5 and _together([*done, one], known):
            done.append(one)
    return set(done)


def _together(sets: Sequence[frozenset[str]], known: Mapping[str, Value]) -> bool:
    for one in sets:
        for other in sets:
            rest = one - other
            if rest and size(rest, known) < 5:
                return False
            both = not dominated(one, known) and not dominated(other, known)
            if rest and both and dominated(rest, known):
                return False
    summed = [one for one in sets if not dominated(one, known)]
    atoms: dict[tuple[bool, ...], list[str]] = {}
    for member in known:
        atoms.setdefault(tuple(member in one for one in sets), []).append(member)
    patterns = list(atoms)
    rows = [[Fraction(any(m in one for m in atoms[p])) for p in patterns] for one in summed]
    for count in range(1, len(patterns) + 1):
        for chosen in combinations(patterns, count):
            vector = [Fraction(p in chosen) for p in patterns]
            members = [member for p in chosen for member in atoms[p]]
            if size(members, known) >= 5 and not dominated(members, known):
                continue
            if rank([*rows, vector]) == rank(rows):
                return False
    return True


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Return the rank of a matrix of fractions."""
    left, found = [list(row) for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            factor = row[column] / pivot[column]
            row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


def _set(members: frozenset[str], published: bool, known: Mapping[str, Value]) -> dict[str, Any]:
    values = sorted(_number(known[member]) for member in members)
    n = size(members, known)
    suppressed = {}
    figures: dict[str, Any] = {}
    for name in NAMES:
        reasons = {
            "n_below_5": n < 5,
            f"n_below_{LEAST[name]}": n < LEAST[name],
            "differencing": not published,
            "outside": name[0] in "qp" and n >= 5 and not _outside(values, name),
            "p_percent": name in {"mean", "sd"} and n >= 5 and dominated(members, known),
            "zero": name == "sd" and len(set(values)) == 1,
        }
        holding = [reason for reason, holds in reasons.items() if holds]
        figures[name] = None if holding else _figure(values, name)
        if holding:
            suppressed[name] = holding[0]
    return {"n": n if n >= 5 else None, **figures, "suppressed": suppressed}


def _outside(values: Sequence[Fraction], name: str) -> bool:
    low, high = (Fraction(1, 4), Fraction(3, 4)) if name[0] == "q" else \
        (Fraction(1, 10), Fraction(9, 10))  # fmt: skip
    below = [one for one in values if one < between(values, (len(values) - 1) * low)]
    above = [one for one in values if one > between(values, (len(values) - 1) * high)]
    return len(below) >= 2 and len(above) >= 2


def between(values: Sequence[Fraction], place: Fraction) -> Fraction:
    """Return the linear interpolation at a place among ascending values."""
    low = floor(place)
    if low == place:
        return values[low]
    return values[low] * (low + 1 - place) + values[low + 1] * (place - low)


def _figure(values: Sequence[Fraction], name: str) -> Fraction | tuple[str, Fraction]:
    count = len(values)
    mean = sum(values, Fraction(0)) / count
    if name == "mean":
        return mean
    if name == "sd":
        return "root", sum(((one - mean) ** 2 for one in values), Fraction(0)) / (count - 1)
    share = {"median": "1/2", "q1": "1/4", "q3": "3/4", "p10": "1/10", "p90": "9/10"}[name]
    h = (count - 1) * Fraction(share)
    return (between(values, h - 1) + 2 * between(values, h) + between(values, h + 1)) / 4
