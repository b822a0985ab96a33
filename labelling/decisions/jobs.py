"""What this room offers the others: certificates' values and marks, tasks, reminders, data."""

from labelling.core import doors
from labelling.decisions import marking, opening, personal_data, reminders, retention, tasks
from labelling.decisions.sheets import KIND, label_sheet
from labelling.issuing.sources import set_source

__all__ = ["marking", "opening", "reminders", "retention", "tasks"]

set_source(KIND, label_sheet)
doors.holds_personal_data("decisions", personal_data.export, personal_data.erase)
