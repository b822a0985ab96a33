"""Our rule beside what the European Cluster Observatory published in 2008.

What fits: all 17 automotive regions of the published table are large enough for the star for size
(they would be in a top tenth of 258, which is 26, and had over 10,000 employees as `eco-2006`
asks); the order of their ranks; and that four of them have one star while smaller ones have
three. What cannot be shown: the table has no region's total, so quotients and shares are not
known; those here are made up, as are the other regions. What does not fit and is not promised:
the source's counts of areas (155, 524 and 1,338 with three, two and one star).
"""

import csv
from pathlib import Path

import pytest

from benchmarking.areas import Area
from benchmarking.stars import ECO_2006, Kind, Ranked, stars, top_tenth

REGIONS, SECTORS, AREAS = 258, 38, 9_804

PUBLISHED = list(
    csv.DictReader(Path(__file__).with_name("observatory_2008.csv").read_text("utf-8").splitlines())
)
HAS_THREE = [row["three_star"] == "yes" for row in PUBLISHED]


@pytest.fixture(scope="module")
def automotive() -> list[Area]:
    """Return the published regions among fictitious ones; totals made up to go with the stars.

    A region with three stars has a third of its employment in the sector, one with a single star
    one in a hundred, all others about as many as the whole has.
    """
    known = [
        Area(row["row"], "Automotive", count, count * (3 if three else 100))
        for row, three in zip(PUBLISHED, HAS_THREE, strict=True)
        for count in [int(row["employment"])]
    ]
    rest = range(REGIONS - len(known))
    others = [Area(f"Fictitious {n}", "Automotive", 20_000 - n, 400_000) for n in rest]
    return [*known, *others]


def test_published_table_can_come_from_our_rule(automotive: list[Area]) -> None:
    found = stars(automotive)[: len(PUBLISHED)]
    assert [area.stars for area in found] == [3 if three else 1 for three in HAS_THREE]
    assert [area.kinds for area, three in zip(found, HAS_THREE, strict=True) if not three] == [
        (Kind.SIZE,)
    ] * 4
    assert [area.reason(Kind.SIZE) for area in found] == [
        Ranked(rank, 26, REGIONS) for rank in range(1, len(PUBLISHED) + 1)
    ]


def test_published_ranks_are_those_of_the_regions_with_three_stars(automotive: list[Area]) -> None:
    three = [area for area in stars(automotive) if area.stars == 3]
    ordered = sorted(three, key=lambda area: area.size_rank or 0)
    ranks = {row["row"]: row["three_star_rank"] for row in PUBLISHED if row["three_star_rank"]}
    assert {area.area.region: str(rank) for rank, area in enumerate(ordered, start=1)} == ranks


def test_published_regions_are_large_by_the_rule_before(automotive: list[Area]) -> None:
    assert all(area.size for area in stars(automotive, ECO_2006)[: len(PUBLISHED)])


def test_number_of_areas_is_that_of_258_regions() -> None:
    """The source speaks of 258 regions and of 259; its areas are those of 258."""
    assert REGIONS * SECTORS == AREAS != (REGIONS + 1) * SECTORS
    assert top_tenth(REGIONS) == top_tenth(REGIONS + 1) == 26
