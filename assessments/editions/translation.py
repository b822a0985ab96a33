"""An edition's texts in another language: where each stands, what is missing, and putting it in."""

import copy
from collections.abc import Iterator
from typing import Any

from assessments.editions.faults import Fault
from assessments.errors import Place

Tree = dict[str, Any]
"""The parsed tables of an edition."""

_EDITION = ("name", "note", "provisional")
_BAND = ("name", "text", "assessor")
_CRITERION = ("name", "introduction")
_PART = (
    "title",
    "may_not_apply",
    "perspectives",
    "looks_at",
    "why",
    "guidance",
    "good",
    "weak",
    "weak_because",
    "asks",
    "evidence",
    "on_site",
)
_LEVEL = ("name", "for_whom", "meaning")
_STEPS = ("effort_text", "duration_text")
_FACT = ("group", "name", "definition")

Slot = tuple[Place, Tree, str]
"""A text: its place below ``translations.<language>``, the table that holds it, and its key."""


def translation_faults(data: Tree) -> tuple[Fault, ...]:
    """Return what is missing, unknown or of the wrong shape in every translation of an edition."""
    found: list[Fault] = []
    for language, texts in data.get("translations", {}).items():
        if language == data["language"]:
            found.append(Fault(("translations", language), "is the language of the source"))
        found += _faults(data, language, texts)
    return tuple(found)


def translated(data: Tree, language: str) -> Tree:
    """Return a copy of the tables with the texts of a language wherever they are translated."""
    result = copy.deepcopy(data)
    given = dict(_leaves(data["translations"][language], ()))
    for place, table, key in slots(result):
        text = given.get(place)
        if _same_shape(text, table[key]):
            table[key] = text
    return result


def _faults(data: Tree, language: str, texts: object) -> Iterator[Fault]:
    given = dict(_leaves(texts, ()))
    for place, table, key in slots(data):
        where = ("translations", language, *place)
        if place not in given:
            yield Fault(where, "is not translated")
        elif not _same_shape(given.pop(place), table[key]):
            yield Fault(where, "must have the shape of the text that it translates")
    for place in given:
        yield Fault(("translations", language, *place), "translates nothing")


def _same_shape(translation: object, text: object) -> bool:
    """Tell whether both are texts, or lists of as many texts; blank counts as none."""
    if isinstance(text, list):
        return (
            isinstance(translation, list)
            and len(translation) == len(text)
            and all(isinstance(item, str) and item.strip() for item in translation)
        )
    return isinstance(translation, str) and bool(translation.strip())


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Yield what stands in the tables of a translation; a list is one leaf."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    else:
        yield place, value


def slots(data: Tree) -> Iterator[Slot]:
    """Yield every text of an edition that a translation has to give."""
    yield from _texts((), data, _EDITION)
    for rubric_id, rubric in data.get("rubrics", {}).items():
        yield from _rubric_slots(("rubrics", rubric_id), rubric)
    for criterion in data.get("criteria", []):
        yield from _texts(("criteria", criterion["id"]), criterion, _CRITERION)
        for part in criterion.get("parts", []):
            place = ("parts", part["id"])
            yield from _texts(place, part, _PART)
            yield from _anchors(place, part)
    for level in data.get("levels", []):
        yield from _level_slots(("levels", level["id"]), level)
    for rule in data.get("eligibility", []):
        place = ("eligibility", rule["id"])
        yield from _texts(place, rule, ("text",))
        yield from _renamed((*place, "derogation_text"), rule, "derogation")
    for fact in data.get("facts", []):
        yield from _texts(("facts", fact["id"]), fact, _FACT)


def _rubric_slots(place: Place, rubric: Tree) -> Iterator[Slot]:
    yield from _texts(place, rubric, ("name",))
    for band in rubric.get("bands", []):
        yield from _texts((*place, "bands", str(band["value"])), band, _BAND)
    for attribute in rubric.get("attributes", []):
        inner = (*place, "attributes", attribute["id"])
        yield from _texts(inner, attribute, ("name", "question"))
        yield from _anchors(inner, attribute)


def _level_slots(place: Place, level: Tree) -> Iterator[Slot]:
    yield from _texts(place, level, _LEVEL)
    yield from _texts(place, level.get("steps", {}), _STEPS)
    yield from _renamed((*place, "fee_text"), level, "fee")


def _texts(place: Place, table: Tree, keys: tuple[str, ...]) -> Iterator[Slot]:
    for key in keys:
        if key in table:
            yield (*place, key), table, key


def _anchors(place: Place, table: Tree) -> Iterator[Slot]:
    anchors = table.get("anchors", {})
    for key in anchors:
        yield (*place, "anchors", key), anchors, key


def _renamed(place: Place, table: Tree, inner: str) -> Iterator[Slot]:
    """Yield the key `text` of an inner table, which a translation has under a name of its own."""
    if "text" in table.get(inner, {}):
        yield place, table[inner], "text"
