"""The feedback report as an accessible PDF (PDF/UA-1). Nothing is fetched from anywhere.

Importing it imports WeasyPrint, which takes a second and needs Pango: the job does so late.
"""

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML

from certificates.designs import load_design
from certificates.ownfiles import OwnFiles
from labelling import places
from labelling.core import i18n
from labelling.reviews.reports import Report

_FONTS_OF = "classic"  # the certificate's own: Latin, Greek, Cyrillic


def printed(report: Report, *, demo: bool) -> bytes:
    """Return the PDF in the language in force; a draft says so on each page."""
    page = (
        _templates()
        .get_template("reports/feedback.html")
        .render(
            report=report,
            language=i18n.language(),
            draft=report.row.final_at is None,
            demo=demo,
        )
    )
    fonts = OwnFiles(load_design(_FONTS_OF).files)
    pdf: bytes = HTML(string=page, url_fetcher=fonts).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(places.TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=False
    )
    environment.globals["_"] = i18n.gettext
    environment.filters.update(
        day=i18n.format_day, number=i18n.format_number, country=i18n.country_name
    )
    return environment
