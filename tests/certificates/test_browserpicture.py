"""The picture of a page brings all that it needs, and is well-formed."""

import re
from base64 import b64decode
from xml.etree import ElementTree as ET

import pytest

from certificates.designs.design import Logo
from certificates.designs.layouts import LAYOUTS, font_files
from certificates.document import draw
from tests.certificates.examples import design, picture, sheet, sheet_in

SVG, XHTML = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xhtml}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_is_one_file_that_fetches_nothing(layout: str) -> None:
    logo = Logo(picture(), "A “logo” & <more>")
    drawn = draw(sheet(holder="A & B <c> 'd'"), design(layout=layout, logo=logo), specimen=True)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert root.tag == f"{SVG}svg"
    heading = root.find(f".//{XHTML}h1")
    assert heading is not None
    assert heading.text == "A & B <c> 'd'"
    image = root.find(f".//{XHTML}img")
    assert image is not None
    assert image.attrib["alt"] == "A “logo” & <more>"
    addresses = re.findall(r"(?:url\(\"?|src=\")([a-z]+):", drawn)
    assert set(addresses) == {"data"}
    fonts = re.findall(r"data:font/ttf;base64,([A-Za-z0-9+/=]+)", drawn)
    assert [b64decode(font) for font in fonts] == list(font_files().values())


def test_a_picture_speaks_the_language_of_its_sheet() -> None:
    root = ET.fromstring(draw(sheet_in("bg")))  # noqa: S314 - our own
    html = root.find(f".//{XHTML}html")
    assert html is not None
    assert html.attrib["lang"] == "bg"
    assert {span.attrib["lang"] for span in root.iter(f"{XHTML}span") if "lang" in span.attrib} == {
        "en"
    }
