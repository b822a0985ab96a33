"""The practice cases that are installed: texts in each language, reference scores, and reasons."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from assessments.calibration import Place
from assessments.consensus import Opinion
from assessments.editions import edition
from assessments.rubric import is_on_step
from labelling.core.i18n import LANGUAGES, language

Texts = Mapping[str, str]


class FaultyCase(ValueError):
    """A practice case that cannot be used; says which, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PracticePart:
    """One part of a practice case: what stands there, what it is worth, and why."""

    part: str
    score: int
    text: Texts
    evidence: Texts
    reason: Texts


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """A fictitious organisation with short texts for some parts of an edition.

    ``number`` is of the set that it belongs to: cases of one set are scored together.
    """

    id: str
    edition_id: str
    number: int
    title: Texts
    profile: Texts
    parts: tuple[PracticePart, ...]


def spoken(texts: Texts) -> str:
    """Return a text in the language in force, in English where it has none."""
    return texts.get(language(), texts["en"])


def cases_of(edition_id: str, number: int) -> tuple[PracticeCase, ...]:
    """Return the practice cases of one set of an edition, by id; none where there is no such."""
    return tuple(one for one in installed() if (one.edition_id, one.number) == (edition_id, number))


def sets_of(edition_id: str) -> tuple[int, ...]:
    """Return the numbers of the sets of an edition, in order; none for an edition without."""
    return tuple(sorted({one.number for one in installed() if one.edition_id == edition_id}))


def set_after(edition_id: str, number: int | None) -> int:
    """Return the set to be scored next: the first, or the one after, and round again."""
    known = sets_of(edition_id)
    return known[0] if number not in known else known[(known.index(number) + 1) % len(known)]


def reference(cases: tuple[PracticeCase, ...]) -> dict[Place, Opinion]:
    """Return the reference scores by case and part."""
    return {(case.id, part.part): Fraction(part.score) for case in cases for part in case.parts}


@cache
def installed() -> tuple[PracticeCase, ...]:
    """Return all practice cases, by id. Raises FaultyCase."""
    folder = resources.files(__package__) / "cases"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    cases = tuple(read_case(tomllib.loads(file.read_text("utf-8"))) for file in found)
    if len({case.id for case in cases}) != len(cases):
        raise FaultyCase("two practice cases have one id")
    return cases


def read_case(table: Mapping[str, Any]) -> PracticeCase:
    """Return a case from its table. Raises FaultyCase for whatever is missing or impossible."""
    try:
        case = PracticeCase(
            id=table["id"],
            edition_id=table["edition"],
            number=_whole(table["set"]),
            title=_texts(table["title"]),
            profile=_texts(table["profile"]),
            parts=tuple(_parts(table["parts"])),
        )
    except KeyError as missing:
        raise FaultyCase(f"{table.get('id', 'a case')} lacks {missing}") from missing
    known = edition(case.edition_id)
    names = [part.part for part in case.parts]
    if len(set(names)) != len(names) or not set(names) <= set(known.parts):
        raise FaultyCase(f"{case.id} has a part twice, or one that its edition does not have")
    if not all(is_on_step(known.step, Fraction(part.score)) for part in case.parts):
        raise FaultyCase(f"{case.id} has a reference score that nobody could give")
    return case


def _parts(tables: list[Mapping[str, Any]]) -> Iterator[PracticePart]:
    for table in tables:
        yield PracticePart(
            table["part"],
            table["score"],
            _texts(table["text"]),
            _texts(table["evidence"]),
            _texts(table["reason"]),
        )


def _whole(number: object) -> int:
    if not isinstance(number, int) or number < 1:
        raise FaultyCase("the number of a set is 1, 2 and so on")
    return number


def _texts(table: Mapping[str, str]) -> Texts:
    for code in LANGUAGES:
        if not table[code].strip():
            raise KeyError(code)
    return dict(table)
