"""What complaints offer the others: tasks, reminders, personal data, the end of texts."""

from labelling.core import doors
from labelling.decisions.complaints import keeping, tasks

__all__ = ["tasks"]

doors.holds_personal_data("complaints", keeping.export, keeping.erase)
