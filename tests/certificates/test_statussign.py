import pytest

from certificates.drawing import Card, Disc, Polygon, Shape, Stroke
from certificates.standing import Status
from certificates.statussign import SIZE, status_sign

SHAPES: dict[Status, list[type[Shape]]] = {
    Status.ACTIVE: [Disc, Stroke],
    Status.SUSPENDED: [Card, Stroke, Stroke],
    Status.EXPIRED: [Disc, Stroke],
    Status.WITHDRAWN: [Polygon, Stroke, Stroke],
    Status.REVOKED: [Polygon, Stroke, Stroke],
}


@pytest.mark.parametrize("status", SHAPES)
def test_each_state_has_a_shape_of_its_own(status: Status) -> None:
    sign = status_sign(status, (100, 100), "#ffffff", "#000000")
    assert [type(shape) for shape in sign] == SHAPES[status]


def test_a_clock_is_a_ring_and_a_tick_stands_on_a_full_disc() -> None:
    active, expired = (
        status_sign(status, (100, 100), "#ffffff", "#000000")[0]
        for status in (Status.ACTIVE, Status.EXPIRED)
    )
    assert active == Disc((100, 100), SIZE / 2, "#ffffff")
    assert expired == Disc((100, 100), SIZE / 2 - 4, "#ffffff", ring=8)


def test_a_sign_keeps_to_its_square() -> None:
    for status in SHAPES:
        for shape in status_sign(status, (0, 0), "#ffffff", "#000000"):
            if isinstance(shape, Stroke | Polygon):
                assert all(abs(x) <= SIZE / 2 and abs(y) <= SIZE / 2 for x, y in shape.points)
