"""The tables of an edition one by one, as somebody edits them: where each stands, and changing it.

A tree is never changed in place; every function returns a new one. What is returned has the shape
of an edition only if what is put in has, which ``loader.parse`` tells.
"""

import copy
import hashlib
from collections.abc import Iterator

import rfc8785

from assessments.editions.translation import Tree, slots
from assessments.errors import Place

Path = tuple[str, ...]
"""Where a table stands: ``("criteria", "1", "parts", "1.2")``; ``("edition",)`` is the top."""

TOP: Path = ("edition",)
COMMITTEE: Path = ("committee",)

_LISTS = frozenset({"criteria", "parts", "levels", "eligibility", "facts", "bands", "attributes"})
_APART = frozenset({"format", "committee", "rubrics", "translations"})  # beside the lists
_INNER: dict[str, tuple[str, ...]] = {
    "criteria": ("parts",),
    "rubrics": ("bands", "attributes"),
}


class NoSection(LookupError):
    """Say that the edition has no table at this place."""


def paths(tree: Tree) -> Iterator[Path]:
    """Yield where every table stands, in the order of the file."""
    yield TOP
    yield COMMITTEE
    for name in ("rubrics", "criteria", "levels", "eligibility", "facts"):
        for outer in ids(tree, (name,)):
            yield name, outer
            for inner in _INNER.get(name, ()):
                for found in ids(tree, (name, outer, inner)):
                    yield name, outer, inner, found


def ids(tree: Tree, collection: Path) -> tuple[str, ...]:
    """Return what the tables of a collection are called, in their order. Raises NoSection."""
    found = _collection(tree, collection)
    return tuple(found) if isinstance(found, dict) else tuple(_id(collection, one) for one in found)


def section(tree: Tree, path: Path) -> Tree:
    """Return a table without those that stand inside it. Raises NoSection."""
    table = tree if path == TOP else _table(tree, path)
    left_out = (
        _LISTS | _APART if path == TOP else frozenset(_INNER.get(path[-2] if path[1:] else "", ()))
    )
    return {key: value for key, value in table.items() if key not in left_out}


def whole(tree: Tree, path: Path) -> Tree:
    """Return a table with those that stand inside it. Raises NoSection."""
    return copy.deepcopy(_table(tree, path))


