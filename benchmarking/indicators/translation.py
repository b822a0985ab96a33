"""A set's texts in other languages: where each stands, what does not fit, and putting it in.

Texts that a club adds or changes itself stand in the set's own language alone, so a translation
may leave some out; those are read in the language of the source.
"""

import copy
from collections.abc import Iterator
from typing import Any

from benchmarking.indicators.faults import Fault, Place

Tree = dict[str, Any]
"""The parsed tables of a set."""

_LISTS = (
    ("groups", "id", ("name",)),
    ("units", "id", ("name", "symbol")),
    ("quantities", "id", ("name", "guidance")),
    ("indicators", "code", ("name", "definition", "guidance")),
    ("identities", "id", ("text",)),
)
Slot = tuple[Place, Tree, str]
"""A text: its place below ``translations.<language>``, the table that holds it, and its key."""


def languages(data: Tree) -> tuple[str, ...]:
    """Return the languages into which a set is translated; () where that is no table."""
    given = data.get("translations", {})
    return tuple(given) if isinstance(given, dict) else ()


def translated(data: Tree, language: str) -> Tree:
    """Return a copy of the tables with the texts of a language wherever they are translated."""
    result = copy.deepcopy(data)
    given = dict(_leaves(data["translations"][language], ()))
    for place, table, key in slots(result):
        if place in given:
            table[key] = given[place]
    return result


def translation_faults(data: Tree) -> tuple[Fault, ...]:
    """Return what translates nothing, or is no text, in the translations of a set."""
    given = data.get("translations", {})
    if not isinstance(given, dict):
        return (Fault(("translations",), "must be a table"),)
    known = {place for place, _table, _key in slots(data)}
    found = []
    for language, texts in given.items():
        where: Place = ("translations", language)
        if not isinstance(texts, dict):
            found.append(Fault(where, "must be a table"))
        if language == data.get("language"):
            found.append(Fault(where, "is the language of the source"))
        for place, text in _leaves(texts, ()):
            if place and place not in known:
                found.append(Fault((*where, *place), "translates nothing"))
            elif place and (not isinstance(text, str) or not text.strip()):
                found.append(Fault((*where, *place), "must be a text that is not empty"))
    return tuple(found)


def forget(data: Tree, list_: str, item: str, keys: tuple[str, ...]) -> None:
    """Take texts out of every translation: what they translate has changed."""
    for texts in data.get("translations", {}).values():
        given = texts.get(list_, {}).get(item, {})
        for key in keys:
            given.pop(key, None)


def slots(data: Tree) -> Iterator[Slot]:
    """Yield every text of a set that a translation can give."""
    if isinstance(data.get("name"), str):
        yield ("name",), data, "name"
    for list_, id_, keys in _LISTS:
        for table in _tables(data.get(list_)):
            place = (list_, str(table.get(id_)))
            yield from (((*place, key), table, key) for key in keys if key in table)
            for spelling in _tables(table.get("accepts")):
                yield (*place, "accepts", str(spelling.get("id"))), spelling, "name"


def _tables(value: object) -> list[Tree]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Yield what stands in the tables of a translation."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    else:
        yield place, value
