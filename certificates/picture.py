"""A drawing as PNG, by Pillow, in the bundled fonts; the same drawing gives the same bytes.

Drawn at four times its size and scaled down, since Pillow's own edges are not smoothed.
"""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from certificates.drawing import Card, Disc, Line, Picture, Point, Polygon, Shape, Stroke
from certificates.errors import BadInput
from certificates.lettering import UNITS, lettering

SMALLEST, LARGEST = 64, 1200
"""Pixels of a side."""

_FINER = 4


def write_png(picture: Picture, side: int) -> bytes:
    """Return the drawing as PNG with sides of this many pixels, transparent outside its shapes.

    Raises BadInput for a side under 64 or over 1,200 pixels.
    """
    if not SMALLEST <= side <= LARGEST:
        raise BadInput(f"A picture has sides of {SMALLEST} to {LARGEST} pixels, not {side}.")
    canvas = Image.new("RGBA", (side * _FINER, side * _FINER))
    scale = side * _FINER / picture.side
    for shape in picture.shapes:
        _Brush(ImageDraw.Draw(canvas), scale).draw(shape)
    drawn = canvas.reduce(_FINER)
    data = BytesIO()
    drawn.save(data, "PNG", optimize=True)
    return data.getvalue()


class _Brush:
    """Draws shapes on a canvas on which a unit is `scale` pixels."""

    def __init__(self, canvas: ImageDraw.ImageDraw, scale: float) -> None:
        self._canvas, self._scale = canvas, scale

    def draw(self, shape: Shape) -> None:
        match shape:
            case Polygon(points, colour):
                self._canvas.polygon([self._at(point) for point in points], fill=colour)
            case Card():
                self._card(shape)
            case Disc(centre, radius, colour, ring):
                self._disc(centre, radius + ring / 2, colour, ring)
            case Stroke():
                self._stroke(shape)
            case Line():
                self._line(shape)

    def _at(self, point: Point) -> Point:
        return point[0] * self._scale, point[1] * self._scale

    def _card(self, card: Card) -> None:
        start = self._at((card.x, card.y))
        end = self._at((card.x + card.width, card.y + card.height))
        round_corners = (True, True, card.whole, card.whole)
        self._canvas.rounded_rectangle(
            (*start, end[0] - 1, end[1] - 1),
            card.radius * self._scale,
            fill=card.colour,
            corners=round_corners,
        )

    def _disc(self, centre: Point, radius: float, colour: str, ring: float) -> None:
        x, y = self._at(centre)
        r = radius * self._scale
        box = (x - r, y - r, x + r, y + r)
        if ring:
            self._canvas.ellipse(box, outline=colour, width=round(ring * self._scale))
        else:
            self._canvas.ellipse(box, fill=colour)

    def _stroke(self, stroke: Stroke) -> None:
        if stroke.dots:
            for dot in _dots(stroke.points[0], stroke.points[-1], stroke.dots):
                self._disc(dot, stroke.width / 2, stroke.colour, 0)
            return
        width = round(stroke.width * self._scale)
        self._canvas.line([self._at(point) for point in stroke.points], stroke.colour, width)
        for point in stroke.points:
            self._disc(point, stroke.width / 2, stroke.colour, 0)

    def _line(self, line: Line) -> None:
        """Set character by character, at the places that the SVG has them at."""
        chosen = lettering(line.font)
        font = ImageFont.truetype(
            BytesIO(chosen.data), line.size * self._scale, layout_engine=ImageFont.Layout.BASIC
        )
        x, y = self._at(line.start)
        unit = line.size / UNITS * self._scale
        for character, place in zip(line.text, chosen.places(line.text), strict=False):
            self._canvas.text((x + place * unit, y), character, line.colour, font, anchor="ls")


def _dots(start: Point, end: Point, apart: float) -> list[Point]:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    count = int(length // apart) + 1
    return [
        (
            start[0] + (end[0] - start[0]) * step * apart / length,
            start[1] + (end[1] - start[1]) * step * apart / length,
        )
        for step in range(count)
    ]
