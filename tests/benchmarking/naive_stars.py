"""A second way to stars: straight from the definitions, in fractions, every pair compared.

Rows are (region, sector, employees or None, total). It shares nothing with the product.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

Row = tuple[str, str, int | None, int]
Outcome = tuple[Fraction | None, Fraction | None, int, int, int]  # lq, share, three flags


def outcomes(rows: Sequence[Row], rule: str) -> list[Outcome]:
    """Return what comes out for each row."""
    return [_outcome(row, rows, rule) for row in rows]


def _outcome(row: Row, rows: Sequence[Row], rule: str) -> Outcome:
    _, sector, employees, total = row
    if employees is None:
        return (None, None, 0, 0, 0)
    everywhere = sum({name: all_of_it for name, _, _, all_of_it in rows}.values())
    peers = [(e, t) for _, its, e, t in rows if its == sector and e is not None]
    in_sector = sum(e for e, _ in peers)
    share = Fraction(employees, total) if total else None
    lq = share / Fraction(in_sector, everywhere) if share is not None and in_sector else None
    special = lq is not None and lq >= 2
    if rule == "eco-2006":
        focused = share is not None and share > Fraction(3, 100)
        return (lq, share, employees > 10_000, special, focused)
    shares = [Fraction(e, t) for e, t in peers if t > 0]
    if employees < 1_000:
        return (lq, share, 0, 0, 0)
    large = _in_top_tenth(Fraction(employees), [Fraction(e) for e, _ in peers])
    return (lq, share, large, special, share is not None and _in_top_tenth(share, shares))


def _in_top_tenth(value: Fraction, values: Sequence[Fraction]) -> bool:
    """Say whether fewer are higher than there are places in the top tenth, rounded up."""
    return sum(1 for other in values if other > value) < ceil(Fraction(len(values), 10))
