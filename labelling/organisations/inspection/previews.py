"""A first look at a file: a small picture of a picture, the number of pages of a PDF."""

import json
from io import BytesIO

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
    """Return a line of JSON with ``pages`` (None for a picture) and after it a JPEG, if any.

    ``ending`` is ``preview-`` and the kind of file. Raises Refused for what cannot be read.
    """
    kind = ending.removeprefix("preview-")
    pages = _pages(content) if kind == "pdf" else None
    picture = b"" if kind == "pdf" else _small(content, _FORMATS[kind])
    return json.dumps({"pages": pages}).encode() + b"\n" + picture


def _pages(content: bytes) -> int:
    try:
        return len(PdfReader(BytesIO(content)).pages)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # pypdf meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None


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
    target = BytesIO()
    sheet.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
