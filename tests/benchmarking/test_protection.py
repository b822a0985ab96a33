"""No small count can be worked out: shown against every table that a reader could think of."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.counts import UNLIMITED, Cell, Unbalanced, balanced, bounds
from benchmarking.protection import FEW, is_small, shown

ROWS, COLUMNS, OTHERS = ("r", "s"), ("granted", "refused", "withdrawn"), ("x", "y")
MOST = 7  # the greatest count that the enumeration below thinks of, in a cell of the first table
MOST_TOGETHER = 8  # as much as two rows of a table up to 2 can put into one cell of another

Table = Mapping[str, Mapping[str, int]]


def cells_of(first: Table, second: Table | None = None) -> list[Cell]:
    """Return one table, or two that share their columns, with all sums; grants are known."""
    found = []
    sums = {column: sum(row[column] for row in first.values()) for column in COLUMNS}
    total = sum(sums.values())
    for row, counts in first.items():
        found.append(Cell(f"first.{row}", sum(counts.values()), "all", f"row.{row}"))
        found += [
            _cell(f"first.{row}.{c}", counts[c], f"row.{row}", f"col.{c}", c) for c in COLUMNS
        ]
    end = "col" if second is None else "other"
    for column in COLUMNS:
        head = "end" if second is None else f"other.{column}"
        found.append(_cell(f"sum.{column}", sums[column], f"col.{column}", head, column))
    for row, counts in (second or {}).items():
        found += [
            _cell(f"second.{row}.{c}", counts[c], f"{end}.{c}", f"last.{row}", c) for c in COLUMNS
        ]
        found.append(Cell(f"second.{row}", sum(counts.values()), f"last.{row}", "end"))
    return [*found, Cell("total", total, "end", "all")]


def _cell(name: str, value: int, tail: str, head: str, column: str) -> Cell:
    known = column == "granted"
    return Cell(name, value, tail, head, sensitive=not known, known=known)


def tables_up_to(most: int) -> st.SearchStrategy[Table]:
    counts = st.fixed_dictionaries({column: st.integers(0, most) for column in COLUMNS})
    return st.fixed_dictionaries(dict.fromkeys(ROWS, counts))


tables = tables_up_to(4)


def possible(first: Table, names: tuple[str, ...], most: int = MOST) -> Iterator[Table]:
    """Yield every table with the same grants, as a reader could think of it."""
    for values in product(range(most + 1), repeat=2 * len(names)):
        yield {
            row: {
                "granted": first[row]["granted"],
                "refused": values[2 * at],
                "withdrawn": values[2 * at + 1],
            }
            for at, row in enumerate(names)
        }


def fits(cells: list[Cell], published: Mapping[str, int | None]) -> bool:
    return all(published.get(cell.id) in {None, cell.value} for cell in cells)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_reader_of_one_table_must_think_each_small_count_zero_and_not_small(first: Table) -> None:
    cells = cells_of(first)
    published = shown(cells)
    thinkable: dict[str, set[int]] = {cell.id: set() for cell in cells}
    for table in possible(first, ROWS):
        others = cells_of(table)
        if fits(others, published):
            for cell in others:
                thinkable[cell.id].add(cell.value)
    for cell in cells:
        assert cell.value in thinkable[cell.id]
        if is_small(cell):
            assert 0 in thinkable[cell.id], cell
            assert max(thinkable[cell.id]) >= FEW, cell


@settings(max_examples=30, deadline=None)
@given(tables_up_to(2), st.data())
def test_reader_of_two_tables_together_learns_no_more(first: Table, data: st.DataObject) -> None:
    second = {row: dict.fromkeys(COLUMNS, 0) for row in OTHERS}
    for column in COLUMNS:
        whole = sum(row[column] for row in first.values())
        part = data.draw(st.integers(0, whole))
        second["x"][column], second["y"][column] = part, whole - part
    cells = cells_of(first, second)
    published = shown(cells)
    thinkable: dict[str, set[int]] = {cell.id: set() for cell in cells}
    thinkable_sums = {}  # a second table, for each of the sums that the two share
    for table in possible(second, OTHERS, MOST_TOGETHER):
        if _half_fits(table, "second", published):
            thinkable_sums[_sums(table)] = table
    for table in possible(first, ROWS):
        other = thinkable_sums.get(_sums(table))
        if other is None or not _half_fits(table, "first", published):
            continue
        together = cells_of(table, other)
        if fits(together, published):
            for cell in together:
                thinkable[cell.id].add(cell.value)
    for cell in cells:
        if is_small(cell) and not cell.id.startswith("second"):
            assert 0 in thinkable[cell.id], cell
            assert max(thinkable[cell.id]) >= FEW, cell


def _sums(table: Table) -> tuple[int, ...]:
    return tuple(sum(row[column] for row in table.values()) for column in COLUMNS)


def _half_fits(table: Table, prefix: str, published: Mapping[str, int | None]) -> bool:
    return all(
        published[f"{prefix}.{row}.{column}"] in {None, value}
        for row, counts_ in table.items()
        for column, value in counts_.items()
    ) and all(
        published[f"{prefix}.{row}"] in {None, sum(counts_.values())}
        for row, counts_ in table.items()
    )


@settings(max_examples=30, deadline=None)
@given(tables_up_to(2))  # so that no table that a reader could think of lies beyond MOST
def test_bounds_are_those_of_the_enumeration(first: Table) -> None:
    cells = cells_of(first)
    published = shown(cells)
    hidden = {cell_id for cell_id, value in published.items() if value is None}
    thinkable: dict[str, set[int]] = {cell.id: set() for cell in cells}
    for table in possible(first, ROWS):
        others = cells_of(table)
        if fits(others, published):
            for cell in others:
                thinkable[cell.id].add(cell.value)
    for cell in cells:
        low, high = bounds(cells, hidden, cell)
        assert low == min(thinkable[cell.id]), cell
        if high < MOST:
            assert high == max(thinkable[cell.id]), cell


@given(tables)
def test_what_is_shown_is_true_and_always_the_same(first: Table) -> None:
    cells = cells_of(first)
    published = shown(cells)
    assert published == shown(list(reversed(cells)))
    assert all(published[cell.id] in {None, cell.value} for cell in cells)
    assert all(published[cell.id] == cell.value for cell in cells if cell.known)


def test_total_beside_one_hidden_count_is_hidden_too() -> None:
    first = {
        "r": {"granted": 4, "refused": 1, "withdrawn": 0},
        "s": {"granted": 9, "refused": 8, "withdrawn": 5},
    }
    published = shown(cells_of(first))
    assert published["first.r.refused"] is None
    assert published["first.r.granted"] == 4
    assert published["first.r"] is None or published["first.r.withdrawn"] is None


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    first = {row: {"granted": 1, "refused": 3, "withdrawn": 0} for row in ROWS}
    cells = cells_of(first)
    assert shown(cells) == {cell.id: cell.value for cell in cells}


def test_whole_release_with_one_refusal_tells_no_sum_of_it() -> None:
    first = {
        "r": {"granted": 7, "refused": 1, "withdrawn": 0},
        "s": {"granted": 9, "refused": 0, "withdrawn": 0},
    }
    published = shown(cells_of(first))
    hidden = {name for name, value in published.items() if value is None}
    assert {"first.r.refused", "sum.refused"} <= hidden
    assert bounds(cells_of(first), hidden, _of(first, "first.r.refused")) == (0, 1 + UNLIMITED)


def _of(first: Table, name: str) -> Cell:
    return next(cell for cell in cells_of(first) if cell.id == name)


@pytest.mark.parametrize(
    "cells",
    [
        [Cell("a", 1, "x", "y"), Cell("b", 2, "y", "x")],
        [Cell("a", -1, "x", "y"), Cell("b", -1, "y", "x")],
    ],
)
def test_sums_that_do_not_agree_are_refused(cells: list[Cell]) -> None:
    with pytest.raises(Unbalanced):
        balanced(cells)
