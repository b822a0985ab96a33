"""What this room offers outside requests: reminders, tasks, personal data, cited evidence."""

from labelling.applications import citing, personal_data, reminders, tasks
from labelling.core import doors

__all__ = ["citing", "reminders", "tasks"]

doors.holds_personal_data("applications", personal_data.export, personal_data.erase)
