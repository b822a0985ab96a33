from io import BytesIO

import pytest
from PIL import Image

from certificates.drawing import Card, Disc, Line, Picture, Polygon, Shape, Stroke
from certificates.errors import BadInput
from certificates.lettering import BOLD
from certificates.picture import write_png

RED, CLEAR = (255, 0, 0, 255), (0, 0, 0, 0)


def pixels(*shapes: Shape, side: int = 100) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the colour of each pixel of a drawing of 100 units."""
    image = Image.open(BytesIO(write_png(Picture(100, shapes, "T", "D", "en"), side)))
    assert (image.size, image.mode) == ((side, side), "RGBA")
    found = {}
    for x in range(side):
        for y in range(side):
            colour = image.getpixel((x, y))
            assert isinstance(colour, tuple)
            found[x, y] = colour
    return found


@pytest.mark.parametrize(
    ("shape", "inside", "outside"),
    [
        (Polygon(((10, 10), (90, 10), (10, 90)), "#ff0000"), [(12, 12), (80, 12)], [(90, 90)]),
        (Card(0, 0, 100, 100, 30, "#ff0000"), [(50, 2), (50, 97)], [(1, 1), (98, 98), (1, 98)]),
        (
            Card(0, 0, 100, 90, 30, "#ff0000", False),
            [(2, 88), (97, 88)],
            [(1, 1), (97, 1), (50, 95)],
        ),
        (Disc((50, 50), 40, "#ff0000"), [(50, 50), (50, 12)], [(15, 15)]),
        (Disc((50, 50), 36, "#ff0000", ring=8), [(50, 14), (86, 50)], [(50, 50), (50, 5)]),
        (Stroke(((20, 50), (80, 50)), 10, "#ff0000"), [(17, 50), (50, 52), (83, 50)], [(50, 60)]),
        (Stroke(((20, 50), (80, 50)), 8, "#ff0000", dots=20), [(20, 50), (40, 50)], [(30, 50)]),
    ],
)
def test_each_shape_is_painted_where_it_belongs(
    shape: Shape, inside: list[tuple[int, int]], outside: list[tuple[int, int]]
) -> None:
    found = pixels(shape)
    assert [found[place] for place in inside] == [RED] * len(inside)
    assert [found[place] for place in outside] == [CLEAR] * len(outside)


def test_type_stands_on_its_baseline_from_its_start() -> None:
    found = pixels(Line("HH", (20, 60), 40, BOLD, "#ff0000"))
    painted = [place for place, colour in found.items() if colour != CLEAR]
    left, right = min(x for x, _ in painted), max(x for x, _ in painted)
    top, bottom = min(y for _, y in painted), max(y for _, y in painted)
    assert (20 <= left <= 24, 70 <= right <= 80) == (True, True)
    assert (60 - 40 * 0.76 <= top <= 60 - 40 * 0.7, bottom) == (True, 59)


def test_a_picture_is_the_same_at_every_size() -> None:
    shape = Disc((50, 50), 40, "#ff0000")
    assert pixels(shape, side=200)[100, 30] == RED
    assert pixels(shape, side=64)[32, 32] == RED


def test_the_same_drawing_gives_the_same_bytes() -> None:
    picture = Picture(100, (Line("Silver", (5, 50), 30, BOLD, "#56606B"),), "T", "D", "en")
    assert write_png(picture, 80) == write_png(picture, 80)


@pytest.mark.parametrize("side", [0, 63, 1201, -5])
def test_a_size_out_of_range_is_refused(side: int) -> None:
    with pytest.raises(BadInput, match="sides of 64 to 1200 pixels"):
        write_png(Picture(100, (), "T", "D", "en"), side)
