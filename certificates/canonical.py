"""One spelling for every value: JSON (RFC 8785), base64, decimals, instants; any other is refused.

What is hashed or signed must not have two forms, or one could be exchanged for the other unseen.
"""

import binascii
import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any, cast

import rfc8785

from certificates.errors import BadInput
from certificates.strictjson import parse

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def canonical_json(value: object, what: str) -> bytes:
    """Return the RFC 8785 form; raise BadInput for what JSON cannot carry and for fractions."""
    try:
        data = rfc8785.dumps(cast("Any", value))
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"{what} cannot be written as canonical JSON.") from problem
    parse(data, what)
    return data


def read_canonical_json(data: bytes, what: str) -> object:
    """Return the value; raise BadInput where the bytes are not its RFC 8785 form."""
    value = parse(data, what)
    if canonical_json(value, what) != data:
        raise BadInput(f"{what} is not canonical JSON (RFC 8785).")
    return value


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding (RFC 4648, section 4)."""
    return b64encode(data).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """Return the bytes; raise BadInput for any spelling but the one of `to_base64`."""
    try:
        data = b64decode(text, validate=True)
    except (ValueError, binascii.Error) as problem:
        raise BadInput(f"{what} is not base64.") from problem
    if to_base64(data) != text:
        raise BadInput(f"{what} is not canonical base64.")
    return data


def to_base64url(data: bytes) -> str:
    """Return base64 for addresses, without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_base64url(text: str, what: str) -> bytes:
    """Return the bytes; raise BadInput for any spelling but the one of `to_base64url`."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error) as problem:
        raise BadInput(f"{what} is not base64url.") from problem
    if to_base64url(data) != text:
        raise BadInput(f"{what} is not canonical base64url without padding.")
    return data


def from_decimal(text: str, what: str) -> int:
    """Return a whole number of up to 19 digits; raise BadInput for signs and leading zeros."""
    if not _DECIMAL.fullmatch(text):
        raise BadInput(f"{what} is not a whole number in plain decimal digits.")
    return int(text)


def to_instant(moment: datetime) -> str:
    """Return an aware moment as YYYY-MM-DDThh:mm:ssZ, with six decimals where it has any."""
    if moment.tzinfo is None:
        raise BadInput("A moment needs its time zone.")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
