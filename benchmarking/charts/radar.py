"""The radar of percentile ranks: one's own place on up to eight indicators, never alone."""

from collections.abc import Sequence
from fractions import Fraction
from math import cos, pi, sin

from benchmarking.charts import drawing
from benchmarking.charts.drawing import BAND, EDGE, INK, SLATE, Point
from benchmarking.charts.lettering import SIZE, width_of
from benchmarking.charts.values import Chart, Frame, Named, Spelling
from benchmarking.nearest import nearest

FEWEST, MOST = 3, 8
"""So many axes make a shape that can be read."""

_RINGS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
_LARGEST, _SMALLEST = 0.25, 0.17  # of the width: names stand beside it
_ABOVE = 2.0 * SIZE


def radar(frame: Frame, ranks: Sequence[Named], spell: Spelling) -> Chart | None:
    """Return the radar of percentile ranks from 0 to 1; None unless there are three to eight.

    Raises ValueError for a rank beyond.
    """
    if not FEWEST <= len(ranks) <= MOST:
        return None
    if any(not 0 <= one.value <= 1 for one in ranks):
        raise ValueError("a percentile rank lies from 0 to 1")
    radius = _radius(frame.width, ranks)
    middle = (frame.width / 2, radius + _ABOVE)
    turns = [2 * pi * at / len(ranks) for at in range(len(ranks))]
    pieces = [
        drawing.area([_at(middle, radius * nearest(ring), turn) for turn in turns],
                     fill="none", stroke=EDGE, stroke_width=1.5 if ring == _RINGS[1] else 0.75)
        for ring in _RINGS
    ]  # fmt: skip
    pieces += [
        drawing.line(middle, _at(middle, radius, turn), stroke=EDGE, stroke_width=0.75)
        for turn in turns
    ]
    corners = [
        _at(middle, radius * nearest(one.value), turn)
        for one, turn in zip(ranks, turns, strict=True)
    ]
    pieces.append(drawing.area(corners, fill=BAND, fill_opacity=0.55, stroke=INK, stroke_width=2.5))
    pieces += [drawing.diamond(corner) for corner in corners]
    pieces += [
        _name(one.name, middle, radius, turn, frame.width)
        for one, turn in zip(ranks, turns, strict=True)
    ]
    half = (middle[0] + 4, middle[1] - radius / 2 + SIZE)
    pieces.append(
        drawing.label(spell(_RINGS[1]), half, (middle[0] + 4, float(frame.width)),
                      anchor="start", fill=SLATE)
    )  # fmt: skip
    rows = [(one.name, spell(one.value)) for one in ranks]
    return drawing.picture(frame, 2 * (radius + _ABOVE), pieces, rows)


def _radius(width: int, ranks: Sequence[Named]) -> float:
    """Return a radius that leaves room for the names."""
    left = width / 2 - max(width_of(one.name) for one in ranks) - 2 * SIZE
    return min(max(left, width * _SMALLEST), width * _LARGEST)


def _at(middle: Point, radius: float, turn: float) -> Point:
    return middle[0] + radius * sin(turn), middle[1] - radius * cos(turn)


def _name(name: str, middle: Point, radius: float, turn: float, width: float) -> str:
    """Return an axis' name beside its end: left of what lies left, right of what lies right."""
    x, y = _at(middle, radius + 10, turn)
    y += SIZE / 3
    straight = 0.1  # nearly above or below the middle
    if abs(sin(turn)) < straight:
        return drawing.label(name, (x, y), (0.0, width))
    if sin(turn) > 0:
        return drawing.label(name, (x, y), (x, width), anchor="start")
    return drawing.label(name, (x, y), (0.0, x), anchor="end")
