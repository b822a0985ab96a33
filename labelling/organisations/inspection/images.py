"""Pictures are drawn anew: what a camera or a program hid in the file stays behind."""

from io import BytesIO

from PIL import Image, ImageOps, MpoImagePlugin, UnidentifiedImageError

from labelling.organisations.inspection.findings import Reason, Refused

MOST_PIXELS = 50_000_000
JPEG_QUALITY = 90
_PLAIN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
PRELOADED = (MpoImagePlugin,)
"""Loaded by Pillow only when it meets them: too late once no file can be opened."""
Image.preinit()


def inspect(content: bytes, ending: str) -> bytes:
    """Return the picture encoded anew, upright, without metadata; raise Refused if it cannot be."""
    wanted = _FORMATS[ending]
    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own
    try:
        with Image.open(BytesIO(content), formats=[wanted]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(Reason.LARGE_IMAGE)
            picture.load()
            return _encoded(ImageOps.exif_transpose(picture), wanted)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        # Pillow meets broken files with all of these
        raise Refused(Reason.UNREADABLE) from None


def _encoded(picture: Image.Image, wanted: str) -> bytes:
    if wanted == "JPEG":
        plain = picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    else:
        plain = picture if picture.mode in _PLAIN_MODES else picture.convert("RGBA")
    fresh = Image.new(plain.mode, plain.size)
    if plain.mode == "P":
        fresh.putpalette(plain.getpalette("RGB") or [], "RGB")
    fresh.paste(plain)
    target = BytesIO()
    transparency = plain.info.get("transparency")
    kept = {"transparency": transparency} if transparency is not None and wanted == "PNG" else {}
    if wanted == "JPEG":
        fresh.save(target, wanted, quality=JPEG_QUALITY)
    else:
        fresh.save(target, wanted, **kept)
    return target.getvalue()
