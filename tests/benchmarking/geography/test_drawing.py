"""Views, paths and discs that make room for each other."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarking.geography.drawing import (
    HEIGHT,
    WIDTH,
    Disc,
    View,
    crowded_view,
    land,
    spread,
    view_of,
)
from benchmarking.geography.outlines import FRAME, outlines
from benchmarking.geography.planes import Box
from benchmarking.geography.projection import projected

PLAIN = View(Box(0, 0, WIDTH, HEIGHT))
discs = st.lists(
    st.builds(Disc, st.integers(0, 60), st.integers(0, 60), st.sampled_from([3.0, 7.5])),
    max_size=12,
).map(tuple)


def test_path_counts_from_the_top_left_in_steps() -> None:
    square = [(10.0, HEIGHT - 10.0), (20.5, HEIGHT - 10.0), (20.5, HEIGHT - 30.0)]
    assert PLAIN.path([square]) == "M10 10l10.5 0 0 20z"


def test_path_of_what_is_out_of_view_or_smaller_than_a_point_is_empty() -> None:
    assert PLAIN.path([[(-900.0, 1.0), (-800.0, 1.0), (-800.0, 9.0)]]) == ""
    assert PLAIN.path([[(10.0, 10.0), (10.1, 10.0), (10.1, 10.1)]]) == ""


def test_view_of_a_country_holds_it_in_the_pictures_shape() -> None:
    for country in outlines().countries:
        view, extent = view_of(country), outlines().extent(country)
        assert extent is not None
        assert round(view.box.width / view.box.height, 6) == round(WIDTH / HEIGHT, 6)
        if country:
            assert view.box.west < extent.west < extent.east < view.box.east
            assert view.box.south < extent.south < extent.north < view.box.north


def test_view_of_an_unknown_country_is_all_of_europe() -> None:
    assert view_of("ZZ") == view_of()
    x, y = view_of().place(projected(10, 52))
    assert (200 < x < 350, 250 < y < 380) == (True, True)
    assert FRAME.holds(projected(10, 52))


def test_what_is_crowded_has_the_pictures_shape_and_lies_in_it() -> None:
    box = crowded_view().box
    assert round(box.width / box.height, 6) == round(WIDTH / HEIGHT, 6)
    assert (FRAME.holds((box.west, box.south)), FRAME.holds((box.east, box.north))) == (True, True)
    assert [box.holds(projected(*place)) for place in ((-0.1, 51.5), (16.4, 48.2), (28, 41))] == [
        True, True, False,
    ]  # fmt: skip


def test_land_is_drawn_small_enough_for_a_page() -> None:
    found = land(view_of())
    assert len(found.countries) + len(found.others) < 80_000
    assert re.fullmatch(r"[Mlz0-9. -]+", found.countries)
    assert (found.chosen, bool(land(view_of("AT"), "AT").chosen)) == ("", True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(discs)
def test_discs_stay_near_and_keep_order_and_size(given_discs: tuple[Disc, ...]) -> None:
    moved = spread(given_discs, 9.0)
    assert [disc.radius for disc in moved] == [disc.radius for disc in given_discs]
    for before, after in zip(given_discs, moved, strict=True):
        assert (before.x - after.x) ** 2 + (before.y - after.y) ** 2 <= 9.0**2 + 1e-6
    assert spread(given_discs, 9.0) == moved


def test_two_discs_on_one_place_come_apart() -> None:
    one, other = spread((Disc(5, 5, 4), Disc(5, 5, 4)), 9.0)
    assert other.x - one.x > 7


def test_discs_with_room_stay_where_they_are() -> None:
    apart = (Disc(0, 0, 4), Disc(20, 0, 4))
    assert spread(apart, 9.0) == apart
