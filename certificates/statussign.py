"""The sign of a status: a shape of its own for each, so that it is read without colour."""

from certificates.drawing import Card, Disc, Point, Polygon, Shape, Stroke
from certificates.standing import Status

SIZE = 76
"""Side of the square that a sign fills."""

_CORNER = SIZE / 2 * 0.414
_EDGE = SIZE / 2
_OCTAGON = (
    (-_CORNER, -_EDGE),
    (_CORNER, -_EDGE),
    (_EDGE, -_CORNER),
    (_EDGE, _CORNER),
    (_CORNER, _EDGE),
    (-_CORNER, _EDGE),
    (-_EDGE, _CORNER),
    (-_EDGE, -_CORNER),
)


def status_sign(status: Status, centre: Point, colour: str, ground: str) -> tuple[Shape, ...]:
    """Return the sign in `colour` with its inside in `ground`.

    Active: a disc with a tick. Suspended: a square with two bars. Expired: a clock. Withdrawn
    and revoked: an octagon with a cross.
    """

    def line(width: float, paint: str, *points: Point) -> Stroke:
        return Stroke(_moved(points, centre), width, paint)

    match status:
        case Status.ACTIVE:
            tick = line(10, ground, (-18, 2), (-5, 15), (19, -13))
            return (Disc(centre, _EDGE, colour), tick)
        case Status.SUSPENDED:
            x, y = centre
            square = Card(x - _EDGE, y - _EDGE, SIZE, SIZE, 10, colour)
            bars = (line(12, ground, (at, -16), (at, 16)) for at in (-12, 12))
            return (square, *bars)
        case Status.EXPIRED:
            hands = line(8, colour, (0, -18), (0, 2), (13, 10))
            return (Disc(centre, _EDGE - 4, colour, ring=8), hands)
        case _:
            cross = (line(11, ground, (-14, -at), (14, at)) for at in (-14, 14))
            return (Polygon(_moved(_OCTAGON, centre), colour), *cross)


def _moved(points: tuple[Point, ...], centre: Point) -> tuple[Point, ...]:
    return tuple((centre[0] + x, centre[1] + y) for x, y in points)
