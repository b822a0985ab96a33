"""Tables of counts as one network, and what a reader can work out of the cells that are shown.

Each count is an arc, each sum a node: what flows in flows out. A table's cell leads from its row
to its column, a row's total into the row, a column's total out of the column, the grand total back.
Tables that share their columns hang together. What a reader knows of a hidden count is then how
far it can grow or shrink along cycles of hidden counts: a maximal flow, exact in whole numbers.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

UNLIMITED = 10**9
"""More than any count: how far a hidden count can grow as far as this table tells."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A count from one sum to another.

    ``sensitive``: a small one tells of people. ``known``: everybody can count it elsewhere, so that
    hiding it would protect nothing.
    """

    id: str
    value: int
    tail: str
    head: str
    sensitive: bool = False
    known: bool = False


class Unbalanced(ValueError):
    """The counts are not those of tables with these sums."""


def balanced(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells; raise Unbalanced where a sum is not the sum of its parts."""
    found = tuple(cells)
    over: dict[str, int] = {}
    for cell in found:
        if cell.value < 0:
            raise Unbalanced(f"{cell.id} is negative")
        over[cell.tail] = over.get(cell.tail, 0) - cell.value
        over[cell.head] = over.get(cell.head, 0) + cell.value
    wrong = sorted(node for node, left in over.items() if left)
    if wrong:
        raise Unbalanced(f"the sums do not agree at {', '.join(wrong)}")
    return found


def bounds(cells: Collection[Cell], hidden: Collection[str], cell: Cell) -> tuple[int, int]:
    """Return the least and the greatest value that a reader must think possible for a cell.

    The reader sees all cells but the hidden ones, and knows those that are known anyway.
    A greatest value of UNLIMITED or more means: nothing shown limits it.
    """
    if cell.id not in hidden or cell.known:
        return cell.value, cell.value
    others = [one for one in cells if one.id in hidden and not one.known and one.id != cell.id]
    up = _flow(others, cell.head, cell.tail)
    down = _flow(others, cell.tail, cell.head, most=cell.value)
    return cell.value - min(down, cell.value), cell.value + up


def _flow(arcs: Collection[Cell], source: str, target: str, most: int = UNLIMITED) -> int:
    """Return the greatest flow through hidden counts: ahead without limit, back to their value."""
    room: dict[str, dict[str, int]] = {}
    for arc in arcs:
        ahead = room.setdefault(arc.tail, {})
        back = room.setdefault(arc.head, {})
        ahead[arc.head] = ahead.get(arc.head, 0) + UNLIMITED
        back[arc.tail] = back.get(arc.tail, 0) + arc.value
    if source == target:
        return most
    flow = 0
    while flow < most:
        path = _path(room, source, target)
        if path is None:
            break
        pushed = min(most - flow, *(room[one][other] for one, other in path))
        for one, other in path:
            room[one][other] -= pushed
            room[other][one] = room.setdefault(other, {}).get(one, 0) + pushed
        flow += pushed
    return flow


def _path(
    room: dict[str, dict[str, int]], source: str, target: str
) -> list[tuple[str, str]] | None:
    """Return the shortest way with room left, as steps from node to node."""
    before: dict[str, str] = {source: source}
    waiting = deque([source])
    while waiting and target not in before:
        node = waiting.popleft()
        for other, left in sorted(room.get(node, {}).items()):
            if left > 0 and other not in before:
                before[other] = node
                waiting.append(other)
    if target not in before:
        return None
    return list(_steps(before, target))


def _steps(before: dict[str, str], target: str) -> Iterator[tuple[str, str]]:
    node = target
    while before[node] != node:
        yield before[node], node
        node = before[node]
