"""A meeting as a calendar entry (RFC 5545). It says when and where, and nothing of the cases."""

from datetime import timedelta

from labelling.core.icalendar import calendar_object, escaped, instant
from labelling.decisions.committee.models import Sitting

_LENGTH = timedelta(hours=2)


def calendar_entry(sitting: Sitting, *, title: str, address: str, domain: str) -> bytes:
    """Return the entry of a meeting; raise ValueError for a sitting in writing.

    ``title`` is its summary, ``address`` where the agenda is, ``domain`` makes its id worldwide.
    """
    if sitting.begins_at is None:
        raise ValueError("a sitting in writing has no hour")
    lines = [
        "BEGIN:VEVENT",
        f"UID:sitting-{sitting.id}@{domain}",
        f"DTSTAMP:{instant(sitting.called_at or sitting.planned_at)}",
        f"DTSTART:{instant(sitting.begins_at)}",
        f"DTEND:{instant(sitting.begins_at + _LENGTH)}",
        f"SUMMARY:{escaped(title)}",
        f"LOCATION:{escaped(sitting.place or sitting.link)}",
        f"DESCRIPTION:{escaped(chr(10).join(filter(None, (sitting.link, address))))}",
        f"STATUS:{'CANCELLED' if sitting.cancelled_at is not None else 'CONFIRMED'}",
        "END:VEVENT",
    ]
    return calendar_object(lines, product="Touchstone//Sittings").encode()
