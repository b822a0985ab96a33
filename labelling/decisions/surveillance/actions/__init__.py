"""Everything that people do in surveillance: every write of it but the daily check."""

from labelling.decisions.surveillance.actions.confirming import Agreed, confirm_year
from labelling.decisions.surveillance.actions.findings import (
    answer_finding,
    ask_about_finding,
    hand_finding_on,
    settle_finding,
)
from labelling.decisions.surveillance.actions.handling import (
    close_report,
    contact_holder,
    hand_report_on,
    link_report,
    note_on_report,
    open_finding,
)
from labelling.decisions.surveillance.actions.notices import (
    Told,
    answer_notice,
    ask_about_notice,
    hand_notice_on,
    report_change,
    set_condition,
    settle_notice,
)
from labelling.decisions.surveillance.actions.reporting import Attachment, Seen, report_misuse

__all__ = [
    "Agreed",
    "Attachment",
    "Seen",
    "Told",
    "answer_finding",
    "answer_notice",
    "ask_about_finding",
    "ask_about_notice",
    "close_report",
    "confirm_year",
    "contact_holder",
    "hand_finding_on",
    "hand_notice_on",
    "hand_report_on",
    "link_report",
    "note_on_report",
    "open_finding",
    "report_change",
    "report_misuse",
    "set_condition",
    "settle_finding",
    "settle_notice",
]
