"""The XmR chart: one's own figure with its natural limits, and below it how far it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from benchmarking.charts import drawing
from benchmarking.charts.axis import span
from benchmarking.charts.drawing import EDGE, INK, PETROL, SLATE, WHITE, Point
from benchmarking.charts.lettering import SIZE
from benchmarking.charts.plotting import Plot, across, ground, names_below, plot
from benchmarking.charts.values import Chart, Frame, Spelling
from benchmarking.statistics.periods import Series
from benchmarking.statistics.xmr import NaturalLimits

_TOP, _BOTTOM = 30.0, 190.0
_MOVES_TOP, _MOVES_BOTTOM = 232.0, 300.0
_HEIGHT = 330.0
_SIDE = 12.0
_RING = 11.0


@dataclass(frozen=True, slots=True)
class XmrWords:
    """What the two halves are called, and how a signal is said in the table."""

    figure: str
    moves: str
    signal: str
    no_signal: str


def xmr_chart(
    frame: Frame, series: Series, found: NaturalLimits, words: XmrWords, spell: Spelling
) -> Chart:
    """Return the chart of the rounds that the limits are of; a signal has a ring around it."""
    values = [series[one] for one in found.rounds]
    moves = [abs(after - before) for before, after in pairwise(values)]
    ends = span([*values, found.lower, found.upper])
    upper = plot(ends, spell, frame.width, (_TOP, _BOTTOM), right=_SIDE)
    ends = span([*moves, found.largest_range], from_zero=True)
    lower = plot(ends, spell, frame.width, (_MOVES_TOP, _MOVES_BOTTOM), right=_SIDE)
    left = max(upper.left, lower.left)
    places = across(len(values), left + _SIDE, upper.right)
    signals = {*found.outside, *found.sudden, *found.runs}
    marked = [one in signals for one in found.rounds]
    pieces = [*ground(upper, spell), *ground(lower, spell)]
    pieces += _level(upper, found.middle, "none")
    for limit in (found.lower, found.upper):
        pieces += _level(upper, limit, "7 4")
    pieces += _level(lower, found.largest_range, "7 4")
    pieces += _values(_points(upper, places, values), marked)
    pieces += _moves(_points(lower, places[1:], moves))
    room = (0.0, float(frame.width))
    for text, top in ((words.figure, _TOP), (words.moves, _MOVES_TOP)):
        pieces.append(drawing.label(text, (0, top - 12), room, anchor="start", fill=SLATE))
    names = [str(one) for one in found.rounds]
    pieces += names_below(names, places, room, _MOVES_BOTTOM + SIZE + 8)
    rows = [
        (name, spell(value), words.signal if signal else words.no_signal)
        for name, value, signal in zip(names, values, marked, strict=True)
    ]
    return drawing.picture(frame, _HEIGHT, pieces, rows)


def _points(inside: Plot, places: Sequence[float], values: Sequence[Fraction]) -> list[Point]:
    return [(x, inside.upwards.at(value)) for x, value in zip(places, values, strict=True)]


def _level(inside: Plot, value: Fraction, dashes: str) -> list[str]:
    y = inside.upwards.at(value)
    ends = (inside.left, y), (inside.right, y)
    return [drawing.line(*ends, stroke=EDGE, stroke_width=1.5, stroke_dasharray=dashes)]


def _values(points: Sequence[Point], marked: Sequence[bool]) -> list[str]:
    pieces = [drawing.lines(points, stroke=INK, stroke_width=2.5)]
    pieces += [
        drawing.circle(point, _RING, fill="none", stroke=INK, stroke_width=1.5)
        for point, signal in zip(points, marked, strict=True)
        if signal
    ]
    return pieces + [drawing.diamond(point) for point in points]


def _moves(points: Sequence[Point]) -> list[str]:
    pieces = [drawing.lines(points, stroke=PETROL, stroke_width=2)]
    return pieces + [
        drawing.circle(point, 4, fill=WHITE, stroke=PETROL, stroke_width=2) for point in points
    ]
