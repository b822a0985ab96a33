"""What the club does outside requests, and what it offers the others."""

from labelling.club import personal_data, reminders, tasks

__all__ = ["personal_data", "reminders", "tasks"]
