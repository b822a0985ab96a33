"""Calendar objects as text (RFC 5545): instants in UTC, escaped texts, folded lines."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

_LINE = 75  # octets
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def calendar_object(entries: Iterable[str], *, product: str = "Touchstone") -> str:
    """Return the lines of some entries as one calendar object, made by a product of ours."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{product}//EN",
        "METHOD:PUBLISH",
        *entries,
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def instant(moment: datetime) -> str:
    """Return an instant as a calendar writes it, in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Return a text as it stands behind a property's name.

    Whatever any reader takes for the end of a line is escaped, so that no text adds a property;
    other control characters are left out.
    """
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return _CONTROL.sub("", "\\n".join(text.splitlines()))


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, each further one after a blank."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])
