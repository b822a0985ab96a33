"""Pages on paper: a template of ours as an accessible PDF (PDF/UA-1), with our own fonts.

Importing it imports WeasyPrint, which takes a second and needs Pango: jobs do so late.
"""

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML

from certificates.designs.layouts import load_layout
from certificates.ownfiles import OwnFiles
from labelling import places
from labelling.core import i18n

_FONTS_OF = "classic"  # the certificate's own: Latin, Greek, Cyrillic


def printed_page(template: str, **context: object) -> bytes:
    """Return the PDF of ``reports/<template>`` in the language in force. Nothing is fetched."""
    page = (
        _templates().get_template(f"reports/{template}").render(language=i18n.language(), **context)
    )
    fonts = OwnFiles(load_layout(_FONTS_OF).files)
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
        day=i18n.format_day,
        instant=i18n.format_instant,
        number=i18n.format_number,
        country=i18n.country_name,
    )
    return environment
