"""Reading a chart back: its shapes, texts and every coordinate."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from benchmarking.charts.lettering import width_of
from benchmarking.charts.values import Chart

SVG = "{http://www.w3.org/2000/svg}"
_ACROSS = {"x": "width", "x1": "", "x2": "", "cx": "r"}
_DOWN = {"y": "height", "y1": "", "y2": "", "cy": "r"}


def _root(chart: Chart) -> Element:
    return fromstring(chart.svg)  # noqa: S314 - made by ourselves a moment ago


def shapes(chart: Chart, name: str) -> list[Element]:
    """Return the elements of a kind, as drawn."""
    return list(_root(chart).iter(SVG + name))


def texts(chart: Chart) -> list[str]:
    """Return what is written in the picture."""
    return [one.text or "" for one in shapes(chart, "text")]


def size(chart: Chart) -> tuple[float, float]:
    """Return the width and height of the view box."""
    _, _, width, height = map(float, _root(chart).attrib["viewBox"].split())
    return width, height


def reaches(chart: Chart) -> Iterator[tuple[float, float]]:
    """Yield every point that something drawn reaches, texts with their width included."""
    for one in _root(chart).iter():
        at = one.attrib
        for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", at.get("points", "")):
            yield float(pair[0]), float(pair[1])
        if one.tag == SVG + "text":
            yield float(at["x"]), float(at["y"])
            yield float(at["x"]) + width_of(one.text or ""), float(at["y"]) - 10
        elif one.tag == SVG + "rect":
            yield float(at["x"]), float(at["y"])
            yield float(at["x"]) + float(at["width"]), float(at["y"]) + float(at["height"])
        elif one.tag == SVG + "line":
            yield float(at["x1"]), float(at["y1"])
            yield float(at["x2"]), float(at["y2"])
        elif one.tag == SVG + "circle":
            radius = float(at["r"])
            yield float(at["cx"]) - radius, float(at["cy"]) - radius
            yield float(at["cx"]) + radius, float(at["cy"]) + radius


def strays(chart: Chart) -> list[tuple[float, float]]:
    """Return the points that lie outside the picture, by more than rounding."""
    width, height = size(chart)
    slack = 0.05
    return [
        (x, y)
        for x, y in reaches(chart)
        if not (-slack <= x <= width + slack and -slack <= y <= height + slack)
    ]
