"""A first look at a file: small, a picture or a PDF's first page, and how many pages it has."""

import json
from io import BytesIO

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from labelling.organisations.inspection import images, pdf
from labelling.organisations.inspection.findings import Reason, Refused

LARGEST = (240, 180)
"""Points of width and height: twice what a list shows, for sharp screens."""
QUALITY = 80
PRELOADED = (images.PRELOADED, pdf.PRELOADED)
"""Loaded by the parsers only when they need them: too late once no file can be opened."""
_FORMATS = {"png": "PNG", "jpg": "JPEG"}


def inspect(content: bytes, ending: str) -> bytes:
    """Return the pages of a PDF as JSON (``preview-pdf``), or a small JPEG.

    That is of a PDF's first page (``preview-page``) or of a picture (``preview-`` and its kind).
    Counting and drawing are asked for apart: what dies while it draws can still be counted.
    Raises Refused for what cannot be read.
    """
    kind = ending.removeprefix("preview-")
    if kind == "pdf":
        return json.dumps({"pages": _pages(content)}).encode()
    return _first_page(content) if kind == "page" else _small(content, _FORMATS[kind])


def _pages(content: bytes) -> int:
    try:
        return len(PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # pypdf meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None


def _first_page(content: bytes) -> bytes:
    """Return the first page as a screen would show it; nothing where it has no picture."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            page = document[0]
            width, height = page.get_size()
            if min(width, height) <= 0:
                return b""
            scale = min(LARGEST[0] / width, LARGEST[1] / height)
            drawn = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, ValueError, IndexError, OverflowError, MemoryError):
        return b""
    return _jpeg(drawn.convert("RGB"))


def _small(content: bytes, wanted: str) -> bytes:
    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own
    try:
        with Image.open(BytesIO(content), formats=[wanted]) as picture:
            if picture.width * picture.height > images.MOST_PIXELS:
                raise Refused(Reason.LARGE_IMAGE)
            picture.draft("RGB", LARGEST)  # a JPEG is decoded at a fraction of its size
            picture.load()
            drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        # Pillow meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None
    drawn.thumbnail(LARGEST)
    sheet = Image.new("RGB", drawn.size, "white")
    sheet.paste(drawn, mask=drawn.getchannel("A"))
    return _jpeg(sheet)


def _jpeg(drawn: Image.Image) -> bytes:
    target = BytesIO()
    drawn.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
