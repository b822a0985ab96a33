"""A table taken out of an edition with all that goes with it, and put back where it stood."""

import copy

from assessments.editions.sections import NoSection, Path, ids, ids_if_any, removed
from assessments.editions.translation import Tree, slots

_NAMING = ("part_minimum", "criterion_minimum")


def taken_out(tree: Tree, path: Path) -> tuple[Tree, Tree]:
    """Return the edition without a table, and what went with it, as ``put_back`` takes it.

    That is the table with those inside it, its place among its like, its texts in other languages,
    and where levels and figures named it. Raises NoSection as ``sections.removed``.
    """
    after = removed(tree, path)
    collection = _collection(tree, path)
    at = list(ids(tree, path[:-1])).index(path[-1])
    kept = {place for place, _, _ in slots(after)}
    gone = [place for place, _, _ in slots(tree) if place not in kept]
    return after, {
        "table": copy.deepcopy(
            collection[path[-1]] if isinstance(collection, dict) else collection[at]
        ),
        "at": at,
        "texts": {
            language: [
                [list(place), text] for place in gone if (text := _at(given, place)) is not None
            ]
            for language, given in tree.get("translations", {}).items()
        },
        "levels": _differing(tree, after, "levels"),
        "facts": _differing(tree, after, "facts"),
    }


def put_back(tree: Tree, path: Path, lost: Tree) -> Tree:
    """Return the edition with a table where it stood, as far as what is around it is still there.

    Raises NoSection where the table around it is gone, ValueError where its id is taken.
    """
    if path[-1] in ids(tree, path[:-1]):
        raise ValueError(path[-1])
    result = copy.deepcopy(tree)
    parts = {part["id"] for one in result.get("criteria", []) for part in one.get("parts", [])}
    inner = {path[-1]} if path[-2] == "parts" else set()
    if path[-2] == "criteria":
        inner = {part["id"] for part in lost["table"].get("parts", [])}
    if taken := parts & inner:
        raise ValueError(min(taken))
    collection = _collection(result, path)
    if isinstance(collection, dict):
        collection[path[-1]] = copy.deepcopy(lost["table"])
    else:
        collection.insert(lost["at"], copy.deepcopy(lost["table"]))
    for language, texts in lost["texts"].items():
        given = result.get("translations", {}).get(language)
        for place, text in texts if given is not None else []:
            _put(given, place, text)
    for name in ("levels", "facts"):
        for one in result.get(name, []):
            _name_again(one, lost[name].get(one["id"], {}))
    return result


def _differing(before: Tree, after: Tree, name: str) -> dict[str, Tree]:
    """Return what each level or figure named before and does not name afterwards."""
    left = {one["id"]: one for one in after.get(name, [])}
    found: dict[str, Tree] = {}
    for one in before.get(name, []):
        now = left.get(one["id"])
        if now is None or now == one:
            continue
        found[one["id"]] = {
            "parts": [part for part in one.get("parts", []) if part not in now.get("parts", [])]
        } | {
            key: {
                part: low for part, low in one.get(key, {}).items() if part not in now.get(key, {})
            }
            for key in _NAMING
        }
    return found


def _name_again(one: Tree, lost: Tree) -> None:
    if "parts" in one or lost.get("parts"):
        one["parts"] = [*one.get("parts", []), *lost.get("parts", [])]
    for key in _NAMING:
        if lost.get(key):
            one[key] = one.get(key, {}) | lost[key]


def _collection(tree: Tree, path: Path) -> dict[str, Tree] | list[Tree]:
    owner = tree
    if len(path) > 2:  # noqa: PLR2004 (inside another)
        if path[1] not in ids_if_any(tree, path[:1]):
            raise NoSection(path)
        outer = tree[path[0]]
        owner = (
            outer[path[1]]
            if isinstance(outer, dict)
            else next(one for one in outer if one["id"] == path[1])
        )
    empty: dict[str, Tree] | list[Tree] = {} if path[-2] == "rubrics" else []
    found: dict[str, Tree] | list[Tree] = owner.setdefault(path[-2], empty)
    return found


def _at(given: Tree, place: tuple[object, ...]) -> object:
    found: object = given
    for key in place:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def _put(given: Tree, place: list[str], text: object) -> None:
    for key in place[:-1]:
        given = given.setdefault(key, {})
    given[place[-1]] = text
