"""A file that somebody presents: a certificate as a PDF, or a badge as a picture."""

from datetime import date, datetime

from certificates.attachments import PROOF, attachments
from certificates.badgecheck import verify_badge
from certificates.baking import unbake
from certificates.errors import BadInput
from certificates.logproof import read_proof
from certificates.openbadge import read_claims
from certificates.report import Report
from certificates.strictjson import parse
from certificates.trust import Bundle
from certificates.verify import verify

_HEADER_WITHIN = 1024
_PNG = b"\x89PNG\r\n\x1a\n"


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes claim to be a PDF."""
    return b"%PDF-" in data[:_HEADER_WITHIN]


def is_badge(data: bytes) -> bool:
    """Say whether the bytes claim to be a picture that may carry a credential: PNG or SVG."""
    start = data[:_HEADER_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return data.startswith(_PNG) or start.startswith((b"<svg", b"<?xml"))


def check_presented(
    data: bytes, bundle: Bundle | None, on: date | None, now: datetime, proof: bytes | None = None
) -> Report:
    """Return the report on a certificate or a badge; see `verify` and `verify_badge`."""
    if is_badge(data):
        return verify_badge(data, bundle, on, now)
    return verify(data, bundle, on, now, proof)


def named_label(data: bytes) -> str | None:
    """Return the public id of the label that a file names, believed by nobody.

    It only tells which of the register's facts to look up. None where nothing is named.
    """
    try:
        if is_badge(data):
            content = parse(unbake(data), "The credential")
            if not isinstance(content, dict):
                return None
            content.pop("proof", None)
            return read_claims(content).page.rpartition("/")[2]
        return read_proof(attachments(data)[PROOF]).leaf.label
    except (BadInput, KeyError):
        return None
