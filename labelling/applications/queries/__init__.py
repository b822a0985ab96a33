"""What can be read of applications; each function reads as the answer it gives."""

from labelling.applications.queries.applications import (
    all_calls,
    coming_calls,
    events,
    find_running,
    get_application,
    get_call,
    open_calls,
    refused_before,
)
from labelling.applications.queries.dates import cases_due, deadlines, due, due_days, due_on
from labelling.applications.queries.submissions import (
    find_submission,
    latest_submission,
    snapshot,
    submissions,
)

__all__ = [
    "all_calls",
    "cases_due",
    "coming_calls",
    "deadlines",
    "due",
    "due_days",
    "due_on",
    "events",
    "find_running",
    "find_submission",
    "get_application",
    "get_call",
    "latest_submission",
    "open_calls",
    "refused_before",
    "snapshot",
    "submissions",
]
