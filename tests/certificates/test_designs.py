import re
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from certificates import designs
from certificates.designs.colours import ENOUGH, contrast_on_paper, read_colour
from certificates.designs.design import (
    LARGEST_LOGO,
    Design,
    Logo,
    read_design,
    shipped_design,
)
from certificates.designs.layouts import LAYOUTS, Markup, load_layout
from certificates.designs.texts import PLACEHOLDERS, check_sentence, filled, strange_placeholder
from certificates.errors import BadInput
from certificates.sheet import Signatory
from certificates.slots import slots
from tests.certificates.examples import design, picture, sheet

SET_BY_THE_PRESS = {"name_style", "text_top"}
EITHER = {"signed", "signatories"}
"""The persons, in a sentence or in blocks."""


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_asks_for_all_there_is(name: str) -> None:
    asked = set(re.findall(r"\{([a-z_]+)\}", load_layout(name).page))
    there = set(slots(sheet(), design(layout=name)))
    assert asked <= there | SET_BY_THE_PRESS
    assert (there | SET_BY_THE_PRESS) - asked <= EITHER | {"quiet_mm"}
    assert len(asked & EITHER) == 1


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_uses_only_files_that_the_press_has(name: str) -> None:
    layout = load_layout(name)
    used = set(re.findall(r"url\(\"?([^\")]+)", layout.style + layout.page))
    assert used <= {f"design:{file}" for file in (*layout.files, "mark.svg", "logo.png")}
    assert used >= {f"design:{file}" for file in layout.files}


@pytest.mark.parametrize("name", LAYOUTS)
def test_names_get_smaller_step_by_step(name: str) -> None:
    steps = load_layout(name).name_type.steps
    sizes = [step.size_pt for step in steps]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 34
    assert steps[-1].lines >= 5


def test_layouts_are_really_different() -> None:
    styles = {load_layout(name).style for name in LAYOUTS}
    assert len(styles) == len(LAYOUTS) >= 3


def test_values_are_escaped_unless_written_here() -> None:
    layout = load_layout("classic")
    values = dict.fromkeys(re.findall(r"\{([a-z_]+)\}", layout.page), "")
    page = layout.fill({**values, "holder": "<b>{title}&\"'", "qr": Markup("<svg/>")})
    assert "&lt;b&gt;{title}&amp;&quot;&#x27;" in page
    assert "<svg/>" in page


def test_an_unknown_layout_is_refused() -> None:
    with pytest.raises(BadInput, match="no layout"):
        load_layout("../classic")


def test_the_fonts_come_with_their_licence() -> None:
    licence = files(designs).joinpath("fonts", "LICENSE.txt").read_text("utf-8")
    assert "SIL Open Font License, Version 1.1" in licence


# --- the value -----------------------------------------------------------------------------------


def test_the_design_that_ships_is_classic_without_persons() -> None:
    assert shipped_design() == Design(
        layout="classic",
        accent="#12474F",
        other="#12474F",
        levels={"bronze": "#8C4A1E", "silver": "#56606B", "gold": "#7D5B00"},
    )


def test_a_design_is_read_from_what_it_was_written_as() -> None:
    whole = design(
        logo=Logo(picture(), "Logo of the scheme"),
        signatories=(Signatory(name="Erika Beispiel", role="Chair"), Signatory(name="Max Muster")),
        texts={"opening": {"en": "In the name of the {scheme}", "de": "Im Namen des Labels"}},
    )
    again = read_design(whole.plain())
    assert again == whole
    assert again.canonical() == whole.canonical()
    assert again.sha256() == whole.sha256()


def test_a_design_has_one_identity_whatever_the_order_and_the_spelling() -> None:
    one = design(levels={"gold": "#7d5b00", "silver": "#56606B"})
    other = design(levels={"silver": "#56606b", "gold": "#7D5B00"})
    assert one.sha256() == other.sha256()
    blank = design(texts={"closing": {"en": "  "}, "opening": {}})
    assert blank.sha256() == design().sha256()


