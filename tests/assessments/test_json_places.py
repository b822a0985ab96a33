import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.errors import BadInput, Place
from assessments.json_places import Pairs, line_of, parse_json
from assessments.numerals import Numeral

TEXT = """{
  "a": 1, "b": [
    {"c": "}],{"},
    2
  ],
  "d": {"a": {
    "\\u0065": null}, "a": "x",
    "a": true},
  "f": "\\"f"
}"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 2),
        (("b",), 2),
        (("b", "c"), 3),
        (("d",), 6),
        (("d", "a", "e"), 7),
        (("d", "a"), 8),  # the last of three
        (("f",), 9),
        (("e",), None),
        ((), None),
    ],
)
def test_line_is_that_of_the_last_key_at_the_place(place: Place, line: int | None) -> None:
    assert line_of(TEXT, place) == line


def test_values_keep_what_json_would_lose() -> None:
    text = '{"a": 1.10, "a": [-0, NaN, 1e5], "b": null, "c": true}'
    assert parse_json(text) == Pairs(
        (
            ("a", Numeral("1.10")),
            ("a", [Numeral("-0"), Numeral("NaN"), Numeral("1e5")]),
            ("b", None),
            ("c", True),
        )
    )


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "is not JSON: expecting value"),
        ('{"a": 1,\n}', 2, "is not JSON: expecting property name enclosed in double quotes"),
        ('{\n\n"a" 1}', 3, "is not JSON: expecting ':' delimiter"),
        ("{} {}", 1, "is not JSON: extra data"),
        ('{"a": 01}', 1, "is not JSON: expecting ',' delimiter"),
        ("[" * 100_000, None, "is nested too deeply"),
    ],
)
def test_text_that_is_not_json_is_refused(text: str, line: int | None, problem: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_json(text)
    assert (caught.value.line, caught.value.problem) == (line, problem)


keys = st.text(max_size=3)
trees = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
)


@given(st.dictionaries(keys, trees, min_size=1), st.booleans())
def test_every_key_of_the_top_is_found(tree: dict[str, object], ascii_only: bool) -> None:
    text = json.dumps(tree, indent=1, ensure_ascii=ascii_only)
    starts = [number for number, row in enumerate(text.split("\n"), 1) if row.startswith(' "')]
    assert [line_of(text, (key,)) for key in tree] == starts
