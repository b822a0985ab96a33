"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks
from labelling.club.meetings.mode import personal_data as meeting_records
from labelling.club.meetings.mode import tasks as meeting_tasks

__all__ = ["meeting_records", "meeting_tasks", "personal_data", "reminders", "tasks"]
