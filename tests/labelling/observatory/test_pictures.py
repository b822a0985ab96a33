"""The picture of all regions: each mark once, none hidden by another, none far from its place."""

from itertools import combinations, product

import pytest

from benchmarking.geography.drawing import FARTHEST, View, crowded_view, view_of
from benchmarking.geography.places import places
from labelling.observatory.naming import Region, region_of
from labelling.observatory.pictures import Mark, Picture, Sign, draw

LARGER = {"BE2", "BE3", "TR4"}  # they hold others of the table
REGIONS = [region_of(place.code) for place in places() if place.code not in LARGER]


def signs(radius: float, regions: list[Region] = REGIONS) -> list[Sign]:
    return [Sign(region, "many", radius, "5", region.name, f"/{region.key}") for region in regions]


def panels(picture: Picture) -> list[tuple[View, tuple[Mark, ...]]]:
    assert picture.inset is not None
    return [(view_of(), picture.panel.marks), (crowded_view(), picture.inset.marks)]


def hidden(marks: tuple[Mark, ...]) -> list[tuple[str, str]]:
    """Return the pairs of marks of which one covers a quarter of the other's width or more."""
    return [
        (one.sign.region.key, other.sign.region.key)
        for one, other in combinations(marks, 2)
        if ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        < one.radius + other.radius - min(one.radius, other.radius) / 2
    ]


def test_every_region_stands_once_in_the_picture_its_inset_or_beside_it() -> None:
    picture = draw(signs(6.0), REGIONS)
    shown = [mark.sign.region.key for _, marks in panels(picture) for mark in marks]
    shown += [sign.region.key for sign in picture.outside]
    assert sorted(shown) == sorted(region.key for region in REGIONS)
    assert [sign.region.country for sign in picture.outside].count("DE") == 0


@pytest.mark.parametrize("radius", [4.0, 6.0, 7.0])
def test_no_mark_hides_another_even_where_every_region_has_one(radius: float) -> None:
    for _, marks in panels(draw(signs(radius), REGIONS)):
        assert hidden(marks) == []


def test_marks_stand_near_their_places() -> None:
    for view, marks in panels(draw(signs(8.0), REGIONS)):
        for mark in marks:
            place = mark.sign.region.place
            assert place is not None
            x, y = view.place(place.point)
            away = ((mark.x - x) ** 2 + (mark.y - y) ** 2) ** 0.5 / view.scale
            assert away <= FARTHEST + 1, mark.sign.region.name


@pytest.mark.parametrize("country", sorted({region.country for region in REGIONS}))
def test_country_is_one_picture_in_which_no_mark_hides_another(country: str) -> None:
    own = [region for region in REGIONS if region.country == country]
    picture = draw(signs(7.8, own), own, country=country)
    assert picture.inset is None
    assert hidden(picture.panel.marks) == []


def test_picture_has_no_inset_where_nothing_would_stand_in_it() -> None:
    south = [region_of(code) for code in ("EL30", "PT17")]
    picture = draw(signs(6.0, south), REGIONS)
    assert picture.inset is None
    assert len(picture.panel.marks) == len(south)
    assert picture.panel.dots.count("M") > len(REGIONS) // 2


def test_dots_are_shared_out_like_marks() -> None:
    picture = draw(signs(6.0, [region_of("DE11")]), REGIONS)
    assert picture.inset is not None
    dots = picture.panel.dots.count("M") + picture.inset.dots.count("M")
    unplaced = len(draw(signs(6.0), REGIONS).outside)
    assert dots == len(REGIONS) - 1 - unplaced
    assert [len(one.marks) for one in (picture.panel, picture.inset)] == [0, 1]


def test_frame_holds_what_the_inset_shows() -> None:
    picture = draw(signs(6.0), REGIONS)
    west, north, width, height = picture.frame
    corners = list(product((west, west + width), (north, north + height)))
    assert all(0 < x < picture.width and 0 < y < picture.height for x, y in corners)
