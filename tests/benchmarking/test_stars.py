"""Each sentence of the rules, on figures that stand just on either side of it."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.areas import Area, Unfit
from benchmarking.stars import (
    ECO_2006,
    ECO_2007,
    RULES,
    AreaStars,
    Kind,
    Measured,
    Ranked,
    Rule,
    stars,
    top_tenth,
)
from tests.benchmarking.naive_stars import Outcome, Row, outcomes

NONE: tuple[Kind, ...] = ()
SIZE, SPECIALISATION, FOCUS = Kind


def sector_of(*figures: tuple[int | None, int]) -> list[Area]:
    """Return one sector of regions R0, R1, … with employees and totals."""
    return [Area(f"R{at}", "S", count, total) for at, (count, total) in enumerate(figures)]


def ranked(counts: Sequence[int | None], total: int = 10**9) -> tuple[AreaStars, ...]:
    return stars(sector_of(*[(count, total + at) for at, count in enumerate(counts)]))


def kinds_of(areas: Sequence[Area], rule: Rule = ECO_2007) -> list[tuple[Kind, ...]]:
    return [found.kinds for found in stars(areas, rule)]


@pytest.mark.parametrize(
    ("regions", "cut"), [(0, 0), (1, 1), (9, 1), (10, 1), (11, 2), (20, 2), (21, 3), (258, 26)]
)
def test_top_tenth_is_rounded_up(regions: int, cut: int) -> None:
    assert top_tenth(regions) == cut


def test_no_area_has_no_star() -> None:
    assert stars([]) == ()


def test_thousand_employees_qualify_and_fewer_do_not() -> None:
    """In a sector of one region both are first; the gate alone decides."""
    one, other = Area("R", "S", 1_000, 5_000), Area("Q", "T", 999, 5_000)
    assert kinds_of([one, other]) == [(SIZE, SPECIALISATION, FOCUS), NONE]
    assert [found.is_below_gate for found in stars([one, other])] == [False, True]


def test_gate_is_applied_after_ranking() -> None:
    """The small region has the highest share and uses up the place of the large one."""
    found = stars(sector_of((999, 1_000), (5_000, 10_000)))
    assert [area.kinds for area in found] == [NONE, (SIZE,)]
    assert [area.reason(FOCUS) for area in found] == [Ranked(1, 1, 2), Ranked(2, 1, 2)]


def test_all_that_tie_at_the_cut_have_the_star() -> None:
    """Of eleven the second is in, so both second ones are; of ten they would not be."""
    low = list(range(1_000, 1_008))
    eleven, ten = ranked([3_000, 2_000, 2_000, *low]), ranked([3_000, 2_000, 2_000, *low[1:]])
    assert [area.size for area in eleven] == [True] * 3 + [False] * 8
    assert [area.size for area in ten] == [True] + [False] * 9
    assert [area.reason(SIZE) for area in eleven[:4]] == [
        Ranked(1, 2, 11),
        Ranked(2, 2, 11),
        Ranked(2, 2, 11),
        Ranked(11, 2, 11),
    ]


def test_zeros_count_as_regions_and_missing_figures_do_not() -> None:
    with_zero, with_gap = ranked([3_000, 2_000, *[0] * 9]), ranked([3_000, 2_000, *[None] * 9])
    assert [area.size for area in with_zero[:2]] == [True, True]
    assert [area.size for area in with_gap[:2]] == [True, False]
    assert with_gap[1].reason(SIZE) == Ranked(2, 1, 2)


def test_missing_figure_has_no_star_no_quotient_and_no_reason() -> None:
    missing = stars(sector_of((None, 100), (1_000, 10_000)))[0]
    assert (missing.kinds, missing.stars, missing.lq, missing.focus_share) == (NONE, 0, None, None)
    assert [missing.reason(kind) for kind in Kind] == [None] * 3
    assert not missing.is_below_gate


def test_regions_without_employment_are_not_ranked_by_share() -> None:
    """Ten regions of eleven have a total: the second by share is out, the second by size in."""
    figures = [(5_000, 10_000), (4_000, 20_000), *[(0, 1_000)] * 8, (0, 0)]
    found = stars(sector_of(*figures))
    assert found[1].reason(FOCUS) == Ranked(2, 1, 10)
    assert found[1].reason(SIZE) == Ranked(2, 2, 11)
    assert found[10].reason(FOCUS) is None
    assert (found[10].lq, found[10].focus_share, found[10].kinds) == (None, None, NONE)


def test_quotient_of_exactly_two_is_a_star() -> None:
    """1,000 of 3,000 against 1,500 of 9,000: 1/3 is twice 1/6; one employee more elsewhere not."""
    two = stars(sector_of((1_000, 3_000), (500, 6_000)))[0]
    less = stars(sector_of((1_000, 3_000), (501, 6_000)))[0]
    assert (two.lq, two.specialisation) == (Fraction(2), True)
    assert (less.lq, less.specialisation) == (Fraction(3_000, 1_501), False)
    assert less.reason(SPECIALISATION) == Measured(Fraction(3_000, 1_501), Fraction(2), above=False)


def test_quotient_that_no_double_tells_from_two_is_no_star() -> None:
    """Off by one in 10**40: floats would say exactly 2."""
    large = 10**40
    found = stars(sector_of((large, 3 * large), (large // 2 + 1, 6 * large)))[0]
    assert found.lq is not None
    assert (float(found.lq), found.specialisation) == (2.0, False)


def test_shares_that_no_double_tells_apart_are_ranked() -> None:
    large = 10**30
    found = stars(sector_of((large, 3 * large), (large + 1, 3 * large)))
    assert [area.focus_share for area in found] == [
        Fraction(1, 3),
        Fraction(large + 1, 3 * large),
    ]
    assert [area.focus for area in found] == [False, True]


def test_neighbouring_shares_are_ranked() -> None:
    """1,000 × 3,002 is one more than 1,001 × 2,999; no fraction so simple lies between them."""
    found = stars(sector_of((1_000, 2_999), (1_001, 3_002)))
    assert [area.focus for area in found] == [True, False]


def test_equal_shares_of_different_regions_tie() -> None:
    found = stars(sector_of((1_000, 3_000), (7_000, 21_000), (2_000, 6_001)))
    assert [area.focus for area in found] == [True, True, False]


def test_everybody_is_counted_once_for_each_region() -> None:
    """E = 4,000 + 4,000 though R0 stands in two sectors, and Q's total counts without a figure."""
    areas = [
        Area("R0", "S", 1_000, 4_000),
        Area("R0", "T", 2_000, 4_000),
        Area("Q", "S", None, 4_000),
    ]
    assert [found.lq for found in stars(areas)] == [Fraction(2), Fraction(2), None]


