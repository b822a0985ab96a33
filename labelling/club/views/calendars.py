"""A round's dates as a calendar (RFC 5545): whole days, no figure and no member in it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Response, url_for

from labelling.club import queries
from labelling.club.dates import DATE_NAMES, dates_of
from labelling.club.models import ClubRound
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker

_LINE = 75  # octets


@bp.get("/rounds/<uuid:round_id>/calendar.ics")
def calendar(round_id: UUID) -> Response:
    """Return the days of a round for a calendar."""
    with reading() as session:
        round_ = queries.get_round(session, round_id)
        club = queries.get_club(session, round_.club_id)
        require(asker(), Permission.CLUB_VIEW, club)
    settings = pages.settings()
    address = settings.public_url + url_for(".round", round_id=round_id, lang=None)
    domain = settings.office_email.rpartition("@")[2]
    content = calendar_of(round_, club.name, address, domain)
    return attachment(content, f"{club.code}-{round_.half_year}.ics", "text/calendar")


def calendar_of(round_: ClubRound, title: str, address: str, domain: str) -> bytes:
    """Return the entries of a round; ``domain`` makes their ids worldwide."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Touchstone//Club//EN", "METHOD:PUBLISH"]
    for name, day in dates_of(round_):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{name}-{round_.id}@{domain}",
            f"DTSTAMP:{_instant(round_.announced_at)}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'{title} {round_.half_year}: {DATE_NAMES[name]}')}",
            f"DESCRIPTION:{_escaped(address)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
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