def fingerprint(value: object) -> str:
    """Return what tells one state of a table from another."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()[:32]  # type: ignore[arg-type]


def replaced(tree: Tree, path: Path, table: Tree) -> Tree:
    """Return the edition with another table in place of one; those inside it stay."""
    result = copy.deepcopy(tree)
    if path == COMMITTEE and "committee" not in result:
        result["committee"] = {}
    old = result if path == TOP else _table(result, path)
    own = section(result, path)
    kept = {key: value for key, value in old.items() if key not in own}
    new = {key: table[key] for key in [*own, *table] if key in table}
    old.clear()
    old.update(copy.deepcopy(new) | kept)
    return pruned(result)


def added(tree: Tree, collection: Path, name: str, table: Tree) -> Tree:
    """Return the edition with a further table at the end of a collection; bands by their value.

    Raises NoSection where the collection's own table does not exist, ValueError for a name that
    stands there already.
    """
    result = copy.deepcopy(tree)
    if name in ids(result, collection):
        raise ValueError(name)
    found = _collection(result, collection, create=True)
    if isinstance(found, dict):
        found[name] = copy.deepcopy(table)
    elif collection[-1] == "bands":
        found.append({"value": int(name)} | copy.deepcopy(table))
        found.sort(key=lambda band: band["value"])
    else:
        found.append({"id": name} | copy.deepcopy(table))
    return result


def removed(tree: Tree, path: Path) -> Tree:
    """Return the edition without a table, and without what else names a part or criterion of it."""
    result = copy.deepcopy(tree)
    gone = [path[-1]] if path[-2] == "parts" else []
    if path[0] == "criteria" and len(path) == 2:  # noqa: PLR2004 (a criterion itself)
        gone = list(ids(result, (*path, "parts")))
    found = _collection(result, path[:-1])
    if path[-1] not in ids(result, path[:-1]):
        raise NoSection(path)
    if isinstance(found, dict):
        del found[path[-1]]
    else:
        found[:] = [one for one in found if _id(path[:-1], one) != path[-1]]
    for level in result.get("levels", []):
        _forget(level, "parts", gone)
        _forget(level, "part_minimum", gone)
        _forget(level, "criterion_minimum", [path[-1]] if path[-2] == "criteria" else [])
    for fact in result.get("facts", []):
        _forget(fact, "parts", gone)
    return pruned(result)


def moved(tree: Tree, path: Path, by: int) -> Tree:
    """Return the edition with a table so many places further down, or up where below 0."""
    result = copy.deepcopy(tree)
    found = _collection(result, path[:-1])
    names = list(ids(result, path[:-1]))
    if path[-1] not in names or not isinstance(found, list):
        raise NoSection(path)
    place = names.index(path[-1])
    found.insert(max(0, min(len(found) - 1, place + by)), found.pop(place))
    return result


def with_language(tree: Tree, language: str) -> Tree:
    """Return the edition with a further language, as yet without texts."""
    texts = tree.get("translations", {})
    return copy.deepcopy(tree) | {"translations": {**texts, language: texts.get(language, {})}}


def without_language(tree: Tree, language: str) -> Tree:
    """Return the edition without the texts of a language."""
    result = copy.deepcopy(tree)
    result.get("translations", {}).pop(language, None)
    if not result.get("translations"):
        result.pop("translations", None)
    return result


def texts_of(tree: Tree, path: Path) -> dict[Place, object]:
    """Return the texts of a table that a translation gives, by their place below its language."""
    return {
        place: table[key] for place, table, key in slots(tree) if section_of(tree, place) == path
    }


def translation_of(tree: Tree, language: str, path: Path) -> dict[Place, object]:
    """Return the texts of a table in a language, as far as they are given."""
    given = tree.get("translations", {}).get(language, {})
    found = {place: _at(given, place) for place in texts_of(tree, path)}
    return {place: text for place, text in found.items() if text is not None}


def with_translation(tree: Tree, language: str, path: Path, texts: dict[Place, object]) -> Tree:
    """Return the edition with the texts of a table in a language; what is empty is not given."""
    result = copy.deepcopy(tree)
    given = result.setdefault("translations", {}).setdefault(language, {})
    for place in texts_of(tree, path):
        _put(given, place, texts.get(place) or None)
    return result


def section_of(tree: Tree, place: Place) -> Path | None:
    """Return where the table stands that a place is in: of the source, or below a translation.

    Of ``("levels", "gold", "steps", "visit")`` it is ``("levels", "gold")``; None for a place that
    is in no single table, such as a list with a name twice.
    """
    names = tuple(str(key) for key in place)
    if not names:
        return None
    if names[0] == "translations":
        return section_of(tree, names[2:]) if len(names) > 2 else None  # noqa: PLR2004
    if names[0] == "parts" and names[1:]:
        owner = _criterion_of(tree, names[1])
        return ("criteria", owner, "parts", names[1]) if owner is not None else None
    if names[0] == "committee":
        return COMMITTEE
    if names[0] not in {"rubrics", "criteria", "levels", "eligibility", "facts"}:
        return TOP
    for length in (4, 2):
        path = names[:length]
        if len(path) == length and _is_path(path) and path[-1] in ids_if_any(tree, path[:-1]):
            return path
    return None


def ids_if_any(tree: Tree, collection: Path) -> tuple[str, ...]:
    """Return what the tables of a collection are called, none where it does not exist."""
    try:
        return ids(tree, collection)
    except NoSection:
        return ()


def pruned(tree: Tree) -> Tree:
    """Return the edition without translations of texts that it no longer has."""
    known = {place for place, _, _ in slots(tree)}
    for given in tree.get("translations", {}).values():
        _prune(given, (), known)
    return tree


def _is_path(path: Path) -> bool:
    return len(path) == 2 or path[2] in _INNER.get(path[0], ())  # noqa: PLR2004


def _criterion_of(tree: Tree, part_id: str) -> str | None:
    for criterion in tree.get("criteria", []):
        if any(part["id"] == part_id for part in criterion.get("parts", [])):
            return str(criterion["id"])
    return None


def _id(collection: Path, table: Tree) -> str:
    return str(table["value"] if collection[-1] == "bands" else table["id"])


def _collection(tree: Tree, path: Path, *, create: bool = False) -> dict[str, Tree] | list[Tree]:
    if len(path) not in {1, 3} or path[-1] not in _LISTS | {"rubrics"}:
        raise NoSection(path)
    if len(path) == 1 and path[0] in {"parts", "bands", "attributes"}:
        raise NoSection(path)
    if len(path) == 3 and path[2] not in _INNER.get(path[0], ()):  # noqa: PLR2004
        raise NoSection(path)
    owner = tree if len(path) == 1 else _table(tree, path[:2])
    empty: dict[str, Tree] | list[Tree] = {} if path[-1] == "rubrics" else []
    if create:
        owner.setdefault(path[-1], empty)
    found: dict[str, Tree] | list[Tree] = owner.get(path[-1], empty)
    return found


def _table(tree: Tree, path: Path) -> Tree:
    if path == COMMITTEE:
        found: Tree = tree.get("committee", {})
        return found
    collection = _collection(tree, path[:-1])
    if isinstance(collection, dict):
        if path[-1] in collection:
            return collection[path[-1]]
        raise NoSection(path)
    for table in collection:
        if _id(path[:-1], table) == path[-1]:
            return table
    raise NoSection(path)


def _forget(table: Tree, key: str, names: list[str]) -> None:
    if key not in table:
        return
    if isinstance(table[key], dict):
        table[key] = {name: value for name, value in table[key].items() if name not in names}
        if not table[key]:
            del table[key]
    else:
        table[key] = [name for name in table[key] if name not in names]


def _at(given: Tree, place: Place) -> object:
    found: object = given
    for key in place:
        if not isinstance(found, dict) or key not in found:
            return None
        found = found[key]
    return found


def _put(given: Tree, place: Place, text: object) -> None:
    """Set or take away a text, and the tables that are empty without it."""
    key = str(place[0])
    if len(place) > 1:
        inner = given.setdefault(key, {})
        _put(inner, place[1:], text)
        if not inner:
            del given[key]
    elif text is None:
        given.pop(key, None)
    else:
        given[key] = text


def _prune(given: Tree, place: Place, known: set[Place]) -> None:
    for key in list(given):
        here = (*place, key)
        if isinstance(given[key], dict):
            _prune(given[key], here, known)
            if not given[key]:
                del given[key]
        elif here not in known:
            del given[key]
