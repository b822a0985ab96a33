"""A meeting as a calendar entry (RFC 5545). It says when and where, and nothing of the cases."""

from datetime import UTC, datetime, timedelta

from labelling.decisions.committee.models import Sitting

_LINE = 75  # octets
_LENGTH = timedelta(hours=2)


def calendar_entry(sitting: Sitting, *, title: str, address: str, domain: str) -> bytes:
    """Return the entry of a meeting; raise ValueError for a sitting in writing.

    ``title`` is its summary, ``address`` where the agenda is, ``domain`` makes its id worldwide.
    """
    if sitting.begins_at is None:
        raise ValueError("a sitting in writing has no hour")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Touchstone//Sittings//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:sitting-{sitting.id}@{domain}",
        f"DTSTAMP:{_instant(sitting.called_at or sitting.planned_at)}",
        f"DTSTART:{_instant(sitting.begins_at)}",
        f"DTEND:{_instant(sitting.begins_at + _LENGTH)}",
        f"SUMMARY:{_escaped(title)}",
        f"LOCATION:{_escaped(sitting.place or sitting.link)}",
        f"DESCRIPTION:{_escaped(chr(10).join(filter(None, (sitting.link, address))))}",
        f"STATUS:{'CANCELLED' if sitting.cancelled_at is not None else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


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
