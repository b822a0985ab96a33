"""Where a check takes its files from: a path or, where one was given, a web address."""

import time
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
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

LARGEST_PDF = 10 * 1024 * 1024
LARGEST_BUNDLE = 128 * 1024 * 1024
SECONDS_TO_CONNECT = 15
SECONDS_IN_ALL = 120

_CHUNK = 1024 * 1024
_MEGABYTE = 1024 * 1024
_HEADER_WITHIN = 1024


def read_pdf(path: Path) -> bytes:
    """Return the bytes of a PDF; raise BadInput where there is none or it is over 10 MB."""
    return checked_pdf(_read_file(path, LARGEST_PDF), _shown(path.name))


def checked_pdf(data: bytes, name: str) -> bytes:
    """Return the bytes if they claim to be a PDF of up to 10 MB, else raise BadInput."""
    if len(data) > LARGEST_PDF:
        raise BadInput(_too_large(name, LARGEST_PDF))
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise BadInput(f"{name} is not a PDF.")
    return data


def read_trust(source: str) -> bytes:
    """Return the bytes of a trust bundle from a file or, where one is given, a web address.

    Only http and https, no step down from https, 128 MB and two minutes at most; raises BadInput.
    """
    shown = _shown(source)
    if "://" not in source:
        return _read_file(Path(source), LARGEST_BUNDLE)
    if urlsplit(source).scheme not in {"http", "https"}:
        raise BadInput(f"{shown} is neither a file nor an address beginning with https://.")
    try:
        return _fetch(source)
    except (URLError, OSError, ValueError) as problem:
        if isinstance(problem, BadInput):
            raise
        raise BadInput(f"{shown} could not be read: {problem}.") from problem


class _NoStepDown(HTTPRedirectHandler):
    """Follows redirects, but never from https to http."""

    max_redirections = 3

    def redirect_request(  # noqa: PLR0917 (the signature is urllib's)
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request; raise BadInput where it would leave https."""
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise BadInput(f"{req.full_url} leads away from https, so it was not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(address: str) -> bytes:
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _NoStepDown(),
    ):
        opener.add_handler(handler)
    deadline = time.monotonic() + SECONDS_IN_ALL
    data = bytearray()
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 (http and https only, see read_trust)
    with opener.open(request, timeout=SECONDS_TO_CONNECT) as answer:
        while chunk := answer.read1(_CHUNK):
            data += chunk
            if len(data) > LARGEST_BUNDLE:
                raise BadInput(_too_large(address, LARGEST_BUNDLE))
            if time.monotonic() > deadline:
                raise BadInput(f"{address} took more than {SECONDS_IN_ALL} seconds.")
    return bytes(data)


def _read_file(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "not a file name"
        raise BadInput(f"{_shown(str(path))} could not be read: {reason}.") from problem
    if len(data) > largest:
        raise BadInput(_too_large(_shown(path.name), largest))
    return data


def _too_large(name: str, largest: int) -> str:
    return f"{name} is larger than {largest // _MEGABYTE} MB; nothing was checked."


def _shown(name: str) -> str:
    """Return a name without what could move the cursor of whoever reads the message."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)