@pytest.mark.parametrize(
    "changes",
    [
        {"layout": "column"},
        {"accent": "#003399"},
        {"levels": {"silver": "#56606B"}},
        {"logo": Logo(picture(), "A")},
        {"logo": Logo(picture(), "B")},
        {"signatories": (Signatory(name="Erika Beispiel"),)},
        {"texts": {"closing": {"en": "Well done."}}},
        {"texts": {"closing": {"de": "Well done."}}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_every_choice_is_part_of_the_identity(changes: dict[str, Any]) -> None:
    assert design(**changes).sha256() != shipped_design().sha256()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"layout": "baroque"}, "no layout 'baroque'"),
        ({"layout": "../classic"}, "no layout"),
        ({"accent": "#FFD700"}, "contrast of 1.4 to 1"),
        ({"accent": "red"}, "not a colour"),
        ({"accent": "#12474F; background: url(x)"}, "not a colour"),
        ({"other": "#１２474F"}, "not a colour"),
        ({"levels": {"gold": "#FFFFFF"}}, "contrast of 1.0"),
        ({"levels": {"Gold}": "#000000"}}, "not the id"),
        ({"levels": {f"l{n}": "#000000" for n in range(13)}}, "up to 12"),
        ({"signatories": (Signatory(name="A"),) * 4}, "up to 3 persons"),
        ({"texts": {"motto": {"en": "x"}}}, "no text 'motto'"),
        ({"texts": {"closing": {"xx": "x"}}}, "language 'xx'"),
        ({"texts": {"closing": {"en": "x" * 121}}}, "121 characters; 120 fit"),
        ({"texts": {"closing": {"en": "a\u202eb"}}}, r"invisible character, U\+202E"),
        ({"texts": {"closing": {"en": "{holder.name}"}}}, "stands for nothing"),
        ({"texts": {"opening": {"de": "{0}"}}}, r"\{0\} stands for nothing"),
        ({"texts": {"opening": {"de": "Half {"}}}, "stands for nothing"),
    ],
)
def test_what_cannot_be_printed_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        design(**changes)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"v": 2},
        {**shipped_design().plain(), "css": "* {}"},
        {**shipped_design().plain(), "levels": ["gold"]},
        {**shipped_design().plain(), "logo": {"png": "?", "alternative": "A"}},
        {**shipped_design().plain(), "logo": {}},
        {**shipped_design().plain(), "logo": ""},
        {**shipped_design().plain(), "signatories": [{"name": "A", "html": "<b>"}]},
    ],
)
def test_another_form_is_no_design(plain: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="not the design"):
        read_design(plain)


@pytest.mark.parametrize(
    ("png", "why"),
    [
        (b"<svg/>", "PNG picture"),
        (b"\xff\xd8\xff\xe0", "PNG picture"),
        (picture((8, 8)), "8 by 8 points"),
        (picture((2500, 20)), "2500 by 20 points"),
        (picture() + b"\0" * LARGEST_LOGO, "bytes; 150000 fit"),
    ],
    ids=["svg", "jpeg", "small", "wide", "heavy"],
)
def test_a_logo_that_a_certificate_cannot_carry_is_refused(png: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        Logo(png, "A logo")


def test_a_logo_with_a_palette_is_refused() -> None:
    data = BytesIO()
    Image.new("P", (40, 40)).save(data, "PNG")
    with pytest.raises(BadInput, match="no palette"):
        Logo(data.getvalue(), "A logo")


def test_a_logo_needs_words_for_those_who_do_not_see_it() -> None:
    with pytest.raises(BadInput, match="alternative is missing"):
        Logo(picture(), " ")


def test_a_text_falls_back_on_english_and_says_so() -> None:
    own = design(texts={"closing": {"en": "Well done.", "de": "Gut gemacht."}})
    assert [own.text("closing", language) for language in ("de", "en", "mt")] == [
        ("Gut gemacht.", "de"),
        ("Well done.", "en"),
        ("Well done.", "en"),
    ]
    assert own.text("opening", "en") == ("", "")
    assert design(texts={"closing": {"de": "Gut gemacht."}}).text("closing", "mt") == ("", "")


# --- colours and sentences -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#000000", 21.0), ("#FFFFFF", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#FF0000", 4.0)],
)
def test_contrast_is_that_of_the_guidelines(colour: str, contrast: float) -> None:
    assert contrast_on_paper(colour) == pytest.approx(contrast, abs=0.005)


def test_a_colour_that_turns_pale_in_grey_is_refused() -> None:
    """What is dark enough to the eye may be pale to a printer that has black only."""
    with pytest.raises(BadInput, match=r"contrast of 4\.5 to 1 on paper"):
        read_colour("#9360A2")  # 4.73 to 1 in colour, 4.49 to 1 in grey


@given(st.integers(0, 0xFFFFFF))
def test_a_colour_is_accepted_where_it_is_readable(number: int) -> None:
    colour = f"#{number:06X}"
    if contrast_on_paper(colour) < ENOUGH:
        with pytest.raises(BadInput, match="contrast"):
            read_colour(colour.lower())
    else:
        assert read_colour(colour.lower()) == colour


def test_names_in_braces_are_filled_in_one_pass() -> None:
    values = {**dict.fromkeys(PLACEHOLDERS, ""), "holder": "{level} & Co", "level": "Gold"}
    assert filled("{holder} at {level}", values) == "{level} & Co at Gold"


@pytest.mark.parametrize(
    ("sentence", "strange"),
    [
        ("For {holder} in {place}, {country}", ""),
        ("{Holder}", "{Holder}"),
        ("{holder!r}", "{holder!r}"),
        ("{{holder}}", "{"),
        ("{% if x %}", "{% if x %}"),
        ("a } b", "}"),
    ],
)
def test_what_stands_for_nothing_is_named(sentence: str, strange: str) -> None:
    assert strange_placeholder(sentence) == strange


@given(st.text(alphabet="{}abhol der_", max_size=30))
def test_a_checked_sentence_can_always_be_filled(sentence: str) -> None:
    try:
        check_sentence(sentence)
    except BadInput:
        assert strange_placeholder(sentence)
    else:
        text = filled(sentence, dict.fromkeys(PLACEHOLDERS, "x"))
        assert "{" not in text
        assert "}" not in text


def test_a_changed_design_is_another_value() -> None:
    assert replace(shipped_design(), accent="#003399").accent == "#003399"
