import pytest
from hypothesis import given, settings

from benchmarking.areas import Area, Unfit
from benchmarking.employment import Change, RegionalEmployment, star_changes
from benchmarking.stars import ECO_2006, ECO_2007, Kind, Ranked, stars
from tests.benchmarking.naive_stars import Row
from tests.benchmarking.test_stars import files

SIZE, SPECIALISATION, FOCUS = Kind
NOBODY = (Area("Q", "S", 0, 0),)


def version(year: int, *areas: Area) -> RegionalEmployment:
    return RegionalEmployment(year, "Labour survey", areas)


@pytest.mark.parametrize(
    ("year", "source", "areas", "said"),
    [
        (1899, "Survey", NOBODY, "1899 is no year between 1900 and 2200"),
        (20_071, "Survey", NOBODY, "20071 is no year between 1900 and 2200"),
        (2007, " ", NOBODY, "the source is not named"),
        (2007, "Survey", (), "there is no area"),
        (2007, "Survey", NOBODY * 2, "a region stands twice in a sector"),
        (2007, "Survey", (*NOBODY, Area("Q", "T", 1, 1)), "Q has two totals"),
    ],
)
def test_version_that_cannot_be_is_refused(
    year: int, source: str, areas: tuple[Area, ...], said: str
) -> None:
    with pytest.raises(Unfit) as raised:
        RegionalEmployment(year, source, areas)
    assert str(raised.value) == said


def test_stars_won_and_lost_are_told_with_what_they_rest_on() -> None:
    """B overtakes A, which keeps its employees: A loses size, B wins it."""
    a, others = Area("A", "S", 5_000, 10_000), [Area(f"R{n}", "S", 0, 90_000) for n in range(8)]
    before = version(2007, a, Area("B", "S", 4_000, 900_000), *others)
    after = version(2008, Area("B", "S", 6_000, 900_000), a, *others)
    changes = star_changes(before, after)
    assert [
        (one.after.area.region, one.before.kinds, one.after.kinds) for one in changes.changed
    ] == [
        ("A", (SIZE, SPECIALISATION, FOCUS), (SPECIALISATION, FOCUS)),
        ("B", (), (SIZE,)),
    ]
    assert [(one.won, one.lost) for one in changes.changed] == [((), (SIZE,)), ((SIZE,), ())]
    lost = changes.changed[0]
    assert [side.reason(SIZE) for side in (lost.before, lost.after)] == [
        Ranked(1, 1, 10),
        Ranked(2, 1, 10),
    ]


def test_areas_with_a_figure_in_one_version_alone_stand_apart() -> None:
    old = Area("Old", "S", 2_000, 4_000)
    both, gap = Area("Both", "T", 9_000, 10_000), Area("Both", "S", None, 10_000)
    new = Area("Both", "S", 3_000, 10_000)
    small = Area("Small", "S", 5, 100_000)
    changes = star_changes(version(2007, old, both, gap), version(2008, new, both, small))
    assert [one.area for one in changes.only_before] == [old]
    assert [one.area for one in changes.only_after] == [new]
    assert (changes.regions_gone, changes.regions_added) == (("Old",), ("Small",))


def test_rule_is_the_one_asked_for() -> None:
    """From 10,000 to 10,001 employees: size by the rule of 2006, no change by that of 2007."""
    before, after = (
        version(year, Area("A", "S", count, 10**9), Area("B", "S", 0, 10**9))
        for year, count in ((2007, 10_000), (2008, 10_001))
    )
    assert [one.won for one in star_changes(before, after, ECO_2006).changed] == [(SIZE,)]
    assert star_changes(before, after, ECO_2007).changed == ()


def test_correction_of_the_same_year_can_be_compared_and_an_earlier_year_not() -> None:
    later, earlier = version(2008, *NOBODY), version(2007, *NOBODY)
    assert star_changes(later, later).changed == ()
    with pytest.raises(Unfit) as raised:
        star_changes(later, earlier)
    assert str(raised.value) == "2007 is before 2008"


@settings(max_examples=60, deadline=None)
@given(files(), files())
def test_every_area_is_told_once_and_only_where_its_stars_differ(
    old: list[Row], new: list[Row]
) -> None:
    before, after = (
        version(year, *(Area(*row) for row in rows)) for year, rows in ((2007, old), (2008, new))
    )
    was, now = (
        {(f.area.region, f.area.sector): f for f in stars(v.areas) if f.area.employees is not None}
        for v in (before, after)
    )
    changes = star_changes(before, after)
    assert list(changes.changed) == [
        Change(was[place], now[place])
        for place in sorted(was)
        if place in now and was[place].kinds != now[place].kinds
    ]
    assert list(changes.only_before) == [
        was[place] for place in sorted(was) if place not in now and was[place].stars
    ]
    assert list(changes.only_after) == [
        now[place] for place in sorted(now) if place not in was and now[place].stars
    ]
    assert all(set(one.won).isdisjoint(one.lost) for one in changes.changed)
