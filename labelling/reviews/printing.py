"""The feedback report as an accessible PDF (PDF/UA-1). Nothing is fetched from anywhere."""

from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from labelling import places
from labelling.core import i18n
from labelling.reviews.reports import Report

_FONT = "font:"
_FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")  # Latin, Greek, Cyrillic


class _OwnFonts(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Serves our own fonts by name and stops the rendering for every other address."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        folder = files("certificates.designs").joinpath("fonts")
        self._known = {name: folder.joinpath(name) for name in _FONTS}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return a font's bytes; raise for anything else."""
        name = url.removeprefix(_FONT)
        if not url.startswith(_FONT) or name not in self._known:
            raise FatalURLFetchingError("A report fetches nothing from outside.")
        content = self._known[name].read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})


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
    pdf: bytes = HTML(string=page, url_fetcher=_OwnFonts()).write_pdf(pdf_variant="pdf/ua-1")
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
