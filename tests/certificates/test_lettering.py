from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from certificates.designs import FONTS
from certificates.errors import BadInput
from certificates.lettering import BOLD, REGULAR, UNITS, Fitted, lettering

WORDS = [
    "Alder Valley Mobility Cluster",
    "AVATAR To Wave Tokyo",
    "Πλέγμα Καινοτομίας",
    "Клъстер Тракия",
    "Zurück, “Łódź” – L’Avenir",
    "CE-2026-0417-R",
]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("text", WORDS)
def test_type_is_as_wide_as_a_shaping_engine_sets_it(font: str, text: str) -> None:
    chosen = lettering(font)
    shaped = ImageFont.truetype(
        BytesIO(chosen.data), UNITS, layout_engine=ImageFont.Layout.RAQM
    ).getlength(text, features=["-calt"])
    assert chosen.places(text)[-1] == pytest.approx(shaped, abs=len(text))


def test_letters_that_lean_towards_each_other_are_set_closer() -> None:
    chosen = lettering(BOLD)
    alone = sum(chosen.places(letter)[-1] for letter in "AV")
    assert chosen.places("AV")[-1] < alone
    assert chosen.places("AV")[:2] == [0, chosen.places("AV")[1]]
    assert chosen.places("HH")[-1] == 2 * chosen.places("H")[-1]


def test_a_space_has_no_outline_and_a_letter_has() -> None:
    assert lettering(REGULAR).outline(" ") == ""
    assert lettering(REGULAR).outline("o").startswith("M")


def test_a_letter_that_the_font_lacks_is_refused() -> None:
    with pytest.raises(BadInput, match=r"“漢” \(U\+6F22\) is not in the bundled fonts"):
        lettering(BOLD).fit("漢", 100, [(20, 1)])


def test_a_text_takes_the_first_step_that_holds_it() -> None:
    bold = lettering(BOLD)
    steps = [(40.0, 1), (30.0, 2)]
    assert bold.fit("Silver", 300, steps) == Fitted(40, ("Silver",))
    assert bold.fit("Recognised for excellence", 300, steps).size == 30


def test_lines_are_about_equally_long() -> None:
    fitted = lettering(BOLD).fit("Alder Valley Mobility Cluster", 512, [(42, 2)])
    assert fitted.lines == ("Alder Valley", "Mobility Cluster")


TEXTS = st.text("ABVW abcwi-", min_size=1, max_size=120).filter(str.strip)


@given(TEXTS, st.integers(60, 600))
def test_every_text_fits_and_nothing_is_lost(text: str, measure: int) -> None:
    fitted = lettering(BOLD).fit(text, measure, [(42, 2), (24, 4)])
    assert " ".join(fitted.lines).split() == text.split()
    assert len(fitted.lines) <= 4
    widths = [lettering(BOLD).width(line, fitted.size) for line in fitted.lines]
    assert max(widths) <= measure
