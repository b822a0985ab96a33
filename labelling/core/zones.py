"""Times of day at a place: written by its clocks, kept as instants."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

# A few cities stand there twice, under an older spelling that calendars still write.
_OLD_NAMES = frozenset({"Europe/Kiev", "Europe/Uzhgorod", "Europe/Zaporozhye"})
ZONES = tuple(
    sorted(one for one in available_timezones() - _OLD_NAMES if one.startswith("Europe/"))
)


def instant_of(day: date, clock: time, zone: str) -> datetime:
    """Return the instant of a time of day at a place.

    Raises Invalid for an hour that the day does not have, because clocks go forward in it.
    """
    if zone not in ZONES:
        raise Invalid(lazy("Choose a time zone."), field="zone")
    local = datetime.combine(day, clock, ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Invalid(lazy("Clocks go forward in this hour: it does not exist."), field="starts")
    return found


def local_clock(instant: datetime | None, zone: str) -> time | None:
    """Return the time of day of an instant at a place."""
    return None if instant is None else instant.astimezone(ZoneInfo(zone)).time()


def clock_at(zone: str) -> Callable[[datetime], str]:
    """Return how an instant is written by the clocks of a place."""
    place = ZoneInfo(zone)
    return lambda instant: f"{instant.astimezone(place):%H:%M}"
