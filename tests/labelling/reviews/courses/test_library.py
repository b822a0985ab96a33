"""The installed courses hold together; a faulty one is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from labelling.core.errors import NotFound
from labelling.core.i18n import LANGUAGES
from labelling.reviews.courses.library import (
    Audience,
    FaultyCourse,
    get_course,
    installed,
    read_course,
)

BOTH = dict.fromkeys(LANGUAGES, "Text.")


def table() -> dict[str, Any]:
    """Return a course of one module and one question that holds together."""
    question = {"text": BOTH, "why": BOTH, "options": [BOTH | {"right": True}, dict(BOTH)]}
    module = {"id": "m", "title": BOTH, "text": BOTH, "questions": [question]}
    head = {"id": "x", "audience": "manager", "hours": 1, "title": dict(BOTH), "about": BOTH}
    return head | {"modules": [module]}


def test_there_is_a_course_for_each_audience_with_several_modules_and_questions() -> None:
    assert {course.audience for course in installed()} == set(Audience)
    for course in installed():
        assert len(course.modules) >= 5
        assert all(len(module.questions) >= 2 for module in course.modules)


def test_every_text_differs_from_language_to_language() -> None:
    for course in installed():
        texts = [course.title, course.about]
        for module in course.modules:
            texts += [module.title, module.text]
            for question in module.questions:
                texts += [question.text, question.why, *(one.text for one in question.options)]
        assert all(len(set(one.values())) == len(LANGUAGES) for one in texts)


def test_the_right_answer_is_not_always_at_the_same_place() -> None:
    for course in installed():
        places = {one.right for module in course.modules for one in module.questions}
        assert places == {0, 1, 2}


def test_an_unknown_course_is_not_found() -> None:
    with pytest.raises(NotFound):
        get_course("cooking")


def _question(case: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = case["modules"][0]["questions"][0]
    return found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda course: course.pop("title"),
        lambda course: course["title"].pop("de"),
        lambda course: course.update(audience="everybody"),
        lambda course: course.update(modules=[]),
        lambda course: course["modules"].append(course["modules"][0]),
        lambda course: _question(course)["options"][0].pop("right"),
        lambda course: _question(course)["options"][1].update(right=True),
    ],
)
def test_a_course_that_does_not_hold_together_is_refused(
    spoil: Callable[[dict[str, Any]], object],
) -> None:
    read_course(table())
    course = table()
    spoil(course)
    with pytest.raises(FaultyCourse):
        read_course(course)
