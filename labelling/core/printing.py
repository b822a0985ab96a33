"""Pages on paper: a template of ours as an accessible PDF (PDF/UA-1), with our own fonts.

Importing it imports WeasyPrint, which takes a second and needs Pango: jobs do so late.
"""

from collections.abc import Mapping
from functools import cache
from io import BytesIO

from fontTools.ttLib import woff2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML

from certificates.designs.layouts import load_layout
from certificates.ownfiles import OwnFiles
from labelling import places
from labelling.core import i18n

_FONTS_OF = "classic"  # the certificate's own: Latin, Greek, Cyrillic
_PACKED = b"wOF2"


def printed_page(template: str, **context: object) -> bytes:
    """Return the PDF of ``reports/<template>`` in the language in force. Nothing is fetched."""
    page = filled_in(template, **context)
    fonts = OwnFiles(_own_files())
    pdf: bytes = HTML(string=page, url_fetcher=fonts).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def filled_in(template: str, **context: object) -> str:
    """Return ``reports/<template>`` as HTML in the language in force, for another printer."""
    found = _templates().get_template(f"reports/{template}")
    return found.render(language=i18n.language(), **context)


@cache
def _own_files() -> Mapping[str, bytes]:
    """Return the files that a page may load, with fonts as WeasyPrint would unpack them each time.

    Unpacking takes half as long as all the rest of a short page; a pack has fifty files.
    """
    return {
        name: _unpacked(content) if content[:4] == _PACKED else content
        for name, content in load_layout(_FONTS_OF).files.items()
    }


def _unpacked(content: bytes) -> bytes:
    out = BytesIO()
    woff2.decompress(BytesIO(content), out)
    return out.getvalue()


@cache
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
