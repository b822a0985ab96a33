"""Giving stars: five years of 258 regions by 38 sectors, and the same by one plain loop."""

import random
from collections.abc import Callable, Sequence

from benchmarking.areas import Area
from benchmarking.stars import AreaStars, stars
from benchmarks.pairs import Pair, measure

REGIONS, SECTORS, YEARS = 258, 38, 5

_OURS = "stars by eco-2007: checked, ranked, compared exactly, each with what it rests on"
_FLOOR = "the same ranks and flags in floats, one plain loop with tuples, without checks"

Row = tuple[str, str, int, int]  # region, sector, employees, the region's total
Starred = tuple[str, str, int, int, bool, bool, bool]  # region, sector, ranks, flags


def benchmark(rounds: int) -> Pair:
    """Measure the stars of five years against a plain loop that finds the same."""
    years = [_year(random.Random(year)) for year in range(YEARS)]  # noqa: S311 (made-up figures)
    rows = [[(a.region, a.sector, a.employees or 0, a.region_total) for a in y] for y in years]
    ours, floor = _giving(years), _looping(rows)
    assert [list(map(_as_plain, found)) for found in ours()] == floor()
    return measure(
        f"stars of {REGIONS} regions by {SECTORS} sectors in {YEARS} years",
        (_OURS, ours),
        (_FLOOR, floor),
        aim=3.0,
        rounds=rounds,
    )


def _year(chance: random.Random) -> list[Area]:
    found = []
    for region in range(REGIONS):
        counts = [int(chance.lognormvariate(7.5, 1.3)) for _ in range(SECTORS)]
        total = 3 * sum(counts)
        found += [Area(f"R{region}", f"S{at}", count, total) for at, count in enumerate(counts)]
    return found


def _as_plain(found: AreaStars) -> Starred:
    return (
        found.area.region, found.area.sector, found.size_rank or 0, found.focus_rank or 0,
        found.size, found.specialisation, found.focus,
    )  # fmt: skip


def _giving(years: Sequence[Sequence[Area]]) -> Callable[[], list[tuple[AreaStars, ...]]]:
    return lambda: [stars(areas) for areas in years]


def _looping(years: Sequence[Sequence[Row]]) -> Callable[[], list[list[Starred]]]:
    return lambda: [_plain_year(rows) for rows in years]


def _plain_year(rows: Sequence[Row]) -> list[Starred]:
    totals: dict[str, int] = {}
    sectors: dict[str, list[Row]] = {}
    for row in rows:
        totals[row[0]] = row[3]
        sectors.setdefault(row[1], []).append(row)
    everybody = sum(totals.values())
    known = {}
    for sector, members in sectors.items():
        average = sum(row[2] for row in members) / everybody
        sizes = _ranks([row[2] for row in members])
        shares = _ranks([row[2] / row[3] for row in members])
        known[sector] = (average, (len(members) + 9) // 10, sizes, shares)
    found = []
    for region, sector, employees, total in rows:
        average, cut, sizes, shares = known[sector]
        share = employees / total
        by_size, by_share = sizes[employees], shares[share]
        high = employees >= 1_000
        flags = (high and by_size <= cut, high and share / average >= 2, high and by_share <= cut)
        found.append((region, sector, by_size, by_share, *flags))
    return found


def _ranks(values: Sequence[float]) -> dict[float, int]:
    ranks: dict[float, int] = {}
    for rank, value in enumerate(sorted(values, reverse=True), start=1):
        ranks.setdefault(value, rank)
    return ranks
