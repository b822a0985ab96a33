"""A round's dates as a calendar (RFC 5545): whole days, no figure and no member in it."""

from datetime import timedelta
from uuid import UUID

from flask import Response, url_for

from labelling.club import queries
from labelling.club.dates import DATE_NAMES, dates_of
from labelling.club.models import ClubRound
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.database import reading
from labelling.core.icalendar import calendar_object, escaped, instant
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker


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
    lines = []
    for name, day in dates_of(round_):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{name}-{round_.id}@{domain}",
            f"DTSTAMP:{instant(round_.announced_at)}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(f'{title} {round_.half_year}: {DATE_NAMES[name]}')}",
            f"DESCRIPTION:{escaped(address)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return calendar_object(lines).encode()
