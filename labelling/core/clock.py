"""Instants in UTC and civil days in the scheme's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_scheme_zone: list[ZoneInfo] = [ZoneInfo("UTC")]


def set_zone(zone: ZoneInfo) -> None:
    """Set the zone in which the scheme counts its civil days."""
    _scheme_zone[:] = [zone]


def scheme_zone() -> ZoneInfo:
    """Return the zone in which the scheme counts its civil days."""
    return _scheme_zone[0]


def today(now: datetime) -> date:
    """Return the scheme's civil day at an instant: what deadlines are compared with."""
    return civil_day(now, scheme_zone())


def utcnow() -> datetime:
    """Return the present instant, aware, in UTC. Doors call this; actions are told ``now``."""
    return datetime.now(UTC)


def civil_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the civil day on which an instant falls in the scheme's zone."""
    return instant.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant after a civil day, in UTC; dates include their whole day."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def year_span(year: int) -> tuple[datetime, datetime]:
    """Return the first instant of a civil year in the scheme's zone and the first after it."""
    before = date(year, 1, 1) - timedelta(days=1)
    return end_of_day(before, scheme_zone()), end_of_day(date(year, 12, 31), scheme_zone())


def years_before(day: date, years: int) -> date:
    """Return the same day so many calendar years earlier; 28 February where it has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
