"""The funnel plot of a share: how far chance alone carries it, and one's own point.

It shows the limits and one's own point, never anybody else's; its axes follow from these alone.
"""

from dataclasses import dataclass
from fractions import Fraction

from benchmarking.charts import drawing
from benchmarking.charts.axis import Axis, span
from benchmarking.charts.drawing import EDGE, INK, PETROL, SLATE
from benchmarking.charts.lettering import SIZE, width_of
from benchmarking.charts.plotting import Plot, ground, names_below, plot
from benchmarking.charts.values import Chart, Frame, Spelling
from benchmarking.statistics.funnel import ALARM, EXACT_BELOW, WARNING, Limits, limits

_HEIGHT, _TOP, _BOTTOM = 280.0, 16.0, 226.0
_FEWEST = 20  # cases that the axis shows at least
_STEPS = 30  # points of a limit from where on it is smooth
_LABELS = 0.26  # of the width at most, for the names of the lines
_APART = SIZE + 3.0
_WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class FunnelWords:
    """What the lines are called: one's own, what is expected, the 95 and the 99.8 % limits.

    `cases` says what the share is of; `between` writes two limits, such as `{low} to {high}`.
    """

    own: str
    expected: str
    warning: str
    alarm: str
    cases: str
    between: str


@dataclass(frozen=True, slots=True)
class Observed:
    """One's own share, from 0 to 1, and how many cases it is of."""

    share: Fraction
    cases: int


def funnel_plot(
    frame: Frame, expected: Fraction, own: Observed, words: FunnelWords, spell: Spelling
) -> Chart:
    """Return the plot around an expected share; `spell` writes shares from 0 to 1.

    Raises ValueError for a share beyond, or without cases.
    """
    warning, alarm = (limits(expected, own.cases, level) for level in (WARNING, ALARM))
    called = (words.warning, words.alarm, words.expected)
    right = min(max(map(width_of, called)) + 12, frame.width * _LABELS)
    inside = plot(_ends(alarm, own), spell, frame.width, (_TOP, _BOTTOM), right=right)
    most = max(2 * own.cases, _FEWEST)
    sideways = Axis(Fraction(0), Fraction(most), inside.left, inside.right)
    pieces = ground(inside, spell)
    pieces += _limits(sideways, inside, expected, most)
    pieces += _names(inside, expected, most, words, frame.width)
    pieces += _own(sideways, inside, own, f"{words.own} {spell(own.share)}")
    pieces += _below(sideways, inside, words.cases)
    rows = [
        (f"{words.own} ({own.cases})", spell(own.share)),
        (words.expected, spell(expected)),
        (words.warning, _between(words, warning, spell)),
        (words.alarm, _between(words, alarm, spell)),
    ]
    return drawing.picture(frame, _HEIGHT, pieces, rows)


def _ends(alarm: Limits, own: Observed) -> tuple[Fraction, Fraction]:
    """Return from where to where the shares run: a little beyond the limits and one's own."""
    low, high = min(alarm.lower, own.share), max(alarm.upper, own.share)
    reach = (high - low) / 4
    low, high = span([max(low - reach, Fraction(0)), min(high + reach, _WHOLE)])
    return max(low, Fraction(0)), min(high, _WHOLE)


def _limits(sideways: Axis, inside: Plot, expected: Fraction, most: int) -> list[str]:
    y = inside.upwards.at(expected)
    pieces = [drawing.line((inside.left, y), (inside.right, y), stroke=PETROL, stroke_width=2)]
    for level, dashes in ((WARNING, "none"), (ALARM, "7 4")):
        found = [(count, limits(expected, count, level)) for count in _counts(most)]
        for lower in (True, False):
            points = [
                (sideways.at(Fraction(n)), inside.upwards.at(one.lower if lower else one.upper))
                for n, one in found
            ]
            pieces.append(
                drawing.lines(points, stroke=EDGE, stroke_width=1.5, stroke_dasharray=dashes)
            )
    return pieces


def _counts(most: int) -> list[int]:
    """Return the numbers of cases at which limits are drawn: each one while they are exact."""
    exact = list(range(1, min(most, EXACT_BELOW - 1) + 1))
    smooth = range(EXACT_BELOW, most + 1, max((most - EXACT_BELOW) // _STEPS, 1))
    return sorted({*exact, *smooth, most})


def _names(
    inside: Plot, expected: Fraction, most: int, words: FunnelWords, width: float
) -> list[str]:
    """Return the names of the lines at their right ends, from the top, moved apart."""
    ends = [
        (limits(expected, most, ALARM).upper, words.alarm),
        (limits(expected, most, WARNING).upper, words.warning),
        (expected, words.expected),
    ]
    pieces, above = [], inside.top - _APART
    for at, (value, name) in enumerate(ends):
        left = len(ends) - 1 - at
        y = min(max(inside.upwards.at(value), above + _APART), inside.bottom - left * _APART)
        above, place = y, (inside.right + 6, y + SIZE / 3)
        pieces.append(
            drawing.label(name, place, (inside.right + 6, width), anchor="start", fill=SLATE)
        )
    return pieces


def _own(sideways: Axis, inside: Plot, own: Observed, words: str) -> list[str]:
    x, y = sideways.at(Fraction(own.cases)), inside.upwards.at(own.share)
    beside = y - 12 if y - 12 - SIZE > inside.top else y + 12 + SIZE
    named = drawing.label(words, (x, beside), inside.middle_room, font_weight=600, fill=INK)
    return [drawing.diamond((x, y)), named]


def _below(sideways: Axis, inside: Plot, words: str) -> list[str]:
    marks = [mark for mark in sideways.marks() if mark.denominator == 1]
    places = [sideways.at(mark) for mark in marks]
    room = (inside.left, inside.right)
    names = names_below([str(mark) for mark in marks], places, room, inside.bottom + SIZE + 6)
    middle = (inside.left + inside.right) / 2
    return [
        *names,
        drawing.label(words, (middle, inside.bottom + 2 * SIZE + 14), room, fill=SLATE),
    ]


def _between(words: FunnelWords, found: Limits, spell: Spelling) -> str:
    return words.between.format(low=spell(found.lower), high=spell(found.upper))
