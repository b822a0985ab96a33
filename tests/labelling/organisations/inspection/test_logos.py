"""A logo comes out of the child as a plain picture, whatever went in."""

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from labelling.core.errors import Invalid
from labelling.organisations.inspection.sandbox import inspect_logo
from tests.certificates.examples import picture


def test_a_logo_is_drawn_anew_plain_and_small() -> None:
    data, hidden = BytesIO(), PngImagePlugin.PngInfo()
    hidden.add_text("Author", "somebody")
    Image.new("P", (3000, 600)).save(data, "PNG", pnginfo=hidden)
    with Image.open(BytesIO(inspect_logo(data.getvalue(), "Logo.PNG"))) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("PNG", "RGBA", (1200, 240))
        assert drawn.info == {}


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "is not a PNG picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "not what its name says"),
        (picture()[:60], "logo.png", "could not be read to its end"),
        (picture((8000, 7000), "1"), "logo.png", "50 million points"),
    ],
    ids=["svg", "disguised", "broken", "large"],
)
def test_anything_else_is_refused(content: bytes, name: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        inspect_logo(content, name)
