"""The warm press: WeasyPrint with fonts and style kept, so that a certificate takes milliseconds.

Importing it imports WeasyPrint, which takes a second and needs Pango: whoever prints does so late.
Fonts and pictures come from the design's own files.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import Any

import pydyf
import weasyprint
from weasyprint import CSS, HTML
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration

from certificates.attachments import Attachment
from certificates.designs import FONTS, Design, Drawing, Step
from certificates.errors import BadInput
from certificates.ownfiles import OwnFiles
from certificates.ruler import Ruler
from certificates.sheet import Sheet

_PT_PER_MM = 72 / 25.4
_PT_PER_PX = 72 / 96
_AIR_PX = 3 * 96 / 25.4
_OUTPUT_INTENT = "screen"
_VARIANT = {"pdf_variant": "pdf/a-3a", "output_intent": _OUTPUT_INTENT}


class Press:
    """Prints sheets in one design; safe to share between threads, one sheet at a time."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._lock = Lock()
        self._files = OwnFiles(design.files)
        self._fonts = FontConfiguration()
        self._style = CSS(string=design.style, url_fetcher=self._files, font_config=self._fonts)
        rulers = {font: Ruler(design.files[font], design.name.spacing_em) for font in FONTS}
        self._name_ruler = rulers[design.name.font]
        self._letters = frozenset.intersection(*(ruler.letters for ruler in rulers.values()))

    def print(
        self, sheet: Sheet, values: Mapping[str, str], attachments: Sequence[Attachment] = ()
    ) -> bytes:
        """Return the PDF of a page's values, the name at the largest size that fits.

        Raises BadInput where a character is missing from the fonts, or nothing fits.
        """
        self._refuse_strange_letters(values)
        with self._lock:
            for step, style in self._settings_of(sheet.holder):
                top = f"{step.top_mm}mm"
                page = self._design.fill({**values, "name_style": style, "text_top": top})
                html = HTML(string=page, url_fetcher=self._files)
                document = html.render(
                    font_config=self._fonts,
                    stylesheets=[self._style],
                    color_profiles={_OUTPUT_INTENT: _screen_profile()},
                    **_VARIANT,
                )
                if _fits(document, step.lines * step.size_pt * self._design.name.leading):
                    return _finished(document, sheet, attachments)
        raise BadInput("These texts do not fit on one page, even in the smallest type.")

    def _settings_of(self, name: str) -> Iterator[tuple[Step, str]]:
        """Yield each step that may hold the name, with the name's style, its lines balanced."""
        kind = self._design.name
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

    def _refuse_strange_letters(self, values: Mapping[str, str]) -> None:
        texts = {name: text for name, text in values.items() if not isinstance(text, Drawing)}
        for name, text in texts.items():
            for character in text:
                if character not in self._letters:
                    raise BadInput(
                        f"The certificate's {name} has “{character}” (U+{ord(character):04X}), "
                        "which its fonts cannot print; they have Latin, Greek and Cyrillic."
                    )


def _screen_profile() -> ColorProfile:
    """Read WeasyPrint's own sRGB profile, for one print: used twice it writes other bytes.

    WeasyPrint would leave its file open.
    """
    profile = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(
        BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


def _fits(document: Any, name_pt: float) -> bool:
    """Say whether the name keeps to its height and the text ends above the dates."""
    if len(document.pages) != 1:
        return False
    places = document.pages[0].anchors
    _, name_top, _, name_bottom = places["holder"]
    _, _, _, text_bottom = places["text"]
    _, dates_top, _, _ = places["dates"]
    name_keeps = (name_bottom - name_top) * _PT_PER_PX <= name_pt + 1
    return bool(name_keeps and text_bottom + _AIR_PX <= dates_top)


def _finished(document: Any, sheet: Sheet, attachments: Sequence[Attachment]) -> bytes:
    """Return the PDF, marked as PDF/UA-1 besides PDF/A-3a, identified by its sheet and files."""
    pdf: bytes = document.write_pdf(
        **_VARIANT,
        attachments=[_enclosed(attachment) for attachment in attachments],
        pdf_identifier=_identifier(sheet, attachments),
        finisher=_finish,
    )
    return pdf


def _enclosed(attachment: Attachment) -> weasyprint.Attachment:
    """Give both dates, or WeasyPrint takes the present."""
    at = attachment.at.astimezone(UTC)
    return weasyprint.Attachment(
        file_obj=BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        created=at,
        modified=at,
        relationship="Data",
    )


def _identifier(sheet: Sheet, attachments: Sequence[Attachment]) -> str:
    if not attachments:
        return sheet.fingerprint()[:16].hex()
    digests = (sha256(attachment.content).digest() for attachment in attachments)
    return sha256(b"".join((sheet.fingerprint(), *digests))).hexdigest()[:32]


_PDFUA = b"""<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" \
pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""


def _finish(_document: Any, pdf: Any) -> None:
    """Mark the file as PDF/UA, and list each file inside once, where WeasyPrint does it twice."""
    _mark_as_pdfua(pdf)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _mark_as_pdfua(pdf: Any) -> None:
    """Put the PDF/UA mark, and the schema that PDF/A asks for it, into WeasyPrint's own XMP."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [part.replace(b"</rdf:RDF>", _PDFUA) for part in metadata.stream]
