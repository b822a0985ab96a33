from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path

from certificates.levelsign import STONE, STONE_CORNERS, level_sign

SVG = "{http://www.w3.org/2000/svg}"


def streaks(ordinal: int, count: int) -> list[str]:
    drawn = ET.fromstring(level_sign(ordinal=ordinal, count=count, colour="#000", title="A level"))  # noqa: S314 (drawn here)
    lines = drawn.findall(f"{SVG}g/{SVG}path")
    return ["dotted" if line.get("stroke-dasharray") else "solid" for line in lines]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_as_many_streaks_are_solid_as_the_level_counts_from_below(count: int) -> None:
    for ordinal in range(1, count + 1):
        assert streaks(ordinal, count) == ["solid"] * ordinal + ["dotted"] * (count - ordinal)


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_streaks_do_not_touch(count: int) -> None:
    drawn = ET.fromstring(level_sign(ordinal=count, count=count, colour="#000", title="All"))  # noqa: S314 (drawn here)
    lines = drawn.findall(f"{SVG}g/{SVG}path")
    middles = []
    for line in lines:
        _, top, _, bottom = (float(part) for part in line.attrib["d"][1:].split())
        middles.append((top + bottom) / 2)
    gaps = [lower - higher for lower, higher in pairwise(middles)]
    width = float(lines[0].attrib["stroke-width"])
    assert min(gaps) * 0.86 > width + 1  # 0.86: the cosine of the streaks' slope


def test_the_title_is_its_text_alternative_and_harmless() -> None:
    drawn = level_sign(ordinal=1, count=3, colour="#000", title="<b>&")
    assert "<title>&lt;b&gt;&amp;</title>" in drawn


def test_the_stones_corners_are_those_of_its_path() -> None:
    pen = RecordingPen()
    parse_path(STONE, pen)
    drawn = [points[0] for command, points in pen.value if command != "closePath"]
    assert [(round(x, 6), round(y, 6)) for x, y in dict.fromkeys(drawn)] == list(STONE_CORNERS)
