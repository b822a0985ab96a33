"""The feedback report as an accessible PDF (PDF/UA-1). Nothing is fetched from anywhere.

Importing it imports WeasyPrint, which takes a second and needs Pango: the job does so late.
"""

from labelling.core.printing import printed_page
from labelling.reviews.reports import Report


def printed(report: Report, *, demo: bool) -> bytes:
    """Return the PDF in the language in force; a draft says so on each page."""
    return printed_page(
        "feedback.html", report=report, draft=report.row.final_at is None, demo=demo
    )
