"""What is read back from the page is what was printed, and what another reader sees."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from certificates.claims import Claims
from certificates.credential import claims_of
from certificates.document import render
from certificates.errors import BadInput
from certificates.openpdf import open_pdf
from certificates.printed import missing_claims, printed_lines
from certificates.sheet import Sheet
from tests.certificates.examples import german_sheet, sheet
from tests.certificates.issued import particulars
from tests.certificates.signed import tiny_pdf
from tests.certificates.test_signature import updated

LONG = "Ассоциация инновационных предприятий – Σύμπλεγμα καινοτομίας Αττικής, Überregionale Gruppe"


def claims(printed: Sheet) -> Claims:
    return claims_of(printed, particulars())


@pytest.mark.parametrize(
    "printed",
    [
        sheet(),
        german_sheet(),
        sheet(holder=LONG, place=""),
        sheet(holder="Office of fine affluent offices (fi ffl), “quoted” & <b>"),
        sheet(holder="X" * 60),
        sheet(version=12),
    ],
    ids=["English", "German", "long", "ligatures", "unbroken", "version"],
)
def test_the_page_says_what_its_credential_says(printed: Sheet) -> None:
    pdf = render(printed)
    lines = printed_lines(open_pdf(pdf))
    assert missing_claims(lines, claims(printed)) == []
    seen = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "".join("".join(lines).split()) == "".join(seen.split())


@pytest.mark.parametrize(
    ("other", "missing"),
    [
        (sheet(holder="Alder Valley"), ["holder"]),
        (sheet(holder="Mobility Cluster"), ["holder"]),
        (sheet(version=2), ["version"]),
        (german_sheet(), ["holder", "level", "first day", "last day", "version"]),
    ],
    ids=["beginning", "end", "version", "language"],
)
def test_a_part_of_a_claim_is_not_the_claim(other: Sheet, missing: list[str]) -> None:
    lines = printed_lines(open_pdf(render(sheet())))
    assert missing_claims(lines, claims(other)) == missing


def other_content(content: bytes) -> Callable[[IncrementalPdfFileWriter], None]:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=content))
        writer.update_container(page)

    return change


@pytest.mark.parametrize(
    "content",
    [b"BT /F 1 Tf (Gold) Tj ET", b"BT /Unknown 1 Tf [<0001>] TJ ET", b"BT [<0001>] TJ ET"],
    ids=["letters", "font", "no font"],
)
def test_a_page_of_another_make_is_not_read(content: bytes) -> None:
    spoilt = updated(render(sheet()), other_content(content))
    with pytest.raises(BadInput, match="written in another way"):
        printed_lines(open_pdf(spoilt))


def test_an_empty_page_is_not_read() -> None:
    with pytest.raises(BadInput, match="written in another way"):
        printed_lines(open_pdf(tiny_pdf()))
