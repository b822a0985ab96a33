"""What this room offers the others: certificates' values and marks, tasks, reminders, data."""

from labelling.core import doors
from labelling.decisions import (
    marking,
    on_their_way,
    opening,
    outcome_boxes,
    personal_data,
    register_keeping,
    reminders,
    retention,
    stranded,
    tasks,
)
from labelling.decisions.appeals import jobs as appeals
from labelling.decisions.committee import jobs as committee
from labelling.decisions.complaints import jobs as complaints
from labelling.decisions.conditions import boxes as condition_boxes
from labelling.decisions.conditions import personal_data as condition_data
from labelling.decisions.conditions import reminders as condition_reminders
from labelling.decisions.conditions import retention as condition_retention
from labelling.decisions.conditions import tasks as condition_tasks
from labelling.decisions.correspondence import boxes as letter_boxes
from labelling.decisions.correspondence import jobs as correspondence
from labelling.decisions.hearings import jobs as hearings
from labelling.decisions.offers import boxes as offer_boxes
from labelling.decisions.offers import jobs as offers
from labelling.decisions.offers import tasks as offer_tasks
from labelling.decisions.renewal import kinds
from labelling.decisions.renewal import reminders as renewal_reminders
from labelling.decisions.sheets import KIND, label_sheet
from labelling.decisions.surveillance import jobs as surveillance
from labelling.decisions.versions import jobs as versions
from labelling.decisions.withdrawals import jobs as withdrawals
from labelling.issuing.sources import set_source

__all__ = [
    "appeals",
    "committee",
    "complaints",
    "condition_boxes",
    "condition_reminders",
    "condition_retention",
    "condition_tasks",
    "correspondence",
    "hearings",
    "kinds",
    "letter_boxes",
    "marking",
    "offer_boxes",
    "offer_tasks",
    "offers",
    "on_their_way",
    "opening",
    "outcome_boxes",
    "register_keeping",
    "reminders",
    "renewal_reminders",
    "retention",
    "stranded",
    "surveillance",
    "tasks",
    "versions",
    "withdrawals",
]

set_source(KIND, label_sheet)
doors.holds_personal_data("decisions", personal_data.export, personal_data.erase)
doors.holds_personal_data("conditions", condition_data.export, condition_data.erase)
