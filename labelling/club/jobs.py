"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks
from labelling.club.results import jobs as results

__all__ = ["personal_data", "reminders", "results", "tasks"]
