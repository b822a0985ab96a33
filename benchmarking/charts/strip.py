"""The quartile strip: where half of the others lie, their middle, and one's own mark.

It has no whiskers: the smallest and the largest are never shown, so its ends are open. Its axis
follows from published figures alone; whoever lies beyond is marked at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.charts import drawing
from benchmarking.charts.axis import Axis
from benchmarking.charts.drawing import BAND, EDGE, PETROL, SLATE, SOFT
from benchmarking.charts.lettering import SIZE, cut, width_of
from benchmarking.charts.values import Chart, Frame, Named, Spelling

_SIDE = 12.0  # so much stays free left and right, for marks at the ends
_LINE = SIZE + 5  # from one line of text to the next
_BAND_HEIGHT = 20.0
_GAP = 10.0  # between two labels on a line
_MEDIAN = 3.0


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is shown of the others: the middle, and the quartiles where both may be."""

    median: Named
    quartiles: tuple[Named, Named] | None


@dataclass(frozen=True, slots=True)
class Own:
    """One's own figure; `hollow` for an estimate that does not count."""

    figure: Named
    hollow: bool = False


def quartile_strip(
    frame: Frame,
    cuts: Cuts,
    own: Own | None,
    spell: Spelling,
    *,
    bounds: tuple[Fraction | None, Fraction | None] = (None, None),
    direction: str = "",
) -> Chart | None:
    """Return the strip, None where nothing published says how wide it is to be.

    `bounds` are the indicator's natural ends. `direction` says in words, with an arrow, which side
    is better.
    """
    ends = _ends(cuts, bounds)
    if ends is None:
        return None
    axis = Axis(*ends, _SIDE, frame.width - _SIDE)
    top = _LINE * (1 + bool(direction))
    pieces = _ground(axis, top, cuts)
    if direction:
        room = (0.0, float(frame.width))
        pieces.append(drawing.label(direction, (frame.width, SIZE), room, anchor="end", fill=SLATE))
    if own is not None:
        words = f"{own.figure.name} {spell(own.figure.value)}"
        pieces += _own(axis, top, own, words, frame.width)
    below, height = _below(axis, top + _BAND_HEIGHT, cuts, spell, frame.width)
    named = [*_published(cuts), *([own.figure] if own else [])]
    rows = [(one.name, spell(one.value)) for one in named]
    return drawing.picture(frame, height, [*pieces, *below], rows)


def _published(cuts: Cuts) -> list[Named]:
    """Return what is shown of the others, ascending."""
    if cuts.quartiles is None:
        return [cuts.median]
    return [cuts.quartiles[0], cuts.median, cuts.quartiles[1]]


def _ends(
    cuts: Cuts, bounds: tuple[Fraction | None, Fraction | None]
) -> tuple[Fraction, Fraction] | None:
    """Return from where to where the axis runs, by published figures and natural ends alone."""
    least, most = bounds
    middle = cuts.median.value
    if cuts.quartiles is not None:
        first, third = (one.value for one in cuts.quartiles)
        reach = Fraction(3, 2) * (third - first)
        low, high = first - reach, third + reach
    elif least is not None and most is not None:
        low, high = least, most
    elif least is not None and middle > least:
        low, high = least, 2 * middle - least
    else:
        return None
    low = low if least is None else max(low, least)
    high = high if most is None else min(high, most)
    return (low, high) if low < high else None


def _ground(axis: Axis, top: float, cuts: Cuts) -> list[str]:
    """Return the soft ground with open ends, the band of the middle half and the median."""
    bottom = top + _BAND_HEIGHT
    pieces = [drawing.box(axis.start, top, axis.end - axis.start, _BAND_HEIGHT, fill=SOFT)]
    if cuts.quartiles is not None:
        left, right = (axis.at(one.value) for one in cuts.quartiles)
        pieces.append(
            drawing.box(left, top, right - left, _BAND_HEIGHT,
                        fill=BAND, stroke=EDGE, stroke_width=1)
        )  # fmt: skip
    at = axis.at(cuts.median.value)
    pieces.append(
        drawing.line((at, top - 3), (at, bottom + 3), stroke=PETROL, stroke_width=_MEDIAN)
    )
    return pieces


def _own(axis: Axis, top: float, own: Own, words: str, width: int) -> list[str]:
    """Return one's own mark and its words above it."""
    value = own.figure.value
    at, middle = axis.at(value), top + _BAND_HEIGHT / 2
    if value < axis.low or value > axis.high:
        mark = drawing.beyond((at, middle), rightwards=value > axis.high)
    else:
        mark = drawing.diamond((at, middle), hollow=own.hollow)
    room = (0.0, float(width))
    return [mark, drawing.label(words, (at, top - 6), room, font_weight=600)]


def _below(
    axis: Axis, bottom: float, cuts: Cuts, spell: Spelling, width: int
) -> tuple[list[str], float]:
    """Return the labels below the strip, on as many lines as they need, and the height of all."""
    ends: list[float] = []
    pieces = []
    for one in _published(cuts):
        words = cut(f"{one.name} {spell(one.value)}", width)
        long = width_of(words)
        start = max(min(axis.at(one.value) - long / 2, width - long), 0.0)
        row = _free_row(ends, start)
        ends[row : row + 1] = [start + long]
        at = (start, bottom + _LINE * (row + 1))
        pieces.append(drawing.label(words, at, (0.0, float(width)), anchor="start"))
    return pieces, bottom + _LINE * len(ends) + 5


def _free_row(ends: Sequence[float], start: float) -> int:
    """Return the first line of text on which nothing stands in the way."""
    return next((row for row, end in enumerate(ends) if end + _GAP <= start), len(ends))
