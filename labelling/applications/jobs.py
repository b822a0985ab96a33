"""What this room offers outside requests: reminders, tasks, personal data."""

from labelling.applications import personal_data, reminders, retention, tasks
from labelling.applications.building import personal_data as building_data
from labelling.applications.building import tasks as building_tasks
from labelling.applications.fees import office as fees
from labelling.applications.fees import personal_data as fee_data
from labelling.applications.paper import jobs as paper
from labelling.applications.together import jobs as together
from labelling.applications.versions import jobs as versions
from labelling.applications.workshop import jobs as workshop
from labelling.core import doors

__all__ = [
    "building_tasks",
    "fees",
    "paper",
    "reminders",
    "retention",
    "tasks",
    "together",
    "versions",
    "workshop",
]

doors.holds_personal_data("applications", personal_data.export, personal_data.erase)
doors.holds_personal_data("editions", building_data.export, building_data.erase)
doors.holds_personal_data("fees", fee_data.export, fee_data.erase)
