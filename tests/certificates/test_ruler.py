from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.designs.layouts import font_files
from certificates.ruler import Ruler

RULER = Ruler(font_files()["InterDisplay-Bold.ttf"], spacing_em=-0.012)
NAMES = st.text("aWil .-éΩЖ", min_size=1, max_size=120)


def test_a_line_is_as_wide_as_its_letters() -> None:
    assert RULER.width("WW") == pytest.approx(2 * RULER.width("W"))
    assert RULER.width("i") < RULER.width("W")


@pytest.mark.parametrize(
    ("text", "letters_per_line", "lines"),
    [
        ("WWWW", 4.5, 1),
        ("WWWW WWWW", 4.5, 2),
        ("WWWW WWWW", 9.5, 1),
        ("WWWW-WWWW", 5.5, 2),
        ("WWWWWWWWW", 4.5, 2),
        ("WWWWWWWWWW", 4.5, 3),
    ],
)
def test_lines_break_at_spaces_and_hyphens_and_within_words_too_long(
    text: str, letters_per_line: float, lines: int
) -> None:
    assert RULER.lines(text, letters_per_line * RULER.width("W")) == lines


@given(NAMES)
def test_everything_fits_on_one_endless_line(name: str) -> None:
    assert RULER.lines(name, inf) == 1


@given(NAMES, st.floats(3, 40))
def test_balancing_narrows_without_another_line(name: str, measure: float) -> None:
    balanced = RULER.balanced(name, measure)
    assert balanced <= measure
    assert RULER.lines(name, balanced) <= RULER.lines(name, measure)
