"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks
from labelling.club.award import jobs as award
from labelling.club.exchange import jobs as exchange
from labelling.club.meetings import jobs as meetings
from labelling.club.meetings.mode import personal_data as meeting_records
from labelling.club.meetings.mode import tasks as meeting_tasks
from labelling.club.results import jobs as results

__all__ = [
    "award",
    "exchange",
    "meeting_records",
    "meeting_tasks",
    "meetings",
    "personal_data",
    "reminders",
    "results",
    "tasks",
]
