"""What differs between two editions, table by table and text by text."""

from dataclasses import dataclass
from typing import Literal

from assessments.editions.sections import TOP, Path, paths, section
from assessments.editions.translation import Tree

Change = Literal["added", "removed", "changed"]
_OWN = frozenset({"id", "name", "status", "scheme", "value"})  # what an edition is called
_MISSING = None


@dataclass(frozen=True, slots=True)
class ValueDiffers:
    """A value before and after, as it stands in the file; None where there is none."""

    key: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Difference:
    """A table that is new, is gone, or has other values."""

    path: Path
    change: Change
    values: tuple[ValueDiffers, ...]


def differences(before: Tree, after: Tree) -> tuple[Difference, ...]:
    """Return what differs, in the order of the later edition; tables that are gone come last.

    Tables are the same where they stand at the same place under the same id. Id, name and status
    of the edition itself are left out, and so are translations, which follow the texts.
    """
    old, new = list(paths(before)), list(paths(after))
    known, found = set(old), []
    for path in new:
        if path in known:
            values = _values(section(before, path), section(after, path), path)
            if values:
                found.append(Difference(path, "changed", values))
        else:
            found.append(Difference(path, "added", _values({}, section(after, path), path)))
    left = set(new)
    found += [
        Difference(path, "removed", _values(section(before, path), {}, path))
        for path in old
        if path not in left
    ]
    return tuple(found)


def _values(before: Tree, after: Tree, path: Path) -> tuple[ValueDiffers, ...]:
    flat, other = dict(_flat(before, "")), dict(_flat(after, ""))
    return tuple(
        ValueDiffers(key, flat.get(key, _MISSING), other.get(key, _MISSING))
        for key in dict.fromkeys([*flat, *other])
        if flat.get(key) != other.get(key) and not (path == TOP and key in _OWN)
    )


def _flat(table: Tree, place: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for key, value in table.items():
        name = f"{place}.{key}" if place else key
        if isinstance(value, dict):
            found += _flat(value, name)
        else:
            found.append((name, value))
    return found
