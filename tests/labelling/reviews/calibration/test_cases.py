"""The installed practice cases hold together; a faulty one is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from assessments.calibration import Standard, calibration, clearance
from labelling.core.i18n import LANGUAGES
from labelling.reviews.calibration.cases import (
    FaultyCase,
    cases_of,
    installed,
    read_case,
    reference,
    set_after,
    sets_of,
)

EDITION = "cluster-excellence-2026"


def table() -> dict[str, Any]:
    """Return a case of one part that holds together."""
    both = dict.fromkeys(LANGUAGES, "Text.")
    part = {"part": "1.1", "score": 40, "text": both, "evidence": both, "reason": both}
    return {
        "id": "x",
        "edition": EDITION,
        "set": 1,
        "title": both,
        "profile": both,
        "parts": [part],
    }


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, ["blue-quay", "light-ring", "wood-valley"]),
        (2, ["clear-spring", "grain-road", "warm-loom"]),
    ],
)
def test_each_set_has_three_cases_with_enough_parts_to_clear_somebody(
    number: int, names: list[str]
) -> None:
    cases = cases_of(EDITION, number)
    assert [case.id for case in cases] == names
    asked = reference(cases)
    assert len(asked) == 18
    assert clearance(calibration(asked, asked), Standard()).cleared


def test_the_sets_are_equally_hard_as_far_as_scores_tell() -> None:
    first, second = (
        sorted(part.score for case in cases_of(EDITION, number) for part in case.parts)
        for number in sets_of(EDITION)
    )
    assert first == second
    assert set(first) == {0, 20, 40, 60, 80, 100}


def test_sets_take_turns() -> None:
    assert [set_after(EDITION, one) for one in (None, 1, 2, 9)] == [1, 2, 1, 1]


def test_every_text_is_there_in_every_language_and_says_something_of_its_own() -> None:
    for case in installed():
        texts = [case.title, case.profile]
        for part in case.parts:
            texts += [part.text, part.evidence, part.reason]
        for one in texts:
            assert set(one) == set(LANGUAGES)
            assert len(set(one.values())) == len(LANGUAGES)
        assert "ictitious" in case.profile["en"]


def test_an_edition_without_cases_has_none() -> None:
    assert cases_of("efqm-2003", 1) == ()
    assert sets_of("efqm-2003") == ()


def _part(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda case: case["parts"][0].update({key: value})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda case: case.pop("title"),
        lambda case: case.pop("set"),
        lambda case: case.update(set=0),
        lambda case: case["title"].pop("de"),
        lambda case: case["title"].update(en=" "),
        lambda case: case["parts"].append(case["parts"][0]),
        _part("part", "9.9"),
        _part("score", 41),
        _part("score", 105),
    ],
)
def test_a_case_that_does_not_hold_together_is_refused(
    spoil: Callable[[dict[str, Any]], object],
) -> None:
    read_case(table())
    case = table()
    spoil(case)
    with pytest.raises(FaultyCase):
        read_case(case)
