"""A draft tried over past cases, as the page shows it: groups of few are put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.editions.model import Edition
from assessments.trial import Dimension, Row, Trial, try_out
from assessments.uncertainty import AssessorError
from labelling.applications.building.past_cases import PastCase
from labelling.core.i18n import Text, country_name, gettext, lazy
from labelling.organisations.fields import FIELDS

FEW = 3
"""Fewer cases than this stand in no row of their own."""

DIMENSIONS: Mapping[Dimension, Text] = {
    "all": lazy("All cases"),
    "level": lazy("By the level reached before"),
    "country": lazy("By country"),
    "size": lazy("By number of members"),
    "field": lazy("By field"),
}
CHANGES: Mapping[str, Text] = {
    "gains": lazy("gains a level"),
    "loses": lazy("loses a level"),
    "same": lazy("the same level"),
    "open": lazy("cannot be told"),
}
_SIZES: Mapping[str, Text] = {
    "1-19": lazy("fewer than 20 members"),
    "20-49": lazy("20 to 49 members"),
    "50-99": lazy("50 to 99 members"),
    "100-": lazy("100 members or more"),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """How the cases of one group, or of several small ones together, would fare."""

    group: str
    cases: int
    gains: int
    loses: int
    same: int
    open: int


@dataclass(frozen=True, slots=True)
class ShownTrial:
    """What a draft would change: tables of groups, and the cases themselves."""

    trial: Trial
    tables: tuple[tuple[str, tuple[ShownRow, ...]], ...]
    cases: Mapping[str, PastCase]


def tried(
    before: Edition,
    after: Edition,
    cases: Sequence[PastCase],
    error: AssessorError,
    renamed: Mapping[str, str] | None = None,
) -> ShownTrial:
    """Return what a draft would change for the cases. Raises Unfit as ``try_out``."""
    judged = [one.case for one in cases]
    trial = try_out(before, after, judged, error=error, renamed=renamed)
    tables = tuple(
        (
            str(title),
            _folded([row for row in trial.rows if row.dimension == dimension], before),
        )
        for dimension, title in DIMENSIONS.items()
    )
    return ShownTrial(trial, tables, {one.case.id: one for one in cases})


def _folded(rows: Sequence[Row], before: Edition) -> tuple[ShownRow, ...]:
    """Return the rows with groups of few in one; with the next smallest, if that is few as well."""
    if len(rows) == 1 and rows[0].dimension == "all":
        return (_shown(gettext("all"), rows),)
    ordered = sorted(rows, key=lambda row: (row.cases, row.group))
    few = [row for row in ordered if row.cases < FEW]
    while few and sum(row.cases for row in few) < FEW and len(few) < len(ordered):
        few.append(ordered[len(few)])
    shown = [_shown(_name(row, before), [row]) for row in rows if row not in few]
    return (*shown, *([_shown(gettext("small groups together"), few)] if few else ()))


def _shown(group: str, rows: Sequence[Row]) -> ShownRow:
    return ShownRow(
        group,
        *(
            sum(getattr(row, name) for row in rows)
            for name in ("cases", "gains", "loses", "same", "open")
        ),
    )


def _name(row: Row, before: Edition) -> str:
    if row.dimension == "country":
        return country_name(row.group)
    if row.dimension == "size":
        return str(_SIZES.get(row.group, lazy("not known")))
    if row.dimension == "field":
        return str(FIELDS.get(row.group, row.group or lazy("not known")))
    names = {level.id: level.name for level in before.levels}
    return names.get(row.group, gettext("none"))


def level_name(edition: Edition, level_id: str) -> str:
    """Return what a level is called, or that there is none."""
    names = {level.id: level.name for level in edition.levels}
    return names.get(level_id, gettext("none"))


def assumed(deviation: int, shared: int, assessors: int) -> AssessorError:
    """Return an assumed error: points of deviation, percent in common, number of assessors."""
    return AssessorError(Fraction(deviation), Fraction(shared, 100), assessors)
