"""Everybody of the demonstration who acts for the office can be continued as."""

import pytest

from labelling.desk.demo_data.cast import APPOINTED, Character
from labelling.desk.demo_guide import find_character


@pytest.mark.parametrize("character", APPOINTED, ids=lambda one: one.key)
def test_whoever_holds_an_office_can_be_continued_as(character: Character) -> None:
    assert find_character(character.key) == character
