"""Rule 3 for thousands of unions at once, where holdings' values may cancel out between blocks.

Doubles settle all that is clear; an error bound says which unions are too close to call and want
exact numbers. Without it a file that is made to be slow would take a second for each 1,000 rows.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

_BOUND = 1e-9  # of the sum of all amounts: thousands of times what 10,000 additions can be off


def clearly_undominated(
    unions: npt.NDArray[np.bool_],
    alone: Sequence[tuple[int, int, int]],
    pieces: Sequence[Mapping[str, int]],
    p: Fraction,
) -> npt.NDArray[np.bool_]:
    """Say of each union of blocks (a row) whether it certainly passes the p % rule.

    ``alone`` has of each block the total and the two largest of the holdings that lie in it alone,
    ``pieces`` what the others have in it.
    """
    amounts = [total for total, _, _ in alone]
    amounts += [abs(value) for held in pieces for value in held.values()]
    scale = sum(amounts) or 1
    chosen = unions.astype(float)
    parts = np.array([[number / scale for number in three] for three in alone]).reshape(-1, 3)
    spread = np.abs(chosen @ _table(pieces, scale))
    totals = chosen @ parts[:, 0] + spread.sum(axis=1)
    first, second = _two_largest([spread, chosen * parts[:, 1], chosen * parts[:, 2]], len(chosen))
    margin = totals - first - second - float(p) * first
    clear: npt.NDArray[np.bool_] = (margin > _BOUND) & (first > _BOUND)
    return clear


def _table(pieces: Sequence[Mapping[str, int]], scale: int) -> npt.NDArray[np.float64]:
    units = {unit: at for at, unit in enumerate(sorted({u for held in pieces for u in held}))}
    table = np.zeros((len(pieces), len(units)))
    for block, held in enumerate(pieces):
        for unit, value in held.items():
            table[block, units[unit]] = value / scale
    return table


def _two_largest(
    tables: Sequence[npt.NDArray[np.float64]], rows: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the two largest numbers of each row over all tables."""
    best = [np.zeros((rows, 2))]
    for table in tables:
        two = min(2, table.shape[1])
        if two:
            best.append(np.partition(table, table.shape[1] - two, axis=1)[:, -two:])
    ordered = np.sort(np.hstack(best), axis=1)
    return ordered[:, -1], ordered[:, -2]
