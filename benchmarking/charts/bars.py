"""A histogram as disclosure control hands it out: each bin empty or of several members."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarking.charts import drawing
from benchmarking.charts.drawing import BAND, EDGE, SLATE
from benchmarking.charts.lettering import SIZE, width_of
from benchmarking.charts.values import Chart, Frame

_ROW = 30.0
_BAR = 20.0
_NAMES = 0.4  # of the width at most
_GAP = 10.0
_MARK = 14.0  # for one's own mark beside a bar
_SHORTEST = 40.0
_TOP = 4.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bin in words, with its count; `own` where the reader's own figure lies in it."""

    name: str
    count: int
    own: bool = False


def histogram_chart(frame: Frame, bars: Sequence[Bar], *, you: str) -> Chart | None:
    """Return the bins as bars from the top, the least first; None without any count.

    `you` marks the bin of one's own figure.
    """
    most = max((bar.count for bar in bars), default=0)
    if most == 0:
        return None
    left = min(max(width_of(bar.name) for bar in bars) + _GAP, frame.width * _NAMES)
    behind = max(width_of(_behind(bar, you)) for bar in bars) + _GAP + _MARK
    long = max(frame.width - left - behind, _SHORTEST)
    pieces = []
    for at, bar in enumerate(bars):
        base = (at * _ROW + _TOP, left, long * bar.count / most)
        pieces += [*_bar(bar.name, base), *_count(bar, base, _behind(bar, you), frame.width)]
    rows = [(bar.name, _behind(bar, you)) for bar in bars]
    return drawing.picture(frame, len(bars) * _ROW + 2 * _TOP, pieces, rows)


def _behind(bar: Bar, you: str) -> str:
    return f"{bar.count} · {you}" if bar.own else str(bar.count)


_Base = tuple[float, float, float]  # top, left, length


def _bar(name: str, base: _Base) -> list[str]:
    top, left, long = base
    return [
        drawing.label(name, (left - _GAP, _written(top)), (0.0, left - _GAP / 2),
                      anchor="end", fill=SLATE),
        drawing.box(left, top, long, _BAR, fill=BAND, stroke=EDGE, stroke_width=1),
    ]  # fmt: skip


def _count(bar: Bar, base: _Base, words: str, width: int) -> list[str]:
    top, left, long = base
    start = left + long + _GAP
    mark = [drawing.diamond((start + 2, top + _BAR / 2))] if bar.own else []
    start += _MARK if bar.own else 0
    return [*mark, drawing.label(words, (start, _written(top)), (start, width), anchor="start")]


def _written(top: float) -> float:
    """Return the base line of what is written beside a bar."""
    return top + _BAR / 2 + SIZE / 3
