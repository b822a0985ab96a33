"""A release as canonical JSON: what a ledger keeps of it, and what pages read from it.

Numbers are exact, as texts such as `64` or `81/2`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import rfc8785

from benchmarking.disclosure.audit import Audited
from benchmarking.disclosure.cells import WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.gate import Judged
from benchmarking.disclosure.histogram import Bin, histogram
from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releases import Kind, Release, Told

FORMAT = "club-release-1"


class NotARelease(ValueError):
    """Say that a content is no release that we can read."""


@dataclass(frozen=True)
class Shown:
    """What a release shows of one set: its figures, and its histogram where there is one."""

    figures: Figures
    bins: tuple[Bin, ...] = ()


@dataclass(frozen=True)
class ReadRelease:
    """A release read back: the ledger's entry, and what was shown by place and group."""

    release: Release
    policy: str
    shown: Mapping[tuple[Place, str], Shown] = field(hash=False)


def release_file(kind: Kind, audited: Audited, policy: Policy) -> bytes:
    """Return a release in RFC 8785 form: its cells, the sets told of, the figures shown."""
    cells = {judged.cell.place: at for at, judged in enumerate(audited.judged)}
    told = [one for judged in audited.judged for one in judged.told()]
    table = {
        "format": FORMAT,
        "kind": kind.value,
        "policy": policy.id,
        "cells": [_cell(judged.cell) for judged in audited.judged],
        "told": [
            {"cell": cells[one.place], "group": one.group, "summed": one.summed} for one in told
        ],
        "figures": [
            {
                "cell": at,
                "group": group,
                **_figures(found),
                "bins": _bins(judged, group, found, policy),
            }
            for at, judged in enumerate(audited.judged)
            for group, found in sorted(judged.figures().items())
        ],
    }
    return rfc8785.dumps(table)  # type: ignore[arg-type]  # texts, whole numbers, lists and tables


def read_release(content: bytes) -> ReadRelease:
    """Return a release from its canonical form. Raises NotARelease."""
    try:
        table: dict[str, Any] = json.loads(content)
        if table["format"] != FORMAT:
            raise NotARelease(f"the format is not {FORMAT}")
        cells = [_read_cell(one) for one in table["cells"]]
        told = tuple(_read_told(one, cells) for one in table["told"])
        shown = {
            (cells[one["cell"]].place, one["group"]): _read_shown(one) for one in table["figures"]
        }
        release = Release(Kind(table["kind"]), tuple(cells), told)
        return ReadRelease(release, table["policy"], shown)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise NotARelease("a release of the ledger cannot be read") from error


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "round": cell.place.round,
        "indicator": cell.place.indicator,
        "upper": None if cell.upper is None else str(cell.upper),
        "contributions": [[one.member, str(one.value), one.holding] for one in cell.contributions],
        "groups": {name: sorted(members) for name, members in cell.groups.items()},
    }


def _figures(found: Figures) -> dict[str, Any]:
    return {
        "n": found.n,
        "shown": {name: str(Fraction(one)) for name, one in found.shown.items()},
        "suppressed": {name: reason.value for name, reason in found.suppressed.items()},
    }


def _bins(judged: Judged, group: str, found: Figures, policy: Policy) -> list[list[Any]]:
    """Return the histogram of the whole; groups have none, whose bins could be subtracted."""
    if group != WHOLE or not found.shown:
        return []
    values = [one.value for one in judged.cell.contributions]
    bins = histogram(values, found, policy) or ()
    return [[_written(one.low), _written(one.high), one.count] for one in bins]


def _written(edge: Fraction | None) -> str | None:
    return None if edge is None else str(edge)


def _read_cell(table: Mapping[str, Any]) -> Cell:
    return Cell(
        Place(table["round"], table["indicator"]),
        tuple(Contribution(m, Fraction(v), h) for m, v, h in table["contributions"]),
        {name: frozenset(members) for name, members in table["groups"].items()},
        _number(table["upper"]),
    )


def _read_told(table: Mapping[str, Any], cells: list[Cell]) -> Told:
    cell = cells[table["cell"]]
    members = tuple(cell.contributions_of(table["group"]))
    return Told(cell.place, table["group"], members, table["summed"])


def _read_shown(table: Mapping[str, Any]) -> Shown:
    figures = Figures(
        table["n"],
        {name: Fraction(one) for name, one in table["shown"].items()},
        {name: Reason(one) for name, one in table["suppressed"].items()},
    )
    bins = tuple(Bin(_number(low), _number(high), count) for low, high, count in table["bins"])
    return Shown(figures, bins)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
