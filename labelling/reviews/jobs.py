"""What this room does outside requests: the report's PDF, reminders, tasks, personal data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from labelling.applications.queries import get_application
from labelling.core import doors, files, i18n, installation, outbox
from labelling.core.database import reading, unit_of_work
from labelling.organisations.queries import get_organisation
from labelling.reviews import (
    actions,
    office,
    opening,
    own_boxes,
    past_cases,
    personal_data,
    reminders,
    retention,
    tasks,
    trail,
    verifying,
)
from labelling.reviews.actions.feedback import RENDER
from labelling.reviews.calibration import keeping as calibration
from labelling.reviews.conflicts import personal_data as conflict_data
from labelling.reviews.conflicts import retention as conflict_retention
from labelling.reviews.courses import keeping as courses
from labelling.reviews.inviting import expiring
from labelling.reviews.inviting import personal_data as inviting_data
from labelling.reviews.models import FeedbackReport
from labelling.reviews.profiles import personal_data as profile_data
from labelling.reviews.reliability import keeping as severity
from labelling.reviews.reports import report_of

__all__ = [
    "calibration",
    "conflict_retention",
    "courses",
    "expiring",
    "office",
    "opening",
    "own_boxes",
    "past_cases",
    "print_feedback",
    "reminders",
    "retention",
    "severity",
    "tasks",
    "trail",
    "verifying",
]


@outbox.handles(RENDER)
def print_feedback(payload: Mapping[str, Any], now: datetime) -> None:
    """Make the PDF of a report in the organisation's language and keep it by its hash.

    A report that has been written on since gets its PDF from a later job.
    """
    # WeasyPrint takes a second and needs Pango: only a process that prints pays for it.
    from labelling.reviews.printing import printed  # noqa: PLC0415

    report_id, version = UUID(payload["report"]), int(payload["version"])
    with reading() as session:
        row = session.get_one(FeedbackReport, report_id)
        if row.version != version:
            return
        application = get_application(session, row.application_id)
        language = get_organisation(session, application.organisation_id).language
        with i18n.speaking(language):
            report = report_of(session, application)
        demo = bool(installation.is_demo(session))
    with i18n.speaking(language):
        digest = files.store().put(printed(report, demo=demo))
    with unit_of_work() as session:
        actions.note_pdf(session, report_id=report_id, version=version, sha256=digest, now=now)


doors.holds_personal_data("reviews", personal_data.export, personal_data.erase)
doors.holds_personal_data("invitations", inviting_data.export, inviting_data.erase)
doors.holds_personal_data("independence", conflict_data.export, conflict_data.erase)
doors.holds_personal_data("assessors", profile_data.export, profile_data.erase)
