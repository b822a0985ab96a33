"""Another id for a criterion or a part of an edition, everywhere the edition names it."""

import copy
from collections.abc import Iterable, Mapping

from assessments.editions.sections import NoSection, Path, ids
from assessments.editions.translation import Tree

_CRITERION_PATH, _PART_PATH = 2, 4
_LISTING, _MINIMA = "parts", "part_minimum"


def can_be_renamed(path: Path) -> bool:
    """Say whether the table at a place is a criterion or a part."""
    return path[:1] == ("criteria",) and len(path) in {_CRITERION_PATH, _PART_PATH}


def following(tree: Tree, path: Path, name: str) -> dict[str, str]:
    """Return the parts of a criterion that can follow its new id: 1.2 becomes 8.2 with it."""
    if len(path) != _CRITERION_PATH:
        return {}
    before = f"{path[1]}."
    return {
        part: f"{name}.{part.removeprefix(before)}"
        for part in ids(tree, (*path, "parts"))
        if part.startswith(before)
    }


def renamed(tree: Tree, path: Path, name: str, *, with_parts: bool = False) -> Tree:
    """Return the edition with another id for a criterion or a part.

    Levels, figures and translations name it so from then on; ``with_parts`` lets the parts of a
    criterion follow. Raises NoSection where there is no such table, ValueError for an id that is
    taken.
    """
    if not can_be_renamed(path) or path[-1] not in ids(tree, path[:-1]):
        raise NoSection(path)
    parts = following(tree, path, name) if with_parts else {}
    criteria = {path[1]: name} if len(path) == _CRITERION_PATH else {}
    if not criteria:
        parts = {path[-1]: name}
    _refuse_taken(tree, criteria, parts)
    result = copy.deepcopy(tree)
    for criterion in result["criteria"]:
        criterion["id"] = criteria.get(criterion["id"], criterion["id"])
        for part in criterion.get("parts", []):
            part["id"] = parts.get(part["id"], part["id"])
    for level in result.get("levels", []):
        _rename(level, _LISTING, parts)
        _rename(level, _MINIMA, parts)
        _rename(level, "criterion_minimum", criteria)
    for fact in result.get("facts", []):
        _rename(fact, _LISTING, parts)
    for given in result.get("translations", {}).values():
        _rename(given, "criteria", criteria)
        _rename(given, "parts", parts)
    return result


def with_names(origins: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Return which part each renamed part was in the beginning, after further ones got names."""
    began = {new: origins.get(old, old) for old, new in names.items()}
    left = {part: origin for part, origin in origins.items() if part not in names}
    return {part: origin for part, origin in (left | began).items() if part != origin}


def before_renaming(part: str, renamed: Mapping[str, str]) -> str:
    """Return which part of the edition that was copied a part is, '' for one that is new.

    ``renamed`` names the earlier id of each renamed part; such an id means the renamed part, so
    that a part which was given it since is none of the earlier ones.
    """
    return renamed.get(part, "" if part in renamed.values() else part)


def still_there(tree: Tree, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the earlier ids of those renamed parts that the edition has."""
    parts = {part for one in tree.get("criteria", []) for part in _ids(one.get("parts", []))}
    return {part: before for part, before in renamed.items() if part in parts}


def _refuse_taken(tree: Tree, criteria: Mapping[str, str], parts: Mapping[str, str]) -> None:
    known = {part for one in tree["criteria"] for part in _ids(one.get("parts", []))}
    for before, taken in ((parts, known), (criteria, set(_ids(tree["criteria"])))):
        for name in before.values():
            if name in taken - set(before):
                raise ValueError(name)


def _ids(tables: Iterable[Tree]) -> list[str]:
    return [str(table["id"]) for table in tables]


def _rename(table: Tree, key: str, names: Mapping[str, str]) -> None:
    """Put new names in place of old ones in a list of names, or as the keys of a table."""
    if key not in table:
        return
    if isinstance(table[key], dict):
        table[key] = {names.get(name, name): value for name, value in table[key].items()}
    else:
        table[key] = [names.get(name, name) for name in table[key]]
