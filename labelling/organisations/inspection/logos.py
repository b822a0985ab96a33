"""Logos for certificates: PNG drawn anew, eight bits a colour, not larger than needed."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from labelling.organisations.inspection.findings import Reason, Refused
from labelling.organisations.inspection.images import MOST_PIXELS

LARGEST = (1200, 480)
"""Points of width and height: 300 to the inch in the widest place that a layout has for it."""


def inspect(content: bytes, _ending: str) -> bytes:
    """Return the picture encoded anew, shrunk where it is large; raise Refused if it cannot be."""
    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(Reason.LARGE_IMAGE)
            picture.load()
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        # Pillow meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None
    drawn.thumbnail(LARGEST)
    fresh = Image.new("RGBA", drawn.size)
    fresh.paste(drawn)
    target = BytesIO()
    fresh.save(target, "PNG", optimize=True)
    return target.getvalue()
