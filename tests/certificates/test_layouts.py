"""Every layout, printed: in every language, with all that a design may bring, and checked again."""

import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from certificates.badge import Badge, badge_svg
from certificates.designs.design import Design, Logo
from certificates.designs.layouts import LAYOUTS
from certificates.designs.letters import refuse_strange_letters
from certificates.document import render
from certificates.errors import BadInput
from certificates.sheet import LONGEST, Signatory
from certificates.standing import Status
from certificates.verify import verify
from certificates.wording import WORDINGS
from tests.certificates.examples import (
    AS_OF,
    TODAY,
    design,
    picture,
    sheet,
    sheet_in,
)
from tests.certificates.genuine import Register
from tests.certificates.test_document import NAMES, structure, text_of, unbroken

PEOPLE = (
    Signatory(name="Erika Beispiel", role="Chair of the committee"),
    Signatory(name="Max Muster", role="Head of the office"),
    Signatory(name="Jan Kowalski"),
)
OWN = {
    "opening": {"en": "In the name of the {scheme}"},
    "citation": {"en": "For its work in {place}, {country}.", "de": "Für die Arbeit in {place}."},
    "closing": {"en": "{number}, decided on {decided_on}."},
}


def full(layout: str) -> Design:
    """Return a design that brings all that there is."""
    logo = Logo(picture((600, 160)), "Logo of the scheme (fictitious)")
    return design(layout=layout, logo=logo, signatories=PEOPLE, texts=OWN)


@cache
def printed(layout: str, language: str) -> bytes:
    whole = full(layout)
    return render(sheet_in(language, signatories=whole.signatories), whole)


def rasterised(pdf: bytes, dpi: int = 72) -> Image.Image:
    """Return the page in grey, inverted: paper is 0."""
    program = ["pdftoppm", "-r", str(dpi), "-gray", "-singlefile", "-"]
    drawn = subprocess.run(program, input=pdf, check=True, capture_output=True).stdout
    return ImageOps.invert(Image.open(BytesIO(drawn)))


def opened(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf)).trailer["/Root"]


def spoken(node: Any) -> list[tuple[str, str]]:
    """Return each tag that has a language of its own with the language, in reading order."""
    node = node.get_object()
    if not isinstance(node, dict):
        return []
    children = node.get("/K", [])
    children = children if isinstance(children, list) else [children]
    own = [(str(node["/S"]), str(node["/Lang"]))] if "/Lang" in node and "/S" in node else []
    return [*own, *(found for child in children for found in spoken(child))]


@pytest.mark.parametrize("language", WORDINGS)
def test_a_certificate_in_every_language_is_verified_to_its_text(language: str) -> None:
    layout = LAYOUTS[list(WORDINGS).index(language) % len(LAYOUTS)]
    register = Register()
    certificate = sheet_in(language, design=design(layout=layout).sha256())
    issued = register.issue(certificate, design(layout=layout))
    bundle = register.bundle(issued.document())
    report = verify(issued.pdf, bundle, TODAY, now=AS_OF, proof=issued.proof)
    assert (report.valid, report.authentic, report.status) == (True, True, "active")
    assert {check.name: check.ok for check in report.checks}["text"] is True


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("status", [Status.ACTIVE, Status.SUSPENDED])
def test_a_badge_speaks_every_language(language: str, status: Status) -> None:
    since = None if status is Status.ACTIVE else TODAY
    drawn = badge_svg(Badge(sheet_in(language), status, TODAY, since))
    assert f'lang="{language}"' in drawn


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_no_layout_cuts_a_name(layout: str, name: str) -> None:
    pdf = render(sheet(holder=name), design(layout=layout))
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert unbroken(name) in unbroken(text_of(pdf))


