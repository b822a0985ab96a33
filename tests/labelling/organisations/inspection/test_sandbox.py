"""Harmless files are kept; hostile ones are refused with a sentence that says what to do."""

from io import BytesIO

import pytest
from PIL import Image
from weasyprint import HTML

from labelling.core.errors import Invalid
from labelling.organisations.inspection import sandbox
from labelling.organisations.inspection.findings import MEDIA_TYPES, Reason
from tests.labelling.organisations.inspection import samples

NOTES = "Größe: 61 firms\n"
HARMLESS = {
    "strategy.pdf": samples.pdf(),
    "plan.docx": samples.archive(samples.DOCX),
    "figures.xlsx": samples.archive(samples.XLSX),
    "minutes.odt": samples.archive(samples.ODT),
    "notes.txt": NOTES.encode(),
    "latin.txt": NOTES.encode("cp1252"),
    "wide.txt": NOTES.encode("utf-16"),
    "members.csv": b"name;balance;phone\nAlder;-5;+43 1 234\n",
    "chart.docx": samples.archive(
        {**samples.DOCX, "word/embeddings/data.xlsx": samples.archive(samples.XLSX)}
    ),
    "links.pdf": samples.pdf_with_link(),
    "links.docx": samples.archive(
        {**samples.DOCX, "word/_rels/document.xml.rels": samples.relations("hyperlink")}
    ),
    "fields.docx": samples.document(
        '<fldChar fldCharType="begin"/><instrText> PAGE </instrText><fldChar fldCharType="end"/>'
        "<t>DDE is what this text is about</t>"
    ),
    "linked.xlsx": samples.archive(
        {**samples.XLSX, "xl/externalLinks/_rels/a.rels": samples.relations("externalLinkPath")}
    ),
    "links.odt": samples.open_document(
        '<x:a l:href="https://a.example/"/><d:image l:href="Pictures/1.png"/>'
        '<d:object l:href="./Object 1"/>'
    ),
}
DEEP = samples.archive({**samples.XLSX, "xl/embeddings/b.xlsx": samples.archive(samples.XLSX)})
HOSTILE = {
    "plan.docm": (b"PK", "macros"),
    "plan.docx": (
        samples.archive({**samples.DOCX, "word/vbaProject.bin": b"x"}),
        Reason.MACROS,
    ),
    "renamed.docx": (
        samples.archive(
            {
                "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.'
                'document.macroEnabled.main+xml"/></Types>'
            }
        ),
        Reason.MACROS,
    ),
    "basic.odt": (
        samples.archive({**samples.ODT, "Basic/Standard/Module1.xml": "<x/>"}),
        Reason.MACROS,
    ),
    "sealed.odt": (
        samples.archive(
            {
                **samples.ODT,
                "META-INF/manifest.xml": '<m xmlns="urn:m"><encryption-data/></m>',
            }
        ),
        Reason.ENCRYPTED,
    ),
    "laughs.docx": (
        samples.archive(
            {
                **samples.DOCX,
                "word/document.xml": '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;">]><d>&b;</d>',
            }
        ),
        Reason.ENTITIES,
    ),
    "bomb.docx": (
        samples.archive({**samples.DOCX, "word/media/zeros.bin": bytes(30_000_000)}),
        Reason.BOMB,
    ),
    "many.docx": (
        samples.archive({**samples.DOCX, **{f"word/{n}.bin": b"" for n in range(5_001)}}),
        Reason.BOMB,
    ),
    "object.docx": (
        samples.archive({**samples.DOCX, "word/embeddings/oleObject1.bin": b"MZ"}),
        Reason.EMBEDDED,
    ),
    "deep.docx": (
        samples.archive({**samples.DOCX, "word/embeddings/a.xlsx": DEEP}),
        Reason.EMBEDDED,
    ),
    "template.docx": (
        samples.archive(
            {**samples.DOCX, "word/_rels/s.xml.rels": samples.relations("attachedTemplate")}
        ),
        Reason.EXTERNAL,
    ),
    "linked-picture.docx": (
        samples.archive({**samples.DOCX, "word/_rels/d.xml.rels": samples.relations("image")}),
        Reason.EXTERNAL,
    ),
    "asks-a-program.docx": (
        samples.document(
            '<fldChar fldCharType="begin"/><instrText> DD</instrText><instrText>EAUTO c:\\x'
            '</instrText><fldChar fldCharType="end"/>'
        ),
        Reason.ACTIVE,
    ),
    "asks-shortly.docx": (
        samples.document('<w:fldSimple xmlns:w="urn:w" w:instr="dde x"/>'),
        Reason.ACTIVE,
    ),
    "asks-a-program.xlsx": (
        samples.archive({**samples.XLSX, "xl/externalLinks/a.xml": '<ddeLink ddeService="cmd"/>'}),
        Reason.ACTIVE,
    ),
    "elsewhere.docx": (
        samples.archive(
            {
                **samples.DOCX,
                "word/_rels/d.xml.rels": samples.inner_relation("oleObject", "media/1.bin"),
                "word/media/1.bin": b"MZ",
            }
        ),
        Reason.EMBEDDED,
    ),
    "package.docx": (
        samples.archive(
            {**samples.DOCX, "word/_rels/d.xml.rels": samples.inner_relation("package", "m/1.xlsx")}
        ),
        Reason.EMBEDDED,
    ),
    "page-inside.docx": (
        samples.archive(
            {**samples.DOCX, "word/_rels/d.xml.rels": samples.inner_relation("aFChunk", "a.html")}
        ),
        Reason.EMBEDDED,
    ),
    "project.docx": (
        samples.archive(
            {**samples.DOCX, "word/_rels/d.xml.rels": samples.inner_relation("vbaProject", "a.bin")}
        ),
        Reason.MACROS,
    ),
    "hidden-xml.docx": (
        samples.archive(
            {
                **samples.DOCX,
                "[Content_Types].xml": samples.DOCX["[Content_Types].xml"].replace(
                    "/word/document.xml", "/word/document.bin"
                ),
            }
        ),
        Reason.UNREADABLE,
    ),
    "loads-a-picture.odt": (
        samples.open_document('<d:image l:href="https://elsewhere.example/1.png"/>'),
        Reason.EXTERNAL,
    ),
    "shares-a-section.odt": (
        samples.open_document('<d:section-source l:href="//elsewhere.example/x.odt"/>'),
        Reason.EXTERNAL,
    ),
    "listens.odt": (samples.open_document("<d:event-listener/>"), Reason.MACROS),
    "carries.odt": (
        samples.open_document('<d:object-ole l:href="./Object 1"/>'),
        Reason.EMBEDDED,
    ),
    "asks-a-program.odt": (samples.open_document("<d:dde-connection-decl/>"), Reason.ACTIVE),
    "other.docx": (samples.archive(samples.XLSX), Reason.OTHER_TYPE),
    "outside.docx": (samples.archive({**samples.DOCX, "../../etc/cron": b"x"}), Reason.UNREADABLE),
    "cut.docx": (samples.archive(samples.DOCX)[:-40], Reason.UNREADABLE),
    "program.txt": (b"MZ\x00\x01", Reason.OTHER_TYPE),
    "page.pdf": (b"<html>", Reason.OTHER_TYPE),
    "script.pdf": (samples.pdf(script=True), Reason.ACTIVE),
    "hidden-name.pdf": (samples.pdf_with(S="Launch"), Reason.ACTIVE),
    "calls-home.pdf": (samples.pdf_that_opens("URI"), Reason.ACTIVE),
    "calls-home-later.pdf": (samples.pdf_that_opens("GoTo", then="URI"), Reason.ACTIVE),
    "calls-home-by-page.pdf": (samples.pdf_that_opens("URI", on_page=True), Reason.ACTIVE),
    "opens-share.pdf": (samples.pdf_that_opens("GoToR"), Reason.ACTIVE),
    "opens-thread.pdf": (samples.pdf_that_opens("Thread"), Reason.ACTIVE),
    "loads-its-page.pdf": (samples.pdf_loading_its_page(), Reason.ACTIVE),
    "carrier.pdf": (samples.pdf(attachment=True), Reason.EMBEDDED),
    "locked.pdf": (samples.pdf(password="x"), Reason.ENCRYPTED),
    "broken.pdf": (b"%PDF-1.7 and then nothing", Reason.UNREADABLE),
    "cut.png": (samples.picture("PNG", size=(300, 200))[:100], Reason.UNREADABLE),
    "wide.png": (samples.picture("PNG", "1", (10_000, 5_001)), Reason.LARGE_IMAGE),
    "picture.png": (samples.picture("JPEG"), Reason.OTHER_TYPE),
    "formula.csv": (b"name,total\nAlder,=1+1\n", Reason.FORMULAS),
    "call.csv": (b"name;total\nAlder;-2+3+cmd|' /C calc'!A0\n", Reason.FORMULAS),
    "drawing.svg": (b"<svg/>", "not a kind of file"),
    "nothing.pdf": (b"", "is empty"),
    "noending": (b"x", "not a kind of file"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_file_is_kept_as_it_is(name: str) -> None:
    found = sandbox.inspect(HARMLESS[name], name)
    assert (found.content, found.media_type) == (
        HARMLESS[name],
        MEDIA_TYPES[name.rpartition(".")[2]],
    )


def test_a_pdf_with_text_fonts_and_compressed_objects_is_kept() -> None:
    content = HTML(string="<h1>Strategy</h1><a href='https://a.example'>link</a>").write_pdf()
    assert sandbox.inspect(content, "strategy.pdf").content == content


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(Invalid) as refused:
        sandbox.inspect(content, name)
    if isinstance(reason, Reason):
        assert refused.value.template == sandbox._SENTENCES[reason]
    assert (refused.value.field, name in refused.value.sentence) == ("file", True)
    if not isinstance(reason, Reason):
        assert reason in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "kind", "mode"),
    [
        ("photo.jpg", "JPEG", "RGB"),
        ("photo.jpeg", "JPEG", "L"),
        ("print.jpg", "JPEG", "CMYK"),
        ("map.png", "PNG", "RGB"),
        ("sign.png", "PNG", "RGBA"),
        ("plan.png", "PNG", "P"),
        ("scan.png", "PNG", "1"),
    ],
)
def test_a_picture_is_drawn_anew_without_what_was_hidden(name: str, kind: str, mode: str) -> None:
    content = samples.picture(kind, mode)
    found = sandbox.inspect(content, name)
    with Image.open(BytesIO(found.content)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == (kind, (30, 20), {})
    assert b"hidden remark" not in found.content


def test_a_picture_keeps_its_colours() -> None:
    target = BytesIO()
    Image.linear_gradient("L").convert("RGB").quantize(64).save(target, "PNG")
    found = sandbox.inspect(target.getvalue(), "gradient.png")
    with Image.open(target) as before, Image.open(BytesIO(found.content)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


def test_every_reason_has_a_sentence() -> None:
    assert set(sandbox._SENTENCES) == set(Reason)
