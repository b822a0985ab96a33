"""Where a check takes its files from: a path or, where one was given, a web address."""

from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request

from certificates.errors import BadInput
from certificates.evidence import is_evidence
from certificates.fetching import TooLarge, fetch, printable

LARGEST_PDF = 10 * 1024 * 1024
LARGEST_PROOF = 1024 * 1024
LARGEST_BUNDLE = 128 * 1024 * 1024
SECONDS_IN_ALL = 120

_MEGABYTE = 1024 * 1024
_HEADER_WITHIN = 1024
_PNG = b"\x89PNG\r\n\x1a\n"


def read_presented(path: Path) -> bytes:
    """Return the bytes of a certificate or a badge; raise BadInput for none or over 10 MB."""
    return checked(_read_file(path, LARGEST_PDF), printable(path.name))


def read_proof_beside(path: Path) -> bytes | None:
    """Return what lies beside a PDF under its name and `.proof`; None where nothing does.

    Raises BadInput for what cannot be read or is over 1 MB.
    """
    beside = path.with_name(f"{path.name}.proof")
    return _read_file(beside, LARGEST_PROOF) if beside.exists() else None


def checked(data: bytes, name: str) -> bytes:
    """Return the bytes if they claim to be something that is checked here; else raise BadInput.

    That is a PDF, a badge or evidence, of up to 10 MB.
    """
    if len(data) > LARGEST_PDF:
        raise BadInput(_too_large(name, LARGEST_PDF))
    if not (is_pdf(data) or is_badge(data) or is_evidence(data)):
        raise BadInput(f"{name} is not a PDF, no badge as PNG or SVG, and no evidence of a label.")
    return data


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes claim to be a PDF."""
    return b"%PDF-" in data[:_HEADER_WITHIN]


def is_badge(data: bytes) -> bool:
    """Say whether the bytes claim to be a picture that may carry a credential: PNG or SVG."""
    start = data[:_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return data.startswith(_PNG) or start.startswith((b"<svg", b"<?xml"))


def read_trust(source: str) -> bytes:
    """Return the bytes of a trust bundle from a file or, where one is given, a web address.

    Only http and https, no step down from https, 128 MB and two minutes at most; raises BadInput.
    """
    shown = printable(source)
    if "://" not in source:
        return _read_file(Path(source), LARGEST_BUNDLE)
    if urlsplit(source).scheme not in {"http", "https"}:
        raise BadInput(f"{shown} is neither a file nor an address beginning with https://.")
    try:
        return fetch(
            source,
            _NoStepDown(),
            largest=LARGEST_BUNDLE,
            seconds=SECONDS_IN_ALL,
            accept="application/json",
        )
    except TooLarge as problem:
        raise BadInput(_too_large(shown, LARGEST_BUNDLE)) from problem


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


def _read_file(path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "not a file name"
        raise BadInput(f"{printable(str(path))} could not be read: {reason}.") from problem
    if len(data) > largest:
        raise BadInput(_too_large(printable(path.name), largest))
    return data


def _too_large(name: str, largest: int) -> str:
    return f"{name} is larger than {largest // _MEGABYTE} MB; nothing was checked."
