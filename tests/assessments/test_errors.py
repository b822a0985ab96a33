import pytest

from assessments.errors import BadInput, Place, dotted, printable, quoted


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (BadInput("is empty"), "is empty"),
        (BadInput("is empty", file="a.json"), "a.json: is empty"),
        (BadInput("is odd", file="a.json", line=3), "a.json, line 3: is odd"),
        (BadInput("is odd", file="a.json", line=3, field="x"), "a.json, line 3, x: is odd"),
        (BadInput("is odd", field="x"), "x: is odd"),
        (BadInput("is odd", file="a\n\x1b[31m.json"), "a\\n\\x1b[31m.json: is odd"),
    ],
)
def test_bad_input_names_what_is_known_of_the_place(error: BadInput, sentence: str) -> None:
    assert str(error) == sentence


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ((), ""),
        (("scores", "1.2", "attributes", "sound"), 'scores."1.2".attributes.sound'),
        (("levels", 0, "name"), "levels[0].name"),
        (("1a", "über"), '1a."über"'),
    ],
)
def test_place_is_written_as_in_toml(place: Place, text: str) -> None:
    assert dotted(place) == text


def test_foreign_text_is_quoted_short_and_printable() -> None:
    assert quoted("x" * 100) == "'" + "x" * 60 + "…'"
    assert printable("a\u202eb\ud800\tc é ✓") == "a\\u202eb\\ud800\\tc é ✓"
