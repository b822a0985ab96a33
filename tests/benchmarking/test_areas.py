import pytest

from benchmarking.areas import Area, Unfit, region_totals


@pytest.mark.parametrize(("employees", "total"), [(-1, 5), (6, 5), (None, -1), (0, -1)])
def test_area_that_cannot_be_is_refused(employees: int | None, total: int) -> None:
    with pytest.raises(Unfit) as raised:
        Area("R", "S", employees, total)
    assert str(raised.value) == f"S in R: {employees} employees of {total}"


def test_each_region_counts_once_in_the_totals() -> None:
    areas = [Area("R", "S", 5, 5), Area("R", "T", None, 5), Area("Q", "S", 0, 0)]
    assert region_totals(areas) == {"R": 5, "Q": 0}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (Area("R", "T", 1, 6), "R has two totals"),
        (Area("R", "S", 1, 5), "a region stands twice in a sector"),
    ],
)
def test_areas_that_contradict_each_other_are_refused(second: Area, said: str) -> None:
    with pytest.raises(Unfit) as raised:
        region_totals([Area("R", "S", 5, 5), second])
    assert str(raised.value) == said
