"""Which counts of a release are hidden, so that no small one can be worked out.

A count of people from 1 up to the threshold is hidden, and as many others as it takes until a
reader must think of each of them that it may be 0, and that it may be the threshold or more: what
is shown then tells neither that there was somebody nor that there were few (primary and secondary
suppression). Exact for tables that hang together; see ``counts``.
"""

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush

from benchmarking.counts import Cell, balanced, bounds

FEW = 3
"""Fewer than this, and at least one: not shown."""


def shown(cells: Sequence[Cell], few: int = FEW) -> Mapping[str, int | None]:
    """Return each cell's count, None for a hidden one.

    The same cells always give the same answer. Raises Unbalanced where sums do not agree.
    """
    found = balanced(sorted(cells, key=lambda cell: cell.id))
    small = [cell for cell in found if is_small(cell, few)]
    hidden = {cell.id for cell in small}
    while (told := _first_told(found, small, hidden, few)) is not None:
        hidden |= _more(found, hidden, told, few)
    _show_again(found, small, hidden, few)
    return {cell.id: None if cell.id in hidden else cell.value for cell in found}


def is_small(cell: Cell, few: int = FEW) -> bool:
    """Say whether a count would tell of few people."""
    return cell.sensitive and not cell.known and 0 < cell.value < few


def is_protected(
    cells: Collection[Cell], hidden: Collection[str], cell: Cell, few: int = FEW
) -> bool:
    """Say whether a reader must think that a count may be 0, and that it may be no small one.

    As far as what everybody knows anyway leaves that open: of one label that the register shows,
    everybody knows that no three were granted under a condition.
    """
    low, high = bounds(cells, hidden, cell)
    if low == 0 and high >= few:
        return True
    least, most = bounds(cells, {one.id for one in cells}, cell)
    return low <= least and high >= min(few, most)


def _first_told(
    cells: Sequence[Cell], small: Sequence[Cell], hidden: Collection[str], few: int
) -> Cell | None:
    """Return a small count that can still be told from what is shown, None where there is none."""
    return next((cell for cell in small if not is_protected(cells, hidden, cell, few)), None)


def _more(cells: Sequence[Cell], hidden: Collection[str], told: Cell, few: int) -> set[str]:
    """Return the cells to be hidden as well, so that a count may be 0, and may be no small one.

    They close the cheapest cycle with it: on paper all of it can be moved along, nobody sees where
    to. Without such a cycle the smallest count that is still shown goes; when at the latest all
    that is not known is hidden, everything is protected.
    """
    low, high = bounds(cells, hidden, told)
    others = [cell for cell in cells if not cell.known and cell.id != told.id]
    ways = []
    if high < few:
        ways.append(_cheapest(others, hidden, told.head, told.tail, few - told.value))
    if low > 0:
        ways.append(_cheapest(others, hidden, told.tail, told.head, told.value))
    added = {name for way in ways if way is not None for name in way if name not in hidden}
    if added:
        return added
    left = [cell for cell in cells if cell.id not in hidden and not cell.known]
    return {min(left, key=lambda cell: (not cell.sensitive, cell.value, cell.id)).id}


def _cheapest(
    cells: Sequence[Cell], hidden: Collection[str], source: str, target: str, amount: int
) -> list[str] | None:
    """Return the cells along the cheapest way on which so much can be moved.

    What is hidden already costs nothing, the rest as much as is lost with it: its count.
    """
    steps: dict[str, list[tuple[str, int, str]]] = {}
    for cell in cells:
        cost = 0 if cell.id in hidden else cell.value + 1
        steps.setdefault(cell.tail, []).append((cell.head, cost, cell.id))
        if cell.value >= amount:
            steps.setdefault(cell.head, []).append((cell.tail, cost, cell.id))
    waiting: list[tuple[int, int, str, list[str]]] = [(0, 0, source, [])]
    done: set[str] = set()
    while waiting:
        cost, length, node, way = heappop(waiting)
        if node == target:
            return way
        if node in done:
            continue
        done.add(node)
        for other, more, name in steps.get(node, ()):
            if other not in done:
                heappush(waiting, (cost + more, length + 1, other, [*way, name]))
    return None


def _show_again(cells: Sequence[Cell], small: Sequence[Cell], hidden: set[str], few: int) -> None:
    """Show again, the largest first, what turned out not to be needed."""
    primary = {cell.id for cell in small}
    spare = sorted(
        (cell for cell in cells if cell.id in hidden and cell.id not in primary),
        key=lambda cell: (cell.sensitive, -cell.value, cell.id),
    )
    for cell in spare:
        if _first_told(cells, small, hidden - {cell.id}, few) is None:
            hidden.discard(cell.id)