def test_sector_without_employees_has_no_quotient() -> None:
    found = stars(sector_of((0, 5_000), (0, 5_000)))
    assert [(area.lq, area.focus_share, area.kinds) for area in found] == [
        (None, Fraction(0), NONE)
    ] * 2


@pytest.mark.parametrize(
    ("employees", "total", "kinds"),
    [
        (10_000, 10**9, NONE),
        (10_001, 10**9, (SIZE,)),
        (300, 10_000, (SPECIALISATION,)),
        (301, 10_000, (SPECIALISATION, FOCUS)),
        (1, 1, (SPECIALISATION, FOCUS)),
        (0, 0, NONE),
    ],
)
def test_rule_of_2006_asks_for_more_than_its_numbers_and_has_no_gate(
    employees: int, total: int, kinds: tuple[Kind, ...]
) -> None:
    """More than 10,000 employees, more than 3 % of the region's; the rest of Europe has few."""
    areas = [Area("R", "S", employees, total), Area("Q", "S", 10_000_000, 10**12)]
    assert kinds_of(areas, ECO_2006)[0] == kinds


def test_reasons_of_2006_are_numbers_asked_for() -> None:
    found = stars(sector_of((300, 10_000), (10, 100_000)), ECO_2006)[0]
    assert [found.reason(kind) for kind in Kind] == [
        Measured(Fraction(300), Fraction(10_000), above=True),
        Measured(Fraction(330, 31), Fraction(2), above=False),
        Measured(Fraction(3, 100), Fraction(3, 100), above=True),
    ]


def test_rules_are_known_by_their_names() -> None:
    assert RULES == {"eco-2007": ECO_2007, "eco-2006": ECO_2006}


def test_contradicting_areas_are_refused() -> None:
    with pytest.raises(Unfit):
        stars([Area("R", "S", 1, 5), Area("R", "T", 1, 6)])


# --- against the definitions, by another way -----------------------------------------------------

EDGES = [0, 1, 300, 999, 1_000, 1_001, 2_000, 3_000, 9_999, 10_000, 10_001, 10**25]


@st.composite
def files(draw: st.DrawFn) -> list[Row]:
    """Return rows whose figures tie and stand at edges often, in any order."""
    rows: list[Row] = []
    for at in range(draw(st.integers(1, 23))):
        counts = draw(st.lists(st.none() | st.sampled_from(EDGES), min_size=1, max_size=3))
        least = max(count or 0 for count in counts)
        total = least * draw(st.sampled_from([1, 2, 3, 10, 33])) + draw(st.sampled_from([0, 0, 7]))
        rows += [(f"R{at}", f"S{sector}", count, total) for sector, count in enumerate(counts)]
    return draw(st.permutations(rows))


def as_outcome(found: AreaStars) -> Outcome:
    return (found.lq, found.focus_share, found.size, found.specialisation, found.focus)


@settings(max_examples=150, deadline=None)
@given(files(), st.sampled_from(sorted(RULES)))
def test_stars_are_those_of_the_definitions(rows: list[Row], rule: str) -> None:
    found = stars([Area(*row) for row in rows], RULES[rule])
    assert [as_outcome(area) for area in found] == outcomes(rows, rule)
    assert [area.area for area in found] == [Area(*row) for row in rows]


@settings(max_examples=100, deadline=None)
@given(files(), st.sampled_from(sorted(RULES)))
def test_flags_follow_from_their_reasons(rows: list[Row], rule: str) -> None:
    for found in stars([Area(*row) for row in rows], RULES[rule]):
        explained = tuple(kind for kind in Kind if _gives(found.reason(kind)))
        assert found.kinds == (NONE if found.is_below_gate else explained)
        assert found.stars == len(found.kinds)


def _gives(reason: Ranked | Measured | None) -> bool:
    match reason:
        case Ranked(rank, cut, _):
            return rank <= cut
        case Measured(value, asked, above):
            return value > asked or (value == asked and not above)
        case None:
            return False
