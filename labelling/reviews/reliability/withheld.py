"""Which calls and half-years show figures, so that none can be worked out as what is left. Pure.

Figures of all calls stand beside those of each call, and those of a call beside its half-years:
what is shown of some tells what is hidden of the rest. So nothing that comes of adding and
subtracting what is shown may be of too few cases or assessors.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from labelling.reviews.reliability.gathering import ClosedCase, Gathered

LEAST_CASES = 3
LEAST_ASSESSORS = 3
_JUNE = 6
_TOGETHER = 3  # half-years of calls that are looked at together; more cases than that are enough
_NOTHING = 1e-9

Floats = NDArray[np.float64]
Cell = tuple[UUID, str]
Group = tuple[str, UUID | str | Cell]


@dataclass(frozen=True, slots=True)
class Showable:
    """The calls, the half-years of all calls, and the half-years of single calls with figures."""

    calls: frozenset[UUID]
    halves: frozenset[str]
    cells: frozenset[Cell]


def half_of(case: ClosedCase) -> str:
    """Return the half-year in which a case was scored, such as ``2026-H1``."""
    return f"{case.scored_at.year}-H{1 if case.scored_at.month <= _JUNE else 2}"


def is_enough(cases: Collection[str], who: Mapping[str, frozenset[str]]) -> bool:
    """Say whether there are so many cases and assessors that figures tell of nobody."""
    people = frozenset[str]().union(*(who[case] for case in cases))
    return len(cases) >= LEAST_CASES and len(people) >= LEAST_ASSESSORS


def assessors_by_case(found: Gathered) -> Mapping[str, frozenset[str]]:
    """Return who scored each case."""
    who: dict[str, set[str]] = {case.id: set() for case in found.cases}
    for one in found.said:
        who[one.case].add(one.assessor)
    return {case: frozenset(people) for case, people in who.items()}


def showable(found: Gathered) -> Showable:
    """Return what may be shown of an edition's closed cases.

    Half-years of single calls go first where something has to be hidden, then the fewest cases;
    what turns out to tell nothing comes back.
    """
    who = assessors_by_case(found)
    cells: dict[Cell, set[str]] = {}
    for case in found.cases:
        cells.setdefault((case.call_id, half_of(case)), set()).add(case.id)
    order = sorted(cells)
    groups: dict[Group, frozenset[Cell]] = {("all", ""): frozenset(order)}
    for cell in order:
        around: tuple[Group, ...] = (("call", cell[0]), ("half", cell[1]), ("cell", cell))
        for group in around:
            groups[group] = groups.get(group, frozenset()) | {cell}

    def cases_in(some: Iterable[Cell]) -> set[str]:
        return set().union(*(cells[cell] for cell in some))

    shown = {group for group, some in groups.items() if is_enough(cases_in(some), who)}
    order_of_loss = sorted(
        (group for group in shown if group[0] != "all"),
        key=lambda group: (group[0] != "cell", len(cases_in(groups[group])), str(group)),
    )
    thin = [cell for cell in order if not is_enough(cells[cell], who)]
    few = [
        frozenset(some)
        for size in range(1, _TOGETHER + 1)
        for some in combinations(thin, size)
        if not is_enough(cases_in(some), who)
    ]
    asked = _marked(order, few)
    rows = {group: _marked(order, [some]) for group, some in groups.items()}
    hidden: list[Group] = []
    for group in order_of_loss:
        if not _is_told([rows[one] for one in shown], asked):
            break
        hidden.append(group)
        shown.discard(group)
    for group in reversed(hidden):
        if not _is_told([rows[one] for one in (*shown, group)], asked):
            shown.add(group)
    return Showable(
        frozenset(call for call, _ in order if ("call", call) in shown),
        frozenset(half for _, half in order if ("half", half) in shown),
        frozenset(cell for cell in order if ("cell", cell) in shown),
    )


def _marked(order: Sequence[Cell], groups: Sequence[frozenset[Cell]]) -> Floats:
    """Return a row for each group that has 1 where it holds a cell."""
    marks = [[float(cell in group) for cell in order] for group in groups]
    return np.array(marks).reshape(len(groups), len(order))


def _is_told(shown: Sequence[Floats], asked: Floats) -> bool:
    """Say whether adding and subtracting rows that are shown gives one of those asked for."""
    if not shown or not asked.size:
        return False
    sides, sizes, _ = np.linalg.svd(np.vstack(shown).T, full_matrices=False)
    basis = sides[:, sizes > _NOTHING]
    apart = asked.T - basis @ (basis.T @ asked.T)
    return bool((np.abs(apart).max(axis=0) < _NOTHING).any())
