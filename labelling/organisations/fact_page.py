"""The fact sheet as a page shows it: groups, figures with what stands in their boxes, messages."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from assessments.editions.model import Edition, Fact
from labelling.core import i18n
from labelling.core.errors import BadRequest
from labelling.core.web.forms import tidy, tidy_lines
from labelling.organisations.actions.facts import Figure, Key, Outcome
from labelling.organisations.models import FactValue
from labelling.organisations.provenance import Origin
from labelling.organisations.verified import Verified

NUMBERS = frozenset({"count", "percent", "eur", "months", "fte"})
SUFFIXES = {"percent": "%", "eur": "€"}


@dataclass(slots=True)
class Box:
    """One figure on the page: what stands in its box, and what is said of it."""

    fact: Fact
    year: int
    text: str = ""
    note: str = ""
    origin: Origin = field(default_factory=Origin)
    version: int = 0
    shown: str = ""
    told: str = ""
    verified: Verified | None = None
    verified_shown: str = ""
    error: str = ""
    theirs: FactValue | None = None
    theirs_shown: str = ""

    @property
    def name(self) -> str:
        """Return the part of the field's name that tells fact and year."""
        return f"{self.fact.id}.{self.year}"


@dataclass(frozen=True, slots=True)
class Row:
    """A fact with a box for each year."""

    fact: Fact
    boxes: list[Box]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together."""

    name: str
    rows: list[Row] = field(default_factory=list)


def entered(fact: Fact, value: str) -> str:
    """Return a kept figure as its reader would type it: their decimal mark, no grouping."""
    if not value or fact.unit not in NUMBERS:
        return value
    return value.replace(".", i18n.locale().number_symbols["latn"]["decimal"])


def read_back(fact: Fact, value: str) -> str:
    """Return a kept figure as it is printed: grouped, with its unit's sign."""
    if not value or fact.unit not in NUMBERS:
        return value
    number = i18n.format_number(Decimal(value))
    return f"{number} {SUFFIXES[fact.unit]}" if fact.unit in SUFFIXES else number


def groups(
    edition: Edition,
    years: Sequence[int],
    values: Mapping[Key, FactValue],
    verified: Mapping[Key, Verified],
) -> list[Group]:
    """Return the sheet with what is kept and what was verified, in the edition's order."""
    return [
        Group(
            name,
            [Row(fact, [_box(fact, year, values, verified) for year in years]) for fact in facts],
        )
        for name, facts in groupby(edition.facts, key=lambda fact: fact.group)
    ]


def _box(
    fact: Fact, year: int, values: Mapping[Key, FactValue], verified: Mapping[Key, Verified]
) -> Box:
    row, seen = values.get((fact.id, year)), verified.get((fact.id, year))
    if row is None:
        return Box(fact, year)
    return Box(
        fact,
        year,
        text=entered(fact, row.value),
        note=row.note,
        origin=origin_of(row),
        version=row.version,
        shown=read_back(fact, row.value),
        told=row.provenance.told,
        verified=seen,
        verified_shown=read_back(fact, seen.value) if seen and seen.value != row.value else "",
    )


def origin_of(row: FactValue) -> Origin:
    """Return where a kept figure comes from as its fields have it."""
    return Origin(row.source, row.dated.isoformat() if row.dated else "", row.grade)


def boxes(sheet: Sequence[Group]) -> Iterator[Box]:
    """Yield every box of the sheet."""
    for group in sheet:
        for row in group.rows:
            yield from row.boxes


def base_of(sheet: Sequence[Group]) -> str:
    """Return, for the form, what its boxes started from: version and fields by name."""
    found = {
        box.name: [box.version, box.text, box.note, *astuple(box.origin)] for box in boxes(sheet)
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def touched(
    edition: Edition, years: Sequence[int], sent: Mapping[str, str], base: str, without: str
) -> list[Figure]:
    """Return the figures that differ from what their boxes started from.

    ``without`` names a figure whose newer value is taken as it is. Raises BadRequest for a base
    that we did not write.
    """
    started = _read_base(base)
    found = []
    for fact in edition.facts:
        for year in years:
            name = f"{fact.id}.{year}"
            if f"value.{name}" not in sent or name == without:
                continue
            version, *fields = started.get(name, (0, "", "", "", "", ""))
            text, note = sent[f"value.{name}"].strip(), _one_line(sent, f"note.{name}")
            origin = _origin(sent, name, fields[2:])
            if [text, note, *astuple(origin)] != fields:
                found.append(Figure(fact.id, year, text, note, version, origin))
    return found


def _origin(sent: Mapping[str, str], name: str, started: Sequence[str]) -> Origin:
    """Return what was sent of where a figure comes from; what is no field of the page stays."""
    fields = ("source", "dated", "grade")
    return Origin(
        *(
            _one_line(sent, f"{field}.{name}") if f"{field}.{name}" in sent else was
            for field, was in zip(fields, started, strict=True)
        )
    )


def _one_line(sent: Mapping[str, str], name: str) -> str:
    return tidy(tidy_lines(sent.get(name)))


def _read_base(base: str) -> dict[str, tuple[int, str, str, str, str, str]]:
    try:
        found: Any = json.loads(base or "{}")
        return {
            str(name): (int(version), str(text), str(note), str(source), str(dated), str(grade))
            for name, (version, text, note, source, dated, grade) in found.items()
        }
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        raise BadRequest from None


def put_back(sheet: Sequence[Group], figures: Sequence[Figure], outcome: Outcome) -> None:
    """Show what was entered and could not be saved, each with the reason."""
    typed = {figure.key: figure for figure in figures}
    for box in boxes(sheet):
        key = (box.fact.id, box.year)
        if key in outcome.faults:
            box.error = outcome.faults[key].sentence
        if key in outcome.conflicts:
            box.theirs = outcome.conflicts[key]
            box.theirs_shown = read_back(box.fact, box.theirs.value)
        if key in outcome.faults or key in outcome.conflicts:
            box.text, box.note = typed[key].text, typed[key].note
            box.origin = typed[key].origin or box.origin
