"""The ground of a chart with two axes: its marked lines and the names below."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from benchmarking.charts import drawing
from benchmarking.charts.axis import Axis
from benchmarking.charts.drawing import SLATE, Point
from benchmarking.charts.lettering import SIZE, width_of
from benchmarking.charts.values import Spelling

_GRID = "#CFCBC1"  # decoration: the numbers beside it say the same
_BETWEEN = 24  # the last name may be moved by half of it
_MOST_OF_WIDTH = 0.3  # for the numbers at the side


@dataclass(frozen=True, slots=True)
class Plot:
    """The inside of a chart: left, top, right and bottom, and the scale from bottom to top."""

    left: float
    top: float
    right: float
    bottom: float
    upwards: Axis

    @property
    def middle_room(self) -> tuple[float, float]:
        """Return between which x texts inside stay."""
        return self.left, self.right


def plot(
    ends: tuple[Fraction, Fraction],
    spell: Spelling,
    width: float,
    heights: tuple[float, float],
    *,
    right: float,
) -> Plot:
    """Return the inside of a chart between two heights, top and bottom.

    So much stays free at its right; at its left what its numbers need.
    """
    top, bottom = heights
    numbers = Axis(*ends, bottom, top)
    widest = max((width_of(spell(one)) for one in numbers.marks()), default=0.0)
    left = min(widest + 8, width * _MOST_OF_WIDTH)
    return Plot(left, top, width - right, bottom, numbers)


def ground(found: Plot, spell: Spelling) -> list[str]:
    """Return the marked lines with their numbers."""
    pieces = []
    for mark in found.upwards.marks():
        y = found.upwards.at(mark)
        pieces.append(drawing.line((found.left, y), (found.right, y), stroke=_GRID, stroke_width=1))
        pieces.append(
            drawing.label(spell(mark), (found.left - 6, y + SIZE / 3), (0.0, found.left - 4),
                          anchor="end", fill=SLATE)
        )  # fmt: skip
    return pieces


def names_below(
    names: Sequence[str], places: Sequence[float], room: tuple[float, float], y: float
) -> list[str]:
    """Return names below their places, every second or third where all would not fit.

    The last one always stands.
    """
    if not names:
        return []
    widest = max(width_of(name) for name in names) + _BETWEEN
    apart = (places[-1] - places[0]) / max(len(places) - 1, 1)
    every = next((n for n in range(1, len(names)) if n * apart >= widest), len(names))
    kept = [at for at in range(len(names)) if (len(names) - 1 - at) % every == 0]
    return [drawing.label(names[at], (places[at], y), room, fill=SLATE) for at in kept]


def across(count: int, left: float, right: float) -> list[float]:
    """Return the places of so many rounds, from left to right."""
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * at / (count - 1) for at in range(count)]


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Return points that follow one another without a gap."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]
