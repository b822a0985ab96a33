"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks
from labelling.club.meetings import jobs as meetings

__all__ = ["meetings", "personal_data", "reminders", "tasks"]
