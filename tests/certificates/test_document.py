import os
import re
import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from certificates import document
from certificates.attachments import Attachment, attachments
from certificates.designs.layouts import load_layout
from certificates.document import render
from certificates.errors import BadInput, CannotPrint
from certificates.ownfiles import OwnFiles
from certificates.sheet import Sheet, Signatory
from tests.certificates.examples import AS_OF, german_sheet, sheet

GREEK = (
    "Ελληνικός Συνεργατικός Σχηματισμός Τεχνολογίας Θαλάσσιων Μεταφορών και Εφοδιαστικής "
    "Αλυσίδας Ανατολικής Μακεδονίας"
)
BULGARIAN = (
    "Български клъстер за здравни технологии, биотехнологии и устойчиво развитие на градовете "
    "в Тракийската низина"
)
NAMES = [
    "A",
    "Alder Valley Mobility Cluster and Partners",
    GREEK,
    BULGARIAN,
    "Łódzki Klaster Żywności Ekologicznej „Świętość” – Źródło Ćwiartka Ńandu Ęś Ąź",
    "Klastr pro čistá řešení, Úpravna vody Žďár nad Sázavou – Příští generace",
    "Asociația Clusterul Inovativ Țara Făgărașului și Împrejurimi în Tehnologii Ș",
    "Ħal Għaxaq Ċentru għall-Eċċellenza; Cnuasach Ṫeicneolaíoċta na Gaeltaċta",
    "Õpetajate ja teadlaste klaster Šiauliai Ģirts Ķekava Ļaudona Ņikita Ūdens Žuvėdra",
    "W" * 120,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" + "s" * 40,
    "Organisation " * 11 + "ends here",
]


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return opened(pdf).pages[0].extract_text()


def unbroken(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def english() -> bytes:
    return render(sheet())


def test_a_certificate_is_one_page_of_a4_landscape(english: bytes) -> None:
    (page,) = opened(english).pages
    size = [round(float(length) / 72 * 25.4) for length in page.mediabox[2:]]
    assert size == [297, 210]


def test_a_certificate_says_what_its_sheet_says(english: bytes) -> None:
    lines = [" ".join(line.split()) for line in text_of(english).splitlines() if line.strip()]
    assert lines == [
        "Cluster Excellence Label",
        "This is to state that",
        "Alder Valley Mobility Cluster",
        "Graz, Austria",
        "holds the Cluster Excellence Label at the level",
        "Silver second of three levels",
        "It covers the cluster organisation and its services to members, not the",
        "member firms or their products.",
        "Criteria: Cluster Excellence, edition 2026",
        "Valid from",
        "1 June 2026",
        "Valid until",
        "31 May 2028",
        "Decided by the committee of the label on 28 May 2026 in Brussels.",
        "Only the register says whether this label is active today.",
        "CE-2026-0417-R",
        "version 1",
        "label.example/labels/",
        "k7Qm2xV9tRab",
    ]


def test_a_german_certificate_has_the_note_in_english_too() -> None:
    text = unbroken(text_of(render(german_sheet())))
    for sentence in (
        "trägt das Cluster Excellence Label auf der Stufe",
        "Silber zweite von drei Stufen",
        "Gültig bis 31. Mai 2028",
        "Entschieden durch die Kommission des Labels am 28. Mai 2026 in Brüssel.",
        "Ob dieses Label heute gilt, sagt allein das Register.",
        "Only the register says whether this label is active today.",
    ):
        assert unbroken(sentence) in text


def test_persons_are_named_and_a_place_left_out_where_the_sheet_says_so() -> None:
    people = (Signatory(name="Erika Beispiel", role="Chair"), Signatory(name="Max Muster"))
    text = text_of(render(sheet(signatories=people, decided_in="", level_count=1, level_ordinal=1)))
    assert "For the label: Erika Beispiel, Chair; Max Muster" in text
    assert "on 28 May 2026.\n" in text
    assert "levels" not in text


@pytest.mark.parametrize("make", [sheet, german_sheet], ids=["en", "de"])
@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_cut_and_none_takes_a_second_page(name: str, make: Any) -> None:
    pdf = render(make(holder=name))
    assert len(opened(pdf).pages) == 1
    assert unbroken(name) in unbroken(text_of(pdf))


def test_a_full_page_is_refused_rather_than_cut() -> None:
    long = sheet(
        holder="W" * 160,
        place="M" * 60,
        country="W" * 60,
        scope="W" * 240,
        signatories=(Signatory(name="W" * 80, role="M" * 80),) * 3,
    )
    with pytest.raises(BadInput, match="do not fit on one page"):
        render(long)


@pytest.mark.parametrize("letter", ["ჰ", "中", "ع", "★"])
def test_a_letter_that_the_fonts_lack_is_refused(letter: str) -> None:
    with pytest.raises(BadInput, match=f"name of the holder has “{letter}”"):
        render(sheet(holder=f"Cluster {letter}"))


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    name = '<img src="file:///etc/passwd">{title}&amp;</h1>'
    assert unbroken(name) in unbroken(text_of(render(sheet(holder=name))))


def test_the_same_sheet_gives_the_same_bytes_in_another_process(english: bytes) -> None:
    program = (
        "import sys; from tests.certificates.examples import sheet; "
        "from certificates.document import render; sys.stdout.buffer.write(render(sheet()))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True
    )
    assert other.stdout == english
    assert render(sheet()) == english


def test_a_certificate_is_marked_as_pdfa_3a_and_pdfua_1(english: bytes) -> None:
    root: Any = opened(english).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    assert 'pdfuaid:part="1"' in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


FILES = (
    Attachment("credential.json", b'{"level": "silver"}', "The credential", AS_OF),
    Attachment("proof.json", b"{}" * 3000, "Where it stands in the log", AS_OF),
)


def test_files_inside_come_out_as_they_went_in() -> None:
    pdf = render(sheet(), attachments=FILES)
    assert attachments(pdf) == {one.name: one.content for one in FILES}
    assert text_of(pdf) == text_of(render(sheet()))


def test_files_inside_are_data_with_a_description_and_the_date_given() -> None:
    root: Any = opened(render(sheet(), attachments=FILES)).trailer["/Root"]
    found = [one.get_object() for one in root["/AF"]]
    assert [(one["/AFRelationship"], one["/Desc"]) for one in found] == [
        ("/Data", one.description) for one in FILES
    ]
    streams = [one["/EF"]["/F"] for one in found]
    assert {str(one["/Subtype"]) for one in streams} == {"/application/json"}
    dates = {str(one["/Params"][name]) for one in streams for name in ("/CreationDate", "/ModDate")}
    assert dates == {"D:20261122133200Z"}


def test_the_same_sheet_and_files_give_the_same_bytes() -> None:
    assert render(sheet(), attachments=FILES) == render(sheet(), attachments=FILES)
    identifiers = {
        str(opened(pdf).trailer["/ID"])
        for pdf in (render(sheet()), render(sheet(), attachments=FILES))
    }
    assert len(identifiers) == 2


def structure(node: Any) -> list[tuple[str, str]]:
    """Return type and text alternative of all structure elements in reading order."""
    node = node.get_object()
    if not isinstance(node, dict) or "/S" not in node:
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    below = [found for child in children for found in structure(child)]
    return [(node["/S"], str(node.get("/Alt", ""))), *below]


def test_the_signs_have_text_alternatives_and_nothing_else_is_a_figure(english: bytes) -> None:
    root: Any = opened(english).trailer["/Root"]
    elements = structure(root["/StructTreeRoot"]["/K"][0])
    assert [alternative for kind, alternative in elements if kind == "/Figure"] == [
        "QR code of the register entry, https://label.example/labels/k7Qm2xV9tRab",
        "Silver, level 2 of 3",
    ]
    assert [kind for kind, _ in elements].count("/H1") == 1


def test_only_our_fonts_are_used_and_all_are_embedded(english: bytes) -> None:
    fonts: Any = opened(english).pages[0]["/Resources"]["/Font"]  # type: ignore[index] # pypdf types keys as objects
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for font in fonts.values()
    ]
    names = sorted(one["/FontName"].partition("+")[2] for one in descriptors)
    assert names == ["Inter", "Inter-Display-Bold", "Inter-Semi-Bold"]
    assert all("/FontFile2" in one for one in descriptors)


