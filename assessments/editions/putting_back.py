"""A table that is taken out of an edition, kept whole so that it can be put back where it stood."""

import copy

from assessments.editions.sections import (
    Path,
    added,
    ids,
    moved,
    paths,
    texts_of,
    translation_of,
    whole,
    with_translation,
)
from assessments.editions.translation import Tree
from assessments.errors import Place

_NAMING = {"levels": ("parts", "part_minimum", "criterion_minimum"), "facts": ("parts",)}
"""Where parts and criteria are named, by collection."""


def taken_out(tree: Tree, path: Path) -> Tree:
    """Return all of a table: what stands inside, its translations, its place, where it is named.

    Raises NoSection.
    """
    table = whole(tree, path)
    gone = {path[-1], *_parts(path, table)}
    inside = [one for one in paths(tree) if one[: len(path)] == path]
    return {
        "table": table,
        "place": ids(tree, path[:-1]).index(path[-1]),
        "texts": {
            language: {"/".join(one): _named(translation_of(tree, language, one)) for one in inside}
            for language in tree.get("translations", {})
        },
        "named": {
            collection: {
                one["id"]: {key: _only(one[key], gone) for key in keys if key in one}
                for one in tree.get(collection, [])
            }
            for collection, keys in _NAMING.items()
        },
    }


def put_back(tree: Tree, path: Path, kept: Tree) -> Tree:
    """Return the edition with a table that was taken out, named again where it was.

    Raises NoSection where what it stood in is gone, ValueError where an id of it is taken.
    """
    table = kept["table"]
    there = {part for one in tree.get("criteria", []) for part in _parts(("criteria", ""), one)}
    for name in _parts(path, table) & there:
        raise ValueError(name)
    result = added(tree, path[:-1], path[-1], table)
    if path[-2] not in {"rubrics", "bands"}:  # names, and values in their order
        result = moved(result, path, kept["place"] - ids(result, path[:-1]).index(path[-1]))
    for language, tables in kept["texts"].items():
        if language not in result.get("translations", {}):
            continue
        for where, texts in tables.items():
            one = tuple(where.split("/"))
            given = {place: texts.get(_name(place)) for place in texts_of(result, one)}
            result = with_translation(result, language, one, given)
    criteria = result.get("criteria", [])
    order = [part["id"] for one in criteria for part in one.get("parts", [])]
    for collection, tables in kept["named"].items():
        for one in result.get(collection, []):
            for key, names in tables.get(one["id"], {}).items():
                _name_again(one, key, names, order)
    return result


def _parts(path: Path, table: Tree) -> set[str]:
    """Return the ids of the parts that a table is or has."""
    if path[0] != "criteria":
        return set()
    return {path[-1]} if path[-2] == "parts" else {part["id"] for part in table.get("parts", [])}


def _named(texts: dict[Place, object]) -> dict[str, object]:
    return {_name(place): text for place, text in texts.items()}


def _name(place: Place) -> str:
    return "/".join(map(str, place))


def _only(named: Tree | list[str], gone: set[str]) -> Tree | list[str]:
    if isinstance(named, dict):
        return {name: value for name, value in named.items() if name in gone}
    return [name for name in named if name in gone]


def _name_again(table: Tree, key: str, names: Tree | list[str], order: list[str]) -> None:
    """Put names back into a list, in the order of the parts, or into a table."""
    if isinstance(names, dict):
        if names:
            table[key] = copy.deepcopy(names) | table.get(key, {})
    elif names and key in table:
        named = {*table[key], *names}
        table[key] = [part for part in order if part in named]
