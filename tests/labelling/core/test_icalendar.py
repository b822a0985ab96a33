"""Calendar objects: no text of anybody's adds a property, whatever ends a line for a reader."""

import pytest

from labelling.core.icalendar import calendar_object, escaped


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_no_text_adds_a_property(end: str) -> None:
    lines = calendar_object([f"LOCATION:{escaped(f'Graz{end}ATTACH:https://evil.example')}"])
    assert [one for one in lines.splitlines() if one.startswith("ATTACH")] == []
    assert "LOCATION:Graz\\nATTACH:https://evil.example\r\n" in lines


def test_marks_are_escaped_and_other_control_characters_left_out() -> None:
    assert escaped("a;b,c\\d\x00\x07\x1be") == "a\\;b\\,c\\\\de"