def pictures_behind_the_text(pdf: bytes) -> tuple[int, int]:
    """Count the pictures drawn before the first letter, and those of them that are artifacts."""
    contents = opened(pdf).pages[0].get_contents()
    assert contents is not None
    behind = contents.get_data().decode("latin-1").partition("BT\n")[0]
    in_artifacts = re.findall(r"/Artifact\s+BMC(?:(?!EMC).)*?/x\d+ Do\s+EMC", behind, re.DOTALL)
    return behind.count(" Do\n"), len(in_artifacts)


def test_a_demonstration_is_marked_behind_the_text_as_an_artifact(english: bytes) -> None:
    demo = render(sheet(demo=True))
    assert text_of(demo) == "DEMO – NOT VALID\n" + text_of(english)
    assert pictures_behind_the_text(english) == (1, 1)
    assert pictures_behind_the_text(demo) == (2, 2)


@pytest.mark.parametrize(
    "address",
    [
        "https://label.example/x.png",
        "file:///etc/passwd",
        "data:image/svg+xml,<svg/>",
        "design:../x",
    ],
)
def test_nothing_is_fetched_from_outside(address: str) -> None:
    render(sheet())
    with pytest.raises(FatalURLFetchingError):
        OwnFiles(load_layout("classic").files).fetch(address)


def test_a_machine_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_presses", {})
    monkeypatch.setitem(sys.modules, "certificates.press", None)
    with pytest.raises(CannotPrint, match="On Debian install libpango"):
        render(sheet())


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_every_number_of_levels_can_be_printed(count: int) -> None:
    printed: Sheet = sheet(
        level_id="other", level="Advanced", level_ordinal=count, level_count=count
    )
    assert len(opened(render(printed)).pages) == 1
