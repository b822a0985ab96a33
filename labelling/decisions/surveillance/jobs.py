"""What surveillance offers the others: tasks, the daily check, ends of retention, data."""

from labelling.core import doors
from labelling.decisions.surveillance import personal_data, policy, reasons, reminders, retention
from labelling.decisions.surveillance import tasks as waiting

__all__ = ["policy", "reasons", "reminders", "retention", "waiting"]

doors.holds_personal_data("surveillance", personal_data.export, personal_data.erase)
