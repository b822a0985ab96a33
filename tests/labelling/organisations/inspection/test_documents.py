"""Word files that were filled in: read by the child, each control as it stands now."""

from labelling.organisations.inspection.sandbox import inspect_document
from tests.labelling.organisations.inspection import samples

CONTROL = (
    '<w:sdt xmlns:w="urn:w"><w:sdtPr><w:tag w:val="text:1.2"/></w:sdtPr>'
    "<w:sdtContent>{}</w:sdtContent></w:sdt>"
)


def read(content: str) -> str:
    """Return what is read of a control with this content."""
    return inspect_document(samples.document(CONTROL.format(content)), "a.docx")["text:1.2"]


def test_what_was_taken_out_or_moved_away_under_tracking_does_not_count() -> None:
    tracked = (
        "<w:p><w:ins><w:r><w:t>New. </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Old. </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>Kept. </w:t></w:r><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"
    )
    assert read(tracked) == "New. Kept. Moved."


def test_paragraphs_breaks_and_tabs_are_lines_and_tabs() -> None:
    content = "<w:p><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/></w:r></w:p><w:p/>"
    assert read(content) == "One\ttwo\n\n"
