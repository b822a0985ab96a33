"""Takes a file from a web address: http and https only, with limits on size and time."""

import time
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from certificates.errors import BadInput

SECONDS_TO_CONNECT = 15

_CHUNK = 1024 * 1024


class TooLarge(BadInput):
    """The answer is longer than the caller takes."""


def fetch(
    address: str,
    redirects: HTTPRedirectHandler,
    *,
    largest: int,
    seconds: float,
    accept: str = "*/*",
) -> bytes:
    """Return what lies at an address, following what `redirects` allows.

    At most `largest` bytes within `seconds` in all; raises TooLarge, and BadInput for everything
    else that goes wrong.
    """
    shown = printable(address)
    if urlsplit(address).scheme not in {"http", "https"}:
        raise BadInput(f"{shown} is not an address beginning with https:// or http://.")
    try:
        return _read(address, redirects, largest, seconds, accept)
    except (URLError, OSError, ValueError, HTTPException) as problem:
        if isinstance(problem, BadInput):
            raise
        raise BadInput(f"{shown} could not be read: {printable(str(problem))}.") from problem


def printable(name: str) -> str:
    """Return a name without what could move the cursor of whoever reads the message."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _read(
    address: str, redirects: HTTPRedirectHandler, largest: int, seconds: float, accept: str
) -> bytes:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        redirects,
    ):
        opener.add_handler(handler)
    deadline = time.monotonic() + seconds
    data = bytearray()
    request = Request(address, headers={"Accept": accept})  # noqa: S310 (http and https only, see fetch)
    with opener.open(request, timeout=SECONDS_TO_CONNECT) as answer:
        while chunk := answer.read1(_CHUNK):
            data += chunk
            if len(data) > largest:
                raise TooLarge(f"{printable(address)} has more than {largest} bytes.")
            if time.monotonic() > deadline:
                raise BadInput(f"{printable(address)} took more than {seconds} seconds.")
    return bytes(data)
