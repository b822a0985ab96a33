"""Cells and publications made short."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from benchmarking.disclosure.audit import Audited, Definitions, audit
from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.policy import CLUB_2026, Policy
from benchmarking.disclosure.releases import Kind, Ledger

FIRST, SECOND = Place("2026-H1", "A01"), Place("2026-H2", "A01")


def club(values: Iterable[int | Fraction], first: int = 0) -> dict[str, Fraction]:
    """Return values of members m00, m01 and so on."""
    return {f"m{at:02}": Fraction(value) for at, value in enumerate(values, first)}


def cell(place: Place, values: Mapping[str, Fraction], **groups: Iterable[str]) -> Cell:
    """Return a cell of members in no holding."""
    contributions = tuple(Contribution(name, value) for name, value in values.items())
    return Cell(place, contributions, {name: frozenset(who) for name, who in groups.items()})


def publish(
    policy: Policy, *releases: Iterable[Cell], definitions: Definitions | None = None
) -> list[Audited]:
    """Publish one release after the other."""
    ledger, done = Ledger(), []
    for cells in releases:
        audited = audit(Kind.FINAL, cells, ledger, definitions or Definitions(), policy)
        ledger = audited.after
        done.append(audited)
    return done


def told_means(audited: Audited) -> dict[tuple[str, str], float | None]:
    """Return the mean of each place and set by indicator and group; None where hidden."""
    return {
        (place.indicator, group): float(found.shown["mean"]) if "mean" in found.shown else None
        for place, groups in audited.figures().items()
        for group, found in groups.items()
    }


def after(*releases: Iterable[Cell], definitions: Definitions | None = None) -> Audited:
    """Return the last of some releases under club-2026."""
    return publish(CLUB_2026, *releases, definitions=definitions)[-1]
