"""The holder's duty: a change is reported within 30 days of the day on which it happened. Pure."""

from datetime import date, timedelta

NOTIFY_WITHIN = timedelta(days=30)
AHEAD = timedelta(days=366)


def last_day(happened_on: date) -> date:
    """Return the last day on which a change is reported in time."""
    return happened_on + NOTIFY_WITHIN


def days_late(happened_on: date, reported_on: date) -> int:
    """Return by how many days a report came too late; 0 where it came in time, or ahead."""
    return max(0, (reported_on - last_day(happened_on)).days)
