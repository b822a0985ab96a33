"""From when to when a meeting goes on, by the clocks of its place."""

from zoneinfo import ZoneInfo

from labelling.club.meetings.models import Meeting
from labelling.core.i18n import gettext, place_of_zone


def span(meeting: Meeting) -> str:
    """Return from when to when a meeting goes on, with its zone; '' where that is open."""
    if meeting.starts_at is None or meeting.ends_at is None:
        return ""
    zone = ZoneInfo(meeting.zone)
    return gettext(
        "%(start)s to %(end)s, %(place)s time",
        start=f"{meeting.starts_at.astimezone(zone):%H:%M}",
        end=f"{meeting.ends_at.astimezone(zone):%H:%M}",
        place=place_of_zone(meeting.zone),
    )
