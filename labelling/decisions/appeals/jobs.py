"""What appeals offer the others: tasks, reminders, readers, personal data, the end of texts."""

from labelling.core import doors
from labelling.decisions.appeals import keeping, opening, reminders, tasks

__all__ = ["opening", "reminders", "tasks"]

doors.holds_personal_data("appeals", keeping.export, keeping.erase)
