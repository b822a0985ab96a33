"""Small files of every kind, harmless and hostile."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

SHARE = r"\\files.elsewhere.example\share"
OOXML = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX = {
    "[Content_Types].xml": (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Override PartName="/word/document.xml" ContentType="{OOXML}'
        'wordprocessingml.document.main+xml"/></Types>'
    ),
    "word/document.xml": "<document><p>Forty firms took part.</p></document>",
}
XLSX = {
    "[Content_Types].xml": (
        f'<Types><Override ContentType="{OOXML}spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "xl/workbook.xml": "<workbook/>",
}
ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": "<manifest/>",
    "content.xml": "<content/>",
    "Configurations2/accelerator/current.xml": "",
}


def archive(entries: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return target.getvalue()


def relations(kind: str) -> str:
    """Return a list of relations with one that leads outside."""
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind}" '
        'Target="https://elsewhere.example/x" TargetMode="External"/></Relationships>'
    )


def inner_relation(kind: str, target: str) -> str:
    """Return a list of relations with one to a part of the document itself."""
    return (
        f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def document(body: str) -> bytes:
    """Return a Word file with this in its body."""
    return archive({**DOCX, "word/document.xml": f"<document>{body}</document>"})


def open_document(body: str) -> bytes:
    """Return a text of OpenDocument with this in its body; ``l`` is the prefix of links."""
    root = f'<d:body xmlns:d="urn:d" xmlns:x="urn:x" xmlns:l="urn:l">{body}</d:body>'
    return archive({**ODT, "content.xml": root})


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (30, 20)) -> bytes:
    """Return an image with a remark in it that nobody sees."""
    target = BytesIO()
    image = Image.new(mode, size, color=1)
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = "hidden remark"
        image.save(target, kind, exif=exif)
    else:
        image.save(target, kind)
    return target.getvalue()


def pdf(*, script: bool = False, attachment: bool = False, password: str = "") -> bytes:
    """Return a PDF of one page."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript("app.alert(1)"))
    if attachment:
        writer.add_attachment("plan.exe", b"MZ")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return _written(writer)


def pdf_painted(commands: bytes, *, width: float = 200, height: float = 200) -> bytes:
    """Return a PDF of two pages with the operators of a content stream on the first."""
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    writer.add_blank_page(width, height)
    painted = DecodedStreamObject()
    painted.set_data(commands)
    page[NameObject("/Contents")] = writer._add_object(painted)
    return _written(writer)


def pdf_with(**entries: str) -> bytes:
    """Return a PDF whose page has an action with these entries, by indirect names."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    action = DictionaryObject()
    for key, value in entries.items():
        action[NameObject(f"/{key}")] = writer._add_object(NameObject(f"/{value}"))
    action[NameObject("/F")] = TextStringObject("calc.exe")
    page[NameObject("/A")] = writer._add_object(action)
    return _written(writer)


def pdf_that_opens(kind: str, *, then: str = "", on_page: bool = False) -> bytes:
    """Return a PDF that does something by itself when it, or its page, is opened."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    action = _action(kind)
    if then:
        action[NameObject("/Next")] = writer._add_object(_action(then))
    if on_page:
        page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})
    else:
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
    return _written(writer)


def pdf_with_link() -> bytes:
    """Return a PDF that opens at a page and has a link for its reader to follow."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    link = DictionaryObject({NameObject("/Subtype"): NameObject("/Link")})
    link[NameObject("/A")] = _action("URI")
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(_action("GoTo"))
    return _written(writer)


def pdf_loading_its_page() -> bytes:
    """Return a PDF a part of whose page lies in another file."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    part = DecodedStreamObject()
    part[NameObject("/F")] = TextStringObject(SHARE)
    writer._add_object(part)
    return _written(writer)


def _action(kind: str) -> DictionaryObject:
    place = "/URI" if kind == "URI" else "/F"
    return DictionaryObject(
        {NameObject("/S"): NameObject(f"/{kind}"), NameObject(place): TextStringObject(SHARE)}
    )


def _written(writer: PdfWriter) -> bytes:
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