@pytest.mark.parametrize("language", WORDINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_holds_all_that_a_design_may_bring(layout: str, language: str) -> None:
    text = unbroken(text_of(printed(layout, language)))
    for who in PEOPLE:
        assert unbroken(who.name + who.role) in text or unbroken(f"{who.name}, {who.role}") in text
    assert unbroken("In the name of the Cluster Excellence Label") in text
    assert unbroken("CE-2026-0417-R, decided on 28 May 2026.") in text
    own = "Für die Arbeit in Graz." if language == "de" else "For its work in Graz, "
    assert unbroken(own) in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_in_another_language_says_so_to_a_screen_reader(layout: str) -> None:
    root = opened(printed(layout, "el"))
    assert root["/Lang"] == "el"
    # scheme, opening, scheme in a sentence, level, citation, edition, closing, note; parts on lines
    found = spoken(root["/StructTreeRoot"]["/K"][0])
    assert len(found) >= 8
    assert set(found) == {("/Span", "en")}
    own = opened(render(sheet(), design(layout=layout)))
    assert spoken(own["/StructTreeRoot"]["/K"][0]) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pictures_have_alternatives_and_the_logo_comes_first(layout: str) -> None:
    root = opened(printed(layout, "en"))
    figures = [
        alternative
        for kind, alternative in structure(root["/StructTreeRoot"]["/K"][0])
        if kind == "/Figure"
    ]
    assert figures == [
        "Logo of the scheme (fictitious)",
        "QR code of the register entry, https://label.example/labels/k7Qm2xV9tRab",
        "Silver, level 2 of 3",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_stands_in_the_margin_that_letter_paper_lacks(layout: str) -> None:
    """On Letter paper, centred and not even scaled, 9 mm are missing at each side."""
    page = rasterised(printed(layout, "de"))
    left, top, right, bottom = page.getbbox() or (0, 0, 0, 0)
    mm = page.width / 297
    assert min(left, top, page.width - right, page.height - bottom) > 10 * mm


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_without_colour(layout: str) -> None:
    """Ink on the page is dark in grey; what is faint are the edges of letters."""
    inks = rasterised(printed(layout, "en"), dpi=144).histogram()
    faint = sum(inks[8:110])
    assert faint < sum(inks[110:]) / 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_sheet_and_design_give_the_same_bytes(layout: str) -> None:
    whole = full(layout)
    again = render(sheet_in("fi", signatories=whole.signatories), replace(whole))
    assert again == printed(layout, "fi")


def test_a_specimen_says_so_and_a_demonstration_too() -> None:
    assert text_of(render(sheet(), specimen=True)).startswith("SPECIMEN\n")
    assert text_of(render(sheet(demo=True), specimen=True)).startswith("SPECIMEN\n")
    assert text_of(render(sheet(demo=True))).startswith("DEMO – NOT VALID\n")


def test_an_own_text_is_printed_as_it_is() -> None:
    odd = design(texts={"closing": {"en": "<b>{holder}</b> & “co” ''"}})
    text = text_of(render(sheet(holder="{level} <i>"), odd))
    assert "<b>{level} <i></b> & “co” ''" in text


@pytest.mark.parametrize(
    ("changes", "own", "why"),
    [
        ({"holder": "Cluster 中"}, {}, "name of the holder has “中” .U.4E2D."),
        ({"place": "ქალაქი"}, {}, "town has “ქ”"),
        ({"signatories": (Signatory(name="中 Wang"),)}, {}, "signatory has “中”"),
        ({}, {"texts": {"closing": {"en": "Well done ★"}}}, "closing text has “★”"),
    ],
)
def test_a_letter_that_the_fonts_lack_is_named_without_printing(
    changes: dict[str, Any], own: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        refuse_strange_letters(sheet(**changes), design(**own))
    refuse_strange_letters(sheet(), design(texts={"closing": {"de": "★"}}))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_too_much_is_refused_rather_than_printed_over(layout: str) -> None:
    most = design(
        layout=layout,
        logo=Logo(picture((600, 160)), "A logo"),
        texts={"citation": {"en": "W" * 240}, "opening": {"en": "W" * 80}},
    )
    long = sheet(
        holder="W" * LONGEST["holder"],
        scope="M" * LONGEST["scope"],
        edition="M" * LONGEST["edition"],
        signatories=(Signatory(name="W" * 80, role="M" * 80),) * 3,
    )
    with pytest.raises(BadInput, match="do not fit on one page"):
        render(long, most)
