"""A meeting in a calendar: one entry, which later ones of the same id replace or cancel."""

from datetime import datetime, timedelta

from labelling.club.meetings.models import Meeting, MeetingState
from labelling.core.icalendar import calendar_object, escaped, instant


def calendar_of(meeting: Meeting, title: str, public_url: str, domain: str, now: datetime) -> str:
    """Return the entry of a meeting; ``domain`` makes its id worldwide. Nobody's name is in it."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.id}@{domain}",
        f"SEQUENCE:{meeting.told}",
        f"DTSTAMP:{instant(now)}",
        *_when(meeting),
        f"SUMMARY:{escaped(title)}",
        f"LOCATION:{escaped(meeting.place)}",
        f"DESCRIPTION:{escaped(f'{public_url}/clubs/meetings/{meeting.id}')}",
        f"STATUS:{'CANCELLED' if meeting.state is MeetingState.CANCELLED else 'CONFIRMED'}",
        "END:VEVENT",
    ]
    return calendar_object(lines)


def _when(meeting: Meeting) -> list[str]:
    if meeting.starts_at is None or meeting.ends_at is None:
        day = meeting.held_on
        return [
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        ]
    return [f"DTSTART:{instant(meeting.starts_at)}", f"DTEND:{instant(meeting.ends_at)}"]
