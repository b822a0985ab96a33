"""Addresses of static files that change with their content, so that they may be kept for ever."""

import hashlib
from functools import cache

from flask import url_for

from labelling import places


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((places.STATIC / name).read_bytes()).hexdigest()[:12]


def static(name: str) -> str:
    """Return the address of a static file with its content's fingerprint."""
    return url_for("static", filename=name, v=_fingerprint(name))
