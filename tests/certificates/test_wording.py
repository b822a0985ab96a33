from dataclasses import fields
from datetime import date
from string import Formatter

import pytest

from certificates.errors import BadInput
from certificates.sheet import MOST_LEVELS
from certificates.wording import ENGLISH, WORDINGS, Wording, in_words, wording


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("words", WORDINGS.values(), ids=WORDINGS)
def test_every_language_fills_the_same_places(words: Wording) -> None:
    for field in fields(Wording):
        ours, english = getattr(words, field.name), getattr(ENGLISH, field.name)
        if isinstance(ours, str):
            assert placeholders(ours) == placeholders(english), field.name
    assert len(words.ordinals) == len(words.counts) == MOST_LEVELS


def test_dates_are_written_out() -> None:
    day = date(2026, 3, 1)
    assert [in_words(day, "en"), in_words(day, "de")] == ["1 March 2026", "1. März 2026"]


def test_a_language_without_wording_is_refused() -> None:
    with pytest.raises(BadInput, match="can be written in de, en, not in 'fr'"):
        wording("fr")
