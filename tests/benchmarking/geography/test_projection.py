"""The projection against the worked example of its definition, and that areas stay equal."""

from math import pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarking.geography.planes import area
from benchmarking.geography.projection import projected


def test_projection_gives_the_example_of_guidance_note_7_2() -> None:
    easting, northing = projected(5, 50)
    assert (round(easting, 5), round(northing, 5)) == (3962.79945, 2999.71885)


def test_projection_puts_its_centre_at_the_false_origin() -> None:
    assert projected(10, 52) == pytest.approx((4321, 3210))


@given(st.integers(-20, 40), st.integers(36, 70))
def test_projection_keeps_areas(west: int, south: int) -> None:
    steps = 40
    edge = [i / steps for i in range(steps)]
    degrees = [
        *((west + t, south) for t in edge), *((west + 1, south + t) for t in edge),
        *((west + 1 - t, south + 1) for t in edge), *((west, south + 1 - t) for t in edge),
    ]  # fmt: skip
    drawn = area([projected(x, y) for x, y in degrees])
    assert drawn == pytest.approx(_on_the_ellipsoid(south, south + 1), rel=1e-4)


def _on_the_ellipsoid(south: float, north: float) -> float:
    """Return the area in km² of a degree of longitude between two latitudes, summed in strips."""
    axis, e2 = 6378.137, 0.00669438002290
    strips = 200
    total = 0.0
    for strip in range(strips):
        latitude = (south + (north - south) * (strip + 0.5) / strips) * pi / 180
        cosine = (1 - sin(latitude) ** 2) ** 0.5
        total += cosine / (1 - e2 * sin(latitude) ** 2) ** 2
    height = (north - south) * pi / 180 / strips
    return axis**2 * (1 - e2) * total * height * pi / 180
