"""What can be read of surveillance; each function reads as the answer it gives."""

from labelling.decisions.surveillance.queries.counting import (
    CauseCount,
    SurveillanceCounts,
    surveillance_counts,
)
from labelling.decisions.surveillance.queries.filing import Entry, file_of
from labelling.decisions.surveillance.queries.findings import (
    OpenFinding,
    find_finding,
    finding_steps,
    findings_of,
    get_finding,
    open_findings,
)
from labelling.decisions.surveillance.queries.held import held_label, labels_held_by, term_of
from labelling.decisions.surveillance.queries.notices import (
    OpenNotice,
    get_notice,
    is_settled,
    notice_pieces,
    notice_steps,
    notices_of,
    open_notices,
)
from labelling.decisions.surveillance.queries.overdue import (
    OverdueConfirmation,
    confirmations_of,
    confirmed_days,
    find_confirmation,
    last_check,
    overdue_confirmations,
)
from labelling.decisions.surveillance.queries.reports import (
    OpenReport,
    find_report_by_receipt,
    get_report,
    misuse_case_for,
    open_reports,
    report_steps,
)

__all__ = [
    "CauseCount",
    "Entry",
    "OpenFinding",
    "OpenNotice",
    "OpenReport",
    "OverdueConfirmation",
    "SurveillanceCounts",
    "confirmations_of",
    "confirmed_days",
    "file_of",
    "find_confirmation",
    "find_finding",
    "find_report_by_receipt",
    "finding_steps",
    "findings_of",
    "get_finding",
    "get_notice",
    "get_report",
    "held_label",
    "is_settled",
    "labels_held_by",
    "last_check",
    "misuse_case_for",
    "notice_pieces",
    "notice_steps",
    "notices_of",
    "open_findings",
    "open_notices",
    "open_reports",
    "overdue_confirmations",
    "report_steps",
    "surveillance_counts",
    "term_of",
]
