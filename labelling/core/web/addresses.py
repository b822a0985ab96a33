"""Addresses that nothing can have, refused before any page looks them up."""

from flask import request

from labelling.core.errors import NotFound


def refuse_impossible() -> None:
    """Raise NotFound for an address with a NUL in it, which no database can even look for."""
    if "\0" in request.path or b"%00" in request.query_string:
        raise NotFound
