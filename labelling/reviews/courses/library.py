"""The courses that are installed: modules with texts and questions in each language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from labelling.core.errors import NotFound
from labelling.core.i18n import LANGUAGES, language

Texts = Mapping[str, str]


class FaultyCourse(ValueError):
    """A course that cannot be used; says which, and what is wrong with it."""


class Audience(StrEnum):
    """For whom a course is."""

    ASSESSOR = "assessor"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    text: Texts
    right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answers, one of them right, and why it is."""

    text: Texts
    why: Texts
    options: tuple[Option, ...]

    @property
    def right(self) -> int:
        """Return the place of the right answer."""
        return next(place for place, one in enumerate(self.options) if one.right)


@dataclass(frozen=True, slots=True)
class Module:
    """A text to read, in paragraphs, and questions about it."""

    id: str
    title: Texts
    text: Texts
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its modules; ``hours`` is what it takes, discussion included."""

    id: str
    audience: Audience
    hours: int
    title: Texts
    about: Texts
    modules: tuple[Module, ...]


def spoken(texts: Texts) -> str:
    """Return a text in the language in force, in English where it has none."""
    return texts.get(language(), texts["en"])


def get_course(course_id: str) -> Course:
    """Return a course; raise NotFound."""
    for course in installed():
        if course.id == course_id:
            return course
    raise NotFound


def get_module(course: Course, module_id: str) -> Module:
    """Return a module of a course; raise NotFound."""
    for module in course.modules:
        if module.id == module_id:
            return module
    raise NotFound


@cache
def installed() -> tuple[Course, ...]:
    """Return all courses, by id. Raises FaultyCourse."""
    folder = resources.files(__package__) / "texts"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return tuple(read_course(tomllib.loads(file.read_text("utf-8"))) for file in files)


def read_course(table: Mapping[str, Any]) -> Course:
    """Return a course from its table. Raises FaultyCourse for what is missing or impossible."""
    try:
        course = Course(
            id=table["id"],
            audience=Audience(table["audience"]),
            hours=table["hours"],
            title=_texts(table["title"]),
            about=_texts(table["about"]),
            modules=tuple(_module(one) for one in table["modules"]),
        )
    except (KeyError, ValueError) as fault:
        raise FaultyCourse(f"{table.get('id', 'a course')}: {fault}") from fault
    if len({one.id for one in course.modules}) != len(course.modules) or not course.modules:
        raise FaultyCourse(f"{course.id} has a module twice, or none")
    return course


def _module(table: Mapping[str, Any]) -> Module:
    questions = tuple(_question(one) for one in table["questions"])
    return Module(table["id"], _texts(table["title"]), _texts(table["text"]), questions)


def _question(table: Mapping[str, Any]) -> Question:
    options = tuple(
        Option(_texts({code: one[code] for code in LANGUAGES}), one.get("right", False))
        for one in table["options"]
    )
    if sum(one.right for one in options) != 1:
        raise ValueError("a question has one right answer")
    return Question(_texts(table["text"]), _texts(table["why"]), options)


def _texts(table: Mapping[str, str]) -> Texts:
    for code in LANGUAGES:
        if not table[code].strip():
            raise KeyError(code)
    return {code: table[code].strip() for code in LANGUAGES}
