from xml.etree import ElementTree as ET

import pytest

from certificates.drawing import Card, Disc, Line, Picture, Polygon, Shape, Stroke, write_svg
from certificates.lettering import REGULAR

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = ((10.0, 10.0), (90.0, 10.0), (90.0, 90.0))


def drawn(*shapes: Shape, title: str = "Title", description: str = "Text") -> ET.Element:
    svg = write_svg(Picture(100, shapes, title, description, "en"))
    return ET.fromstring(svg)  # noqa: S314 (drawn here)


def test_the_text_alternative_comes_first_and_is_harmless() -> None:
    svg = drawn(title='<b>&"', description="]]><script>")
    assert [child.tag for child in svg] == [f"{SVG}title", f"{SVG}desc", f"{SVG}defs"]
    assert [svg[0].text, svg[1].text] == ['<b>&"', "]]><script>"]
    labels = str(svg.get("aria-labelledby")).split()
    assert (svg.get("role"), labels) == ("img", [svg[0].get("id"), svg[1].get("id")])


@pytest.mark.parametrize(
    ("shape", "tag", "attributes"),
    [
        (Polygon(SQUARE, "#123456"), "path", {"fill": "#123456", "d": "M10 10 90 10 90 90Z"}),
        (
            Card(1, 2, 30, 40, 5, "#fff"),
            "rect",
            {"x": "1", "y": "2", "width": "30", "height": "40", "rx": "5", "fill": "#fff"},
        ),
        (
            Card(0, 0, 30, 40, 5, "#fff", whole=False),
            "path",
            {"fill": "#fff", "d": "M0 40V5a5 5 0 0 1 5 -5H25a5 5 0 0 1 5 5V40Z"},
        ),
        (Disc((5, 6.5), 4, "#000"), "circle", {"cx": "5", "cy": "6.5", "r": "4", "fill": "#000"}),
        (
            Disc((5, 6), 4, "#000", ring=2),
            "circle",
            {"cx": "5", "cy": "6", "r": "4", "fill": "none", "stroke": "#000", "stroke-width": "2"},
        ),
        (
            Stroke(((1, 2), (3, 4)), 1.5, "#000", dots=4.2),
            "path",
            {
                "fill": "none",
                "stroke": "#000",
                "stroke-width": "1.5",
                "stroke-linecap": "round",
                "stroke-linejoin": "round",
                "stroke-dasharray": ".1 4.2",
                "d": "M1 2 3 4",
            },
        ),
    ],
)
def test_each_shape_has_its_element(shape: Shape, tag: str, attributes: dict[str, str]) -> None:
    element = drawn(shape)[-1]
    assert (element.tag, element.attrib) == (f"{SVG}{tag}", attributes)


def test_type_is_outlines_each_letter_once() -> None:
    svg = drawn(Line("to too", (10, 20), 20.48, REGULAR, "#123"))
    outlines, group = svg[2], svg[3]
    assert [outline.get("id") for outline in outlines] == ["Inter-Regular-6f", "Inter-Regular-74"]
    assert group.attrib == {
        "fill": "#123",
        "transform": "translate(10 20) scale(0.010000 -0.010000)",
    }
    assert [use.get("href") for use in group] == [
        f"#Inter-Regular-{letter}" for letter in ("74", "6f", "74", "6f", "6f")
    ]
    places = [int(str(use.get("x"))) for use in group]
    assert places == sorted(places)


def test_nothing_comes_from_outside() -> None:
    svg = drawn(Line("a", (0, 0), 10, REGULAR, "#000"), Disc((1, 1), 1, "#000"))
    for element in svg.iter():
        assert element.tag.removeprefix(SVG) in {
            "svg",
            "title",
            "desc",
            "defs",
            "path",
            "g",
            "use",
            "circle",
        }
        assert str(element.get("href", "#")).startswith("#")
        assert "style" not in element.attrib
