"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks
from labelling.club.award import jobs as award
from labelling.club.exchange import jobs as exchange
from labelling.club.meetings import jobs as meetings
from labelling.club.results import jobs as results

__all__ = ["award", "exchange", "meetings", "personal_data", "reminders", "results", "tasks"]
