"""The self-assessment as a Word file: headings to move by, and a tagged control for each field.

What is typed into a control is read back by its tag (``fields``); everything around it may be
changed.
"""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from labelling.applications.carrying.words import origins_in_words
from labelling.applications.exchange.fields import field_name
from labelling.applications.exchange.sheets import OPEN_REASON, SelfAssessment, written_reason
from labelling.core import i18n
from labelling.core.i18n import gettext
from labelling.core.workbooks import printable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(sheet: SelfAssessment) -> bytes:
    """Return the file."""
    document = Document()
    title = gettext("Self-assessment %(reference)s", reference=sheet.application.reference)
    document.core_properties.title = title
    document.core_properties.author = printable(sheet.organisation)
    document.core_properties.language = i18n.language()
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(title, 0)
    document.add_paragraph(
        printable(f"{sheet.organisation} · {sheet.edition.name} · {sheet.level.name}")
    )
    document.add_paragraph(
        gettext(
            "Write into the fields and save the file as DOCX. Then read it in on the "
            "application’s page: it shows what differs before anything is changed."
        )
    )
    for criterion in sheet.edition.criteria:
        asked = [part for part in criterion.parts if part.id in sheet.parts]
        if asked:
            document.add_heading(f"{criterion.id} {criterion.name}", 1)
        for part in asked:
            document.add_heading(f"{part.id} {part.title}", 2)
            document.add_paragraph(part.looks_at)
            _part(document, sheet, part.id)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _part(document: DocumentFile, sheet: SelfAssessment, part_id: str) -> None:
    said, part = sheet.parts[part_id], sheet.edition.parts[part_id]
    bands = sheet.edition.rubrics[part.kind].bands
    document.add_heading(gettext("Line in percent"), 3)
    document.add_paragraph(
        gettext("One of: %(lines)s", lines="; ".join(f"{one.value} {one.name}" for one in bands))
    )
    line = str(said.band) if said.band is not None else ""
    _control(document, field_name("band", sheet, part_id), gettext("Line in percent"), line)
    document.add_heading(gettext("Answer"), 3)
    _control(document, field_name("text", sheet, part_id), gettext("Answer"), said.text)
    if part.may_not_apply:
        because = gettext("Does not apply because")
        document.add_heading(because, 3)
        document.add_paragraph(
            gettext(
                "Leave it blank if it applies; “%(open)s”: reason still open.", open=OPEN_REASON
            )
        )
        _control(document, field_name("reason", sheet, part_id), because, written_reason(said))
    for origin in origins_in_words(sheet.origins.get(part_id, ())):
        document.add_paragraph(printable(origin))
    if said.evidence:
        document.add_heading(gettext("Evidence"), 3)
        for one in said.evidence:
            text = f"{one.title} ({one.pages})" if one.pages else one.title
            document.add_paragraph(printable(text), style="List Bullet")


def _control(document: DocumentFile, tag: str, name: str, text: str) -> None:
    """Add a control with a text, one paragraph a line."""
    control, properties = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    for kind, value in (("w:alias", name), ("w:tag", tag)):
        one = OxmlElement(kind)
        one.set(qn("w:val"), value)
        properties.append(one)
    content = OxmlElement("w:sdtContent")
    for line in printable(text).split("\n"):
        content.append(_paragraph(line))
    control.append(properties)
    control.append(content)
    # Before the section's properties, which end a document's body.
    document.element.body.insert(len(document.element.body) - 1, control)


def _paragraph(line: str) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    for place, piece in enumerate(line.split("\t")):
        if place:
            run.append(OxmlElement("w:tab"))
        if piece:
            letters = OxmlElement("w:t")
            letters.text = piece
            letters.set(qn("xml:space"), "preserve")
            run.append(letters)
    paragraph = OxmlElement("w:p")
    paragraph.append(run)
    return paragraph
