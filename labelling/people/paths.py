"""Ways back after signing in: paths of ours and nothing else."""

import unicodedata
from urllib.parse import urlsplit

_LONGEST = 2000


def own_path(text: str | None) -> str | None:
    """Return a path of this site, or None for anything that could lead elsewhere."""
    if not text or len(text) > _LONGEST or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or any(unicodedata.category(letter).startswith(("C", "Z")) for letter in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else text
