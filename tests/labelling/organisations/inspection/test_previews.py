"""First looks: small pictures, pages of a PDF; hostile and broken files give nothing."""

from io import BytesIO

import pytest
from PIL import Image

from labelling.organisations.inspection import sandbox
from labelling.organisations.inspection.findings import Reason
from labelling.organisations.inspection.previews import LARGEST
from labelling.organisations.inspection.sandbox import Drawn, preview
from tests.labelling.organisations.inspection import samples

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("png", samples.picture("PNG", "RGBA", (1000, 200))),
        ("png", samples.picture("PNG", "P", (1000, 200))),
        ("jpg", samples.picture("JPEG", "RGB", (1000, 200))),
        ("jpg", samples.picture("JPEG", "CMYK", (1000, 200))),
    ],
)
def test_a_picture_is_drawn_small_and_keeps_its_shape(kind: str, content: bytes) -> None:
    drawn = preview(content, kind)
    with Image.open(BytesIO(drawn.picture)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (LARGEST[0], 48))
    assert drawn.pages is None


def test_a_small_picture_stays_as_small_as_it_is() -> None:
    drawn = preview(samples.picture("PNG"), "png")
    with Image.open(BytesIO(drawn.picture)) as picture:
        assert picture.size == (30, 20)


def test_a_pdf_tells_its_pages_and_shows_its_first() -> None:
    black_below = b"0 0 595 421 re f"
    drawn = preview(samples.pdf_painted(black_below, width=595, height=842), "pdf")
    with Image.open(BytesIO(drawn.picture)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (128, LARGEST[1]))
        assert (picture.getpixel((64, 20)), picture.getpixel((64, 160))) == (WHITE, BLACK)
    assert drawn.pages == 2


@pytest.mark.parametrize("commands", [b"", b"q " * 50_000, b"/Missing Do", b"BT (x) Tj ET", b"\0"])
def test_a_page_whose_contents_are_odd_is_drawn_as_far_as_it_goes(commands: bytes) -> None:
    drawn = preview(samples.pdf_painted(commands), "pdf")
    with Image.open(BytesIO(drawn.picture)) as picture:
        assert picture.getpixel((0, 0)) == WHITE
    assert drawn.pages == 2


def test_what_cannot_be_drawn_is_still_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = sandbox._ask_child

    def dies_while_it_draws(content: bytes, ending: str) -> tuple[Reason | None, bytes]:
        return (Reason.UNREADABLE, b"") if ending == "preview-page" else asked(content, ending)

    monkeypatch.setattr(sandbox, "_ask_child", dies_while_it_draws)
    assert preview(samples.pdf_painted(b""), "pdf") == Drawn(b"", 2)


@pytest.mark.parametrize(("width", "height"), [(1e9, 1e-9), (1e-9, 1e9), (14_400, 1)])
def test_a_page_of_an_odd_shape_does_no_harm(width: float, height: float) -> None:
    assert preview(samples.pdf_painted(b"", width=width, height=height), "pdf").pages == 2


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("png", samples.picture("PNG")[:60]),
        ("png", samples.picture("JPEG")),
        ("jpg", b"\xff\xd8\xff" + b"\0" * 100),
        ("pdf", b"%PDF-1.7\n%broken"),
        ("pdf", b"no pdf"),
        ("png", samples.picture("PNG", "1", (8000, 7000))),
    ],
)
def test_what_cannot_be_read_or_is_too_large_gives_nothing(kind: str, content: bytes) -> None:
    assert preview(content, kind) == Drawn()
