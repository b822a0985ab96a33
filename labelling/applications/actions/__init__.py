"""Every write to applications: each action loads, requires, decides, records."""

from labelling.applications.actions.answers import AnswerChanged, Content, Saved, save_answer
from labelling.applications.actions.calls import close_call, open_call
from labelling.applications.actions.checking import (
    Finding,
    declare_eligible,
    record_findings,
    refuse_application,
    return_application,
)
from labelling.applications.actions.citations import (
    change_citation,
    cite_evidence,
    drop_citation,
)
from labelling.applications.actions.dates import extend_deadline, set_due
from labelling.applications.actions.declarations import declare
from labelling.applications.actions.moving import move, reopen
from labelling.applications.actions.starting import start_application, withdraw_application
from labelling.applications.actions.submitting import NotReady, submit_application

__all__ = [
    "AnswerChanged",
    "Content",
    "Finding",
    "NotReady",
    "Saved",
    "change_citation",
    "cite_evidence",
    "close_call",
    "declare",
    "declare_eligible",
    "drop_citation",
    "extend_deadline",
    "move",
    "open_call",
    "record_findings",
    "refuse_application",
    "reopen",
    "return_application",
    "save_answer",
    "set_due",
    "start_application",
    "submit_application",
    "withdraw_application",
]
