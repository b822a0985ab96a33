"""What WeasyPrint leaves out of a tagged PDF: the languages of its parts, the mark of PDF/UA."""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import LineBox, TextBox

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


def finish(document: Any, pdf: Any) -> None:
    """Mark a file as PDF/UA, its foreign texts with their language, and list each file once."""
    _mark_as_pdfua(pdf)
    _tag_languages(document, pdf)
    if "AF" in pdf.catalog:  # WeasyPrint lists each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _mark_as_pdfua(pdf: Any) -> None:
    """Put the PDF/UA mark, and the schema that PDF/A asks for it, into WeasyPrint's own XMP."""
    number = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[number]
    metadata.stream = [part.replace(b"</rdf:RDF>", _PDFUA) for part in metadata.stream]


def _tag_languages(document: Any, pdf: Any) -> None:
    """Give the tags of spans the language that their elements name.

    Boxes and tags come in the same order. A span on two lines is two boxes and two tags.
    """
    tags = [one for one in pdf.objects if isinstance(one, pydyf.Dictionary) and _is_span(one)]
    spans = [box for page in document.pages for box in _spans(page._page_box)]  # noqa: SLF001 - WeasyPrint tags these very boxes
    for tag, box in zip(tags, spans, strict=True):
        if language := box.element.get("lang"):
            tag["Lang"] = pydyf.String(language)


def _is_span(tag: pydyf.Dictionary) -> bool:
    """Say whether this is the tag of an element; pieces of text are spans of one number."""
    if tag.get("Type") != "/StructElem" or tag.get("S") != "/Span":
        return False
    return not any(isinstance(kid, int) for kid in tag["K"])


def _spans(box: Any) -> Iterator[Any]:
    """Yield the boxes of span elements, outer before inner, in the page's order."""
    box = getattr(box, "_box", box)  # a placeholder stands for what is positioned
    if isinstance(box, TextBox):
        return
    if not isinstance(box, LineBox) and box.element is not None and box.element_tag == "span":
        yield box
    for child in getattr(box, "children", ()):
        yield from _spans(child)
