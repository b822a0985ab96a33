"""Instants in UTC and civil days in the scheme's zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def utcnow() -> datetime:
    """Return the present instant, aware, in UTC. Doors call this; actions are told ``now``."""
    return datetime.now(UTC)


def civil_day(instant: datetime, zone: ZoneInfo) -> date:
    """Return the civil day on which an instant falls in the scheme's zone."""
    return instant.astimezone(zone).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant after a civil day, in UTC; dates include their whole day."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
