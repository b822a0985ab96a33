"""The warm press: WeasyPrint with fonts and style kept, so that a certificate takes milliseconds.

Importing it imports WeasyPrint, which takes a second and needs Pango: whoever prints does so late.
Fonts and pictures come from the layout's own files, the logo from the design.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from certificates.archival import OUTPUT_INTENT, VARIANT, screen_profile, written
from certificates.attachments import Attachment
from certificates.browserpicture import browser_picture
from certificates.designs.design import Design
from certificates.designs.layouts import Layout, Step
from certificates.errors import BadInput
from certificates.ownfiles import OwnFiles
from certificates.ruler import Ruler
from certificates.sheet import Sheet
from certificates.slots import LOGO_FILE

_PT_PER_MM = 72 / 25.4
_PT_PER_PX = 72 / 96
_AIR_PX = 3 * 96 / 25.4
_MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="6.9 3 50.2 58">'
    '<path fill="{accent}" d="M32 3 57.1 17.5v29L32 61 6.9 46.5v-29Z"/>'
    '<g fill="none" stroke="#fff" stroke-linecap="round" stroke-width="5.5">'
    '<path d="M27 49.5 37 43.5"/><path d="M23.5 40 40.5 30"/><path d="M20 30.5 44 16.5"/></g></svg>'
)


_turn = Lock()
"""One page at a time in a process, whatever the layout: Pango and its fonts are shared by all."""


class Press:
    """Prints sheets in one layout; safe to share between threads, which take turns."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._fonts = FontConfiguration()
        files = OwnFiles(layout.files)
        self._style = CSS(string=layout.style, url_fetcher=files, font_config=self._fonts)
        kind = layout.name_type
        self._name_ruler = Ruler(layout.files[kind.font], kind.spacing_em)

    def print(
        self,
        sheet: Sheet,
        design: Design,
        values: Mapping[str, str],
        attachments: Sequence[Attachment] = (),
    ) -> bytes:
        """Return the PDF of a page's values, the name at the largest size that fits.

        Raises BadInput where nothing fits.
        """
        with _turn:
            _, document = self._typeset(sheet, design, values)
            return _finished(document, sheet, attachments)

    def draw(self, sheet: Sheet, design: Design, values: Mapping[str, str]) -> str:
        """Return the page as a picture that a browser sets; raise BadInput likewise."""
        with _turn:
            page, _ = self._typeset(sheet, design, values)
        own = {**self._layout.files, **_pictures(design)}
        return browser_picture(page, self._layout.style, own, values["title"])

    def _typeset(self, sheet: Sheet, design: Design, values: Mapping[str, str]) -> tuple[str, Any]:
        """Return the page and its layout, the name at the largest size that fits."""
        files = OwnFiles({**self._layout.files, **_pictures(design)})
        kind = self._layout.name_type
        for step, style in self._settings_of(sheet.holder):
            top = f"{step.top_mm}mm"
            page = self._layout.fill({**values, "name_style": style, "text_top": top})
            html = HTML(string=page, url_fetcher=files)
            document = html.render(
                font_config=self._fonts,
                stylesheets=[self._style],
                color_profiles={OUTPUT_INTENT: screen_profile()},
                **VARIANT,
            )
            if _fits(document, step.lines * step.size_pt * kind.leading):
                return page, document
        raise BadInput("These texts do not fit on one page, even in the smallest type.")

    def _settings_of(self, name: str) -> Iterator[tuple[Step, str]]:
        """Yield each step that may hold the name, with the name's style, its lines balanced."""
        kind = self._layout.name_type
        for step in kind.steps:
            measure = kind.measure_mm * _PT_PER_MM / step.size_pt
            if self._name_ruler.lines(name, measure) <= step.lines:
                yield (
                    step,
                    (
                        f"font-size: {step.size_pt}pt; line-height: {kind.leading}; "
                        f"letter-spacing: {kind.spacing_em}em; "
                        f"width: {self._name_ruler.balanced(name, measure):.3f}em"
                    ),
                )


def _pictures(design: Design) -> dict[str, bytes]:
    """Return the pictures that a design brings: its logo, and the mark in its colour."""
    mark = _MARK.format(accent=design.accent).encode()
    return {"mark.svg": mark} | ({LOGO_FILE: design.logo.png} if design.logo else {})


def _fits(document: Any, name_pt: float) -> bool:
    """Say whether the name keeps to its height, and the text to the space from head to dates."""
    if len(document.pages) != 1:
        return False
    places = document.pages[0].anchors
    _, _, _, head_bottom = places["head"]
    _, name_top, _, name_bottom = places["holder"]
    _, text_top, _, text_bottom = places["text"]
    _, dates_top, _, _ = places["dates"]
    name_keeps = (name_bottom - name_top) * _PT_PER_PX <= name_pt + 1
    text_keeps = head_bottom <= text_top and text_bottom + _AIR_PX <= dates_top
    return bool(name_keeps and text_keeps)


def _finished(document: Any, sheet: Sheet, attachments: Sequence[Attachment]) -> bytes:
    """Return the PDF, marked as PDF/UA-1 besides PDF/A-3a, identified by its sheet and files."""
    return written(document, _identifier(sheet, attachments), attachments)


def _identifier(sheet: Sheet, attachments: Sequence[Attachment]) -> str:
    if not attachments:
        return sheet.fingerprint()[:16].hex()
    digests = (sha256(attachment.content).digest() for attachment in attachments)
    return sha256(b"".join((sheet.fingerprint(), *digests))).hexdigest()[:32]
