"""The pieces of a picture as SVG text: presentation attributes only, everything escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from benchmarking.charts.lettering import SIZE, cut, width_of
from benchmarking.charts.values import Chart, Frame

INK, SLATE, PETROL, EDGE = "#1B2230", "#4A5261", "#12474F", "#6F6B62"
BAND, SOFT, WHITE = "#A9C7CB", "#DCE9EA", "#FFFFFF"

Point = tuple[float, float]
Look = str | float

_FAMILY = "Inter, sans-serif"
_DIAMOND = 7.0  # from its middle to its tips
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture(
    frame: Frame, height: float, pieces: Iterable[str], rows: Sequence[Sequence[str]]
) -> Chart:
    """Return the chart: its pieces in a picture with title and description, and its rows."""
    named = f'aria-labelledby="{frame.id}-title {frame.id}-desc"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" {named} '
        f'viewBox="0 0 {frame.width} {_number(height)}" width="{frame.width}" '
        f'height="{_number(height)}" font-family="{_FAMILY}" font-size="{SIZE}">'
        f'<title id="{frame.id}-title">{escaped(frame.title)}</title>'
        f'<desc id="{frame.id}-desc">{escaped(frame.description)}</desc>'
        f"{''.join(pieces)}</svg>"
    )
    return Chart(svg, frame.title, frame.description, tuple(tuple(row) for row in rows))


def escaped(text: str) -> str:
    """Return a text as XML may hold it: without what XML has no letters for."""
    return escape(_NO_XML.sub("", text))


def line(start: Point, end: Point, **look: Look) -> str:
    """Return a straight line."""
    (x1, y1), (x2, y2) = start, end
    return _element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, look)


def lines(points: Sequence[Point], **look: Look) -> str:
    """Return a line through points; nothing through fewer than two."""
    if len(points) < 2:  # noqa: PLR2004 # two ends
        return ""
    return _element("polyline", {"points": _points(points), "fill": "none"}, look)


def area(points: Sequence[Point], **look: Look) -> str:
    """Return a filled shape with these corners."""
    return _element("polygon", {"points": _points(points)}, look)


def box(x: float, y: float, width: float, height: float, **look: Look) -> str:
    """Return a rectangle by its left upper corner."""
    return _element("rect", {"x": x, "y": y, "width": width, "height": height}, look)


def circle(middle: Point, radius: float, **look: Look) -> str:
    """Return a circle."""
    return _element("circle", {"cx": middle[0], "cy": middle[1], "r": radius}, look)


def diamond(middle: Point, *, hollow: bool = False) -> str:
    """Return the reader's own mark: full with a white rim, or hollow for an estimate."""
    x, y = middle
    corners = [(x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND), (x - _DIAMOND, y)]
    if hollow:
        return area(corners, fill=WHITE, stroke=INK, stroke_width=2)
    return area(corners, fill=INK, stroke=WHITE, stroke_width=1.5)


def beyond(middle: Point, *, rightwards: bool) -> str:
    """Return the reader's own mark at the end of an axis that does not reach as far."""
    x, y = middle
    tip = _DIAMOND if rightwards else -_DIAMOND
    corners = [(x + tip, y), (x - tip, y - _DIAMOND), (x - tip, y + _DIAMOND)]
    return area(corners, fill=INK, stroke=WHITE, stroke_width=1.5)


def label(text: str, at: Point, room: tuple[float, float], *, anchor: str = "middle",
          **look: Look) -> str:  # fmt: skip
    """Return a text that stays between two x, moved and then cut as needed.

    `anchor`: whether its start, middle or end is wished at the point.
    """
    low, high = room
    shown = cut(text, high - low)
    width = width_of(shown)
    start = at[0] - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    start = max(min(start, high - width), low)
    place = {"x": start, "y": at[1]}
    return _element("text", place, {"fill": INK, **look}, escaped(shown))


def _element(
    name: str, places: Mapping[str, Look], look: Mapping[str, Look], text: str = ""
) -> str:
    attributes = "".join(
        f" {key.replace('_', '-')}={quoteattr(_number(value))}"
        for key, value in {**places, **look}.items()
    )
    return f"<{name}{attributes}>{text}</{name}>" if text else f"<{name}{attributes}/>"


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: Look) -> str:
    if isinstance(value, str):
        return value
    return f"{value + 0.0:.2f}".rstrip("0").rstrip(".")
