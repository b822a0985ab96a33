"""The trend: one's own figure round by round beside the middle of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.charts import drawing
from benchmarking.charts.axis import span
from benchmarking.charts.drawing import EDGE, INK, PETROL, SLATE, WHITE, Point
from benchmarking.charts.lettering import SIZE, width_of
from benchmarking.charts.plotting import Plot, across, ground, names_below, plot, runs
from benchmarking.charts.values import Chart, Frame, Spelling

_HEIGHT, _TOP, _BOTTOM = 240.0, 30.0, 210.0
_LABELS = 0.26  # of the width at most, for the names of the lines
_APART = SIZE + 3.0
_SIDE = 9.0


@dataclass(frozen=True, slots=True)
class Moment:
    """One round: one's own figure and the middle, each None where there is none to be shown.

    `hollow`: an estimate, which does not count. `change`: what changed in the definition.
    """

    name: str
    own: Fraction | None
    middle: Fraction | None
    hollow: bool = False
    change: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """What the two lines are called, and what stands in the table where there is no figure.

    Where nobody's own line is meant, ``own`` is empty and the table has no column for it.
    """

    own: str
    middle: str
    missing: str


def trend_chart(
    frame: Frame, moments: Sequence[Moment], called: Lines, spell: Spelling, *, from_zero: bool
) -> Chart | None:
    """Return the chart, None where there is not a single figure.

    A gap is drawn where a figure was not collected or is protected.
    """
    figures = [value for one in moments for value in (one.own, one.middle) if value is not None]
    if not figures:
        return None
    names = [name for name, shown in _shown(called, moments) if shown]
    right = min(max(map(width_of, names)) + 14, frame.width * _LABELS)
    inside = plot(
        span(figures, from_zero=from_zero), spell, frame.width, (_TOP, _BOTTOM), right=right + _SIDE
    )
    places = across(len(moments), inside.left + _SIDE, inside.right)
    own = _points(inside, places, [one.own for one in moments])
    middle = _points(inside, places, [one.middle for one in moments])
    pieces = ground(inside, spell)
    pieces += _changes(inside, places, moments)
    pieces += _middle(middle)
    pieces += _own(own, moments)
    pieces += _names(own, middle, called, frame.width, inside.right + _SIDE + 4)
    room = (0.0, float(frame.width))
    pieces += names_below([one.name for one in moments], places, room, _BOTTOM + SIZE + 8)
    rows = [(one.name, *_cells(one, called, spell)) for one in moments]
    return drawing.picture(frame, _HEIGHT, pieces, rows)


def _cells(moment: Moment, called: Lines, spell: Spelling) -> list[str]:
    values = [moment.own, moment.middle] if called.own else [moment.middle]
    return [called.missing if value is None else spell(value) for value in values]


def _shown(called: Lines, moments: Sequence[Moment]) -> list[tuple[str, bool]]:
    return [
        (called.own, any(one.own is not None for one in moments)),
        (called.middle, any(one.middle is not None for one in moments)),
    ]


def _points(
    inside: Plot, places: Sequence[float], values: Sequence[Fraction | None]
) -> list[Point | None]:
    return [
        None if value is None else (x, inside.upwards.at(value))
        for x, value in zip(places, values, strict=True)
    ]


def _own(points: Sequence[Point | None], moments: Sequence[Moment]) -> list[str]:
    drawn = [drawing.lines(run, stroke=INK, stroke_width=3) for run in runs(points)]
    return drawn + [
        drawing.diamond(point, hollow=one.hollow)
        for point, one in zip(points, moments, strict=True)
        if point is not None
    ]


def _middle(points: Sequence[Point | None]) -> list[str]:
    drawn = [
        drawing.lines(run, stroke=PETROL, stroke_width=2, stroke_dasharray="6 4")
        for run in runs(points)
    ]
    return drawn + [
        drawing.circle(point, 4.5, fill=WHITE, stroke=PETROL, stroke_width=2)
        for point in points
        if point is not None
    ]


def _changes(inside: Plot, places: Sequence[float], moments: Sequence[Moment]) -> list[str]:
    pieces = []
    for x, one in zip(places, moments, strict=True):
        if one.change:
            ends = (x, _TOP - 6), (x, _BOTTOM)
            pieces.append(drawing.line(*ends, stroke=EDGE, stroke_width=1, stroke_dasharray="2 3"))
            pieces.append(
                drawing.label(one.change, (x, SIZE + 2.0), inside.middle_room, fill=SLATE)
            )
    return pieces


def _names(
    own: Sequence[Point | None],
    middle: Sequence[Point | None],
    called: Lines,
    width: float,
    start: float,
) -> list[str]:
    """Return the names of the lines at their right ends, moved apart where they would meet."""
    ends = []
    for points, name, look in ((own, called.own, INK), (middle, called.middle, PETROL)):
        last = next((point for point in reversed(points) if point is not None), None)
        if last is not None:
            ends.append((last[1], name, look))
    ends.sort(key=lambda end: end[0])
    heights = [min(max(y, _TOP), _BOTTOM - _APART * (len(ends) - 1)) for y, _, _ in ends]
    for at in range(1, len(heights)):
        heights[at] = max(heights[at], heights[at - 1] + _APART)
    return [
        drawing.label(name, (start, y + SIZE / 3), (start, width), anchor="start", fill=look,
                      font_weight=600 if look == INK else 400)
        for y, (_, name, look) in zip(heights, ends, strict=True)
    ]  # fmt: skip
