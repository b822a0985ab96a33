"""Words of the rubric in answers: the edition's own good and weak examples must come out so."""

import pytest

from assessments.editions import edition
from assessments.editions.model import Band, Edition, Part
from assessments.wording import Support, support
from tests.assessments.examples import example_edition

CLUSTER = edition("cluster-excellence-2026")
LANGUAGES = CLUSTER.languages


def band(shipped: Edition, part: Part, value: int) -> Band:
    return next(one for one in shipped.rubrics[part.kind].bands if one.value == value)


def carried(shipped: Edition, part: Part, text: str, value: int) -> Support:
    found = support(shipped, part, text, band(shipped, part, value))
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_good_examples_carry_their_band_and_most_weak_ones_do_not(language: str) -> None:
    shipped = CLUSTER.in_language(language)
    parts = shipped.parts.values()
    good = [part.id for part in parts if carried(shipped, part, part.good, 80).suffices]
    weak = [part.id for part in parts if carried(shipped, part, part.weak, 80).suffices]
    assert len(good) >= len(parts) - 1
    assert len(weak) <= len(parts) // 5


def test_lowest_bands_ask_for_no_words() -> None:
    part = CLUSTER.parts["1.1"]
    assert [support(CLUSTER, part, "", band(CLUSTER, part, value)) for value in (0, 20)] == [
        None
    ] * 2


def test_each_band_above_asks_for_a_word_more() -> None:
    part = CLUSTER.parts["1.1"]
    assert [carried(CLUSTER, part, "", value).needed for value in (40, 60, 80, 100)] == [1, 2, 3, 4]


def test_words_found_are_shown_as_they_are_written_once_in_any_form() -> None:
    """Execution, 60: “Cases drawn at random follow the described way”."""
    part = CLUSTER.parts["3.2"]
    text = "DRAWN by lot, drawn anew; a random walk at RANDOM."
    found = carried(CLUSTER, part, text, 60)
    assert set(found.found) == {"DRAWN", "random"}
    assert found.suffices


def test_text_in_another_language_of_the_edition_is_read_in_that_language() -> None:
    german = CLUSTER.in_language("de").parts["3.2"].good
    assert carried(CLUSTER, CLUSTER.parts["3.2"], german, 80).suffices


def test_rubric_of_few_words_tells_nothing() -> None:
    found = example_edition()
    part = found.parts["1.1"]
    assert support(found, part, "", band(found, part, 60)) is None
